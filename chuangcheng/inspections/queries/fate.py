"""What became of a site in a round that somebody once had, for a phone that was away meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from chuangcheng.core.access import Actor
from chuangcheng.inspections.models import Assignment, AssignmentChange, Visit


@dataclass(frozen=True, slots=True)
class Fate:
    """How a site of a round stands now."""

    round_name: str
    round_state: str  # in words
    site_name: str
    inspector: str  # who has it now; empty: nobody
    visited_at: datetime | None
    excused_at: datetime | None
    reason: str  # why it was handed on or excused, when that is known


def fate_of(*, actor: Actor, round_id: UUID, site_id: UUID) -> Fate | None:
    """How it stands, for who has the site, had it and was told so, or visited it; None for everybody else."""
    person_id = actor.person_id or 0
    found = Assignment.objects.filter(round=round_id, site=site_id)
    found = found.select_related("round", "site", "inspector")
    row = found.first()
    if row is None:
        return None
    had = AssignmentChange.objects.filter(assignment=row, from_person=person_id).order_by("-pk").first()
    visited = Q(assignment=row, inspector=person_id)
    if had is None and row.inspector_id != person_id and not Visit.objects.filter(visited).exists():
        return None
    return Fate(
        round_name=row.round.name,
        round_state=row.round.get_state_display(),
        site_name=row.site.name,
        inspector=row.inspector.name if row.inspector is not None else "",
        visited_at=row.visited_at,
        excused_at=row.excused_at,
        reason=had.reason if had is not None else row.excuse,
    )
