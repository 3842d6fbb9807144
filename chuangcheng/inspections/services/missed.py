"""What was not done: handed to somebody else, or excused with a reason; both stay on record."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import now
from chuangcheng.inspections.models import Assignment, AssignmentChange
from chuangcheng.inspections.services.assignments import check_inspectors, open_round
from chuangcheng.inspections.services.texts import checked_text

MOST_REASON = 200  # characters, as the column


@transaction.atomic
def hand_over_visits(*, actor: Actor, round_id: UUID, site_ids: Sequence[UUID], person_id: int, reason: str) -> int:
    """Gives unvisited sites to somebody else, with a reason; gives their number."""
    open_round(actor, round_id)
    check_inspectors([person_id])
    rows = _unvisited(round_id, site_ids)
    words = _reason(reason)
    changes = [_change(actor, row, AssignmentChange.Kind.HANDED, words, to=person_id) for row in rows]
    for row in rows:
        row.inspector_id, row.unit_id, row.excused_at, row.excuse = person_id, None, None, ""
    return _keep(actor, rows, changes, "inspections.hand_over")


@transaction.atomic
def excuse_visits(*, actor: Actor, round_id: UUID, site_ids: Sequence[UUID], reason: str) -> int:
    """Takes unvisited sites out of the reckoning, with a reason; they may still be visited."""
    open_round(actor, round_id)
    rows, words, moment = _unvisited(round_id, site_ids), _reason(reason), now()
    changes = [_change(actor, row, AssignmentChange.Kind.EXCUSED, words) for row in rows]
    for row in rows:
        row.excused_at, row.excuse = moment, words
    return _keep(actor, rows, changes, "inspections.excuse")


@transaction.atomic
def lift_excuse(*, actor: Actor, round_id: UUID, site_ids: Sequence[UUID], reason: str) -> int:
    """Counts excused sites again."""
    open_round(actor, round_id)
    rows = [row for row in _unvisited(round_id, site_ids) if row.excused_at is not None]
    if not rows:
        raise InvalidInput(_("所选点位没有免检，不需要撤销。"))
    words = _reason(reason)
    changes = [_change(actor, row, AssignmentChange.Kind.EXCUSE_LIFTED, words) for row in rows]
    for row in rows:
        row.excused_at, row.excuse = None, ""
    return _keep(actor, rows, changes, "inspections.lift_excuse")


def _unvisited(round_id: UUID, site_ids: Sequence[UUID]) -> list[Assignment]:
    rows = Assignment.objects.select_for_update(of=("self",)).filter(
        round_id=round_id, site_id__in=site_ids, visited_at__isnull=True
    )
    found = list(rows)
    if not found:
        raise InvalidInput(_("所选点位已检查或不在本轮次中，请刷新页面。"))
    return found


def _reason(reason: str) -> str:
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明理由，理由会留在记录里。"))
    return words


def _change(
    actor: Actor, row: Assignment, kind: AssignmentChange.Kind, reason: str, to: int | None = None
) -> AssignmentChange:
    return AssignmentChange(
        assignment=row,
        kind=kind,
        from_person_id=row.inspector_id,
        to_person_id=to,
        reason=reason,
        by_id=actor.person_id,
    )


def _keep(actor: Actor, rows: Sequence[Assignment], changes: Sequence[AssignmentChange], action: str) -> int:
    Assignment.objects.bulk_update(rows, ["inspector", "unit", "excused_at", "excuse"], batch_size=500)
    AssignmentChange.objects.bulk_create(changes, batch_size=500)
    found = rows[0].round
    audit.record(actor=actor, action=action, subject=found, detail={"sites": len(rows), "reason": changes[0].reason})
    return len(rows)
