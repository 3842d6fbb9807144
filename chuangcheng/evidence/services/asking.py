"""Material is asked for: many in one go, each standard and unit a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.lines import checked_lines
from chuangcheng.core.numbers import next_numbers
from chuangcheng.core.times import now, today
from chuangcheng.evidence.access import ASK, require_whole
from chuangcheng.evidence.indexing import index_materials
from chuangcheng.evidence.models import MaterialEvent, MaterialRequest
from chuangcheng.evidence.services.burden import ask_units_for
from chuangcheng.evidence.services.checking import Asked, facts_of, known_of
from chuangcheng.evidence.workflow import State

MOST_LINES = 1000  # in one go: our choice


@dataclass(frozen=True, slots=True)
class NewMaterial:
    """A request to be made, under an id that the form made."""

    material_id: UUID
    asked: Asked


@transaction.atomic
def ask_for_materials(*, actor: Actor, lines: Sequence[NewMaterial], despite: str = "") -> list[MaterialRequest]:
    """The requests, all or none; LinesRefused names each line that lacks something or asks a unit for what it was asked
    for already. `despite` says why that is asked all the same. The same ids again: the same requests.
    """
    require(actor, ASK)
    require_whole(actor, ASK)
    there = _made_before(actor, lines)
    if there:
        return there
    if not lines or len(lines) > MOST_LINES:
        raise InvalidInput(_("一次可以布置1到%(most)s项材料。") % {"most": MOST_LINES})
    made = _written(actor, lines, _checked(lines))
    ask_units_for(actor, made, despite)
    for material in made:
        audit.record(actor=actor, action="evidence.ask", subject=material, detail={"pieces": material.count})
    index_materials([material.pk for material in made])
    return made


def _made_before(actor: Actor, lines: Sequence[NewMaterial]) -> list[MaterialRequest]:
    """The requests of these ids when they are there already; InvalidInput for ids that are not the form's."""
    ids = [line.material_id for line in lines]
    wrong = InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if len(set(ids)) < len(ids) or not all(is_client_id(each) for each in ids):
        raise wrong
    there = {row.pk: row for row in MaterialRequest.objects.filter(pk__in=ids)}
    if not there:
        return []
    if len(there) < len(ids) or any(row.created_by_id != actor.person_id for row in there.values()):
        raise wrong
    return [there[each] for each in ids]


def _checked(lines: Sequence[NewMaterial]) -> list[dict[str, Any]]:
    known = known_of([line.asked for line in lines])
    return checked_lines(lines, lambda line: facts_of(line.asked, known))


def _written(actor: Actor, lines: Sequence[NewMaterial], facts: list[dict[str, Any]]) -> list[MaterialRequest]:
    at, numbers = now(), next_numbers(series="material", year=today().year, count=len(lines))
    made = [
        MaterialRequest(
            pk=line.material_id,
            number=number,
            state=State.ASKED.value,
            created_by_id=actor.person_id,
            created_at=at,
            **each,
        )
        for line, number, each in zip(lines, numbers, facts, strict=True)
    ]
    MaterialRequest.objects.bulk_create(made)
    MaterialEvent.objects.bulk_create(
        MaterialEvent(
            id=new_id(),
            framework_id=material.framework_id,
            request=material,
            move="ask",
            person_id=actor.person_id,
            person_name=actor.name,
            unit_name=actor.unit_name,
            at=at,
            asked_change=material.count,
        )
        for material in made
    )
    return made
