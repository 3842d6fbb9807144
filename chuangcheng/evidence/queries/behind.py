"""The requests behind a standard, for its own page and for that of its score."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.evidence.access import VIEW, visible_materials
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.queries.proofs import MaterialCount
from chuangcheng.evidence.wording import TONES
from chuangcheng.evidence.workflow import STATE_LABELS, State

MOST_LINES = 50  # on the page of a standard; our choice


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A request in a line."""

    id: UUID
    standard_id: int
    number: str
    title: str
    unit_name: str
    accepted: int
    count: int
    state_words: str  # "" where it stood otherwise than today
    state_tone: str


def materials_behind(*, actor: Actor, standard_ids: Collection[int]) -> list[MaterialLine]:
    """The requests for these standards that the actor sees, without cancelled ones; at most MOST_LINES. One query."""
    if not actor.may(VIEW):
        return []
    rows = visible_materials(actor).filter(standard__in=standard_ids).exclude(state=State.VOID.value)
    rows = rows.select_related("unit").defer("unit__boundary").order_by("unit__path", "pk")[:MOST_LINES]
    return [_line(row, row.accepted_count, row.count) for row in rows]


def materials_as_of(*, actor: Actor, stood: Mapping[UUID, MaterialCount]) -> list[MaterialLine]:
    """The same for requests as they stood on a day: what was accepted then of what was asked for then; where that
    differs from today, the state of today is not said. One query."""
    if not actor.may(VIEW) or not stood:
        return []
    rows = visible_materials(actor).filter(pk__in=stood.keys()).select_related("unit").defer("unit__boundary")
    found = rows.order_by("unit__path", "pk")[:MOST_LINES]
    return [_line(row, stood[row.pk].accepted, stood[row.pk].asked) for row in found]


def _line(row: MaterialRequest, accepted: int, count: int) -> MaterialLine:
    state = State(row.state)
    is_today = (accepted, count) == (row.accepted_count, row.count) and state is not State.VOID
    return MaterialLine(
        row.pk,
        row.standard_id,
        row.number,
        row.title,
        row.unit.name,
        accepted,
        count,
        _(STATE_LABELS[state]) if is_today else "",
        TONES[state] if is_today else "muted",
    )
