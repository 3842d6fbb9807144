"""Every request is something that a unit is asked for: written down where that is counted, ended with the request."""

from __future__ import annotations

from collections.abc import Sequence

from chuangcheng.core.access import Actor
from chuangcheng.core.lines import refuse_lines
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.workflow import State
from chuangcheng.orgs.services import AskGiven, AsksRefused, ask_units, end_asks, renew_asks
from chuangcheng.standards.queries import standard_codes

KIND, SOURCE = "material", "evidence.material"


def ask_units_for(actor: Actor, materials: Sequence[MaterialRequest], despite: str) -> None:
    """Asks the units; refuses by line what they were asked for already, unless there is a reason."""
    codes = standard_codes({material.standard_id for material in materials})
    asks = [_ask(material, codes[material.standard_id]) for material in materials]
    try:
        ask_units(actor=actor, asks=asks, despite=despite)
    except AsksRefused as refusal:
        refuse_lines({place + 1: words for place, words in refusal.problems.items()}, of=len(materials))


def follow(material: MaterialRequest, before: str) -> None:
    """What it means for the ask that the request stands elsewhere than before."""
    ids, ended = [str(material.pk)], (State.ACCEPTED, State.VOID)
    if material.state in ended and before not in ended:
        end_asks(source_kind=SOURCE, source_ids=ids, is_taken_back=material.state == State.VOID)
    elif before in ended and material.state not in ended:
        renew_asks(source_kind=SOURCE, source_ids=ids)


def _ask(material: MaterialRequest, code: str) -> AskGiven:
    return AskGiven(
        unit_id=material.unit_id,
        kind=KIND,
        # With its standard: pictures of streets for two standards are not the same pictures.
        title=f"{code} {material.title}",
        source_kind=SOURCE,
        source_id=str(material.pk),
        source_label=f"{material.number} {material.title}",
        due_on=material.due_on,
    )
