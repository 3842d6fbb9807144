"""The requests behind a standard, for its own page and for that of its score."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.evidence.access import VIEW, visible_materials
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
    state_words: str
    state_tone: str


def materials_behind(*, actor: Actor, standard_ids: Collection[int]) -> list[MaterialLine]:
    """The requests for these standards that the actor sees, without cancelled ones; at most MOST_LINES. One query."""
    if not actor.may(VIEW):
        return []
    rows = visible_materials(actor).filter(standard__in=standard_ids).exclude(state=State.VOID.value)
    rows = rows.select_related("unit").defer("unit__boundary").order_by("unit__path", "pk")[:MOST_LINES]
    return [
        MaterialLine(
            row.pk,
            row.standard_id,
            row.number,
            row.title,
            row.unit.name,
            row.accepted_count,
            row.count,
            _(STATE_LABELS[State(row.state)]),
            TONES[State(row.state)],
        )
        for row in rows
    ]
