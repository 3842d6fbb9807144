"""Who is away and who comes instead; running rounds follow at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.access import PLAN, absence_to_end, visible_rounds
from chuangcheng.inspections.models import Absence, Assignment, AssignmentChange, Round
from chuangcheng.inspections.queries.assignments import may_visit_people
from chuangcheng.inspections.services.texts import checked_text

MOST_REASON = 200  # characters, as the column
LONGEST_DAYS = 366  # our choice


@transaction.atomic
def record_absence(
    *,
    actor: Actor,
    absence_id: UUID,
    person_id: int,
    starts_on: date,
    ends_on: date,
    reason: str,
    substitute_id: int | None = None,
) -> Absence:
    """Somebody is away for some days; their open sites in running rounds of these days go to the substitute."""
    require(actor, PLAN)
    if not is_client_id(absence_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    there = Absence.objects.filter(pk=absence_id).first()
    if there is not None:
        return there
    words = _checked(person_id, substitute_id, starts_on, ends_on, reason)
    made = Absence.objects.create(
        pk=absence_id,
        person_id=person_id,
        substitute_id=substitute_id,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=words,
        noted_by_id=actor.person_id,
    )
    moved = _give_to_substitute(actor, made)
    detail = {"person_id": person_id, "substitute": substitute_id, "sites": moved}
    audit.record(actor=actor, action="inspections.record_absence", subject=made, detail=detail)
    return made


@transaction.atomic
def end_absence(*, actor: Actor, absence_id: UUID) -> Absence:
    """The person is back, or was noted by mistake: rounds made from now on count on them again."""
    found = absence_to_end(actor, absence_id)
    if found.ended_at is None:
        found.ended_at = now()
        found.save(update_fields=["ended_at"])
        audit.record(actor=actor, action="inspections.end_absence", subject=found)
    return found


def _checked(person_id: int, substitute_id: int | None, starts_on: date, ends_on: date, reason: str) -> str:
    if ends_on < starts_on or (ends_on - starts_on).days > LONGEST_DAYS:
        raise InvalidInput(_("结束日期不能早于开始日期，也不能超过一年，请改正。"))
    if person_id == substitute_id:
        raise InvalidInput(_("替班的人不能是请假的人自己，请另选。"))
    may = set(may_visit_people(today=today()).values_list("pk", flat=True))
    if not {person_id, substitute_id or person_id} <= may:
        raise InvalidInput(_("所选人员不能做现场检查，请从列表中选择。"))
    words = checked_text(reason, label=_("事由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请填写事由。"))
    return words


def _give_to_substitute(actor: Actor, absence: Absence) -> int:
    if absence.substitute_id is None:
        return 0
    rounds = visible_rounds(actor).filter(
        state=Round.State.RUNNING, starts_on__lte=absence.ends_on, ends_on__gte=absence.starts_on
    )
    rows: Sequence[Assignment] = list(
        Assignment.objects.select_for_update(of=("self",)).filter(
            round__in=rounds, inspector=absence.person_id, visited_at__isnull=True, excused_at__isnull=True
        )
    )
    for row in rows:
        row.inspector_id, row.stands_in_for_id = absence.substitute_id, row.stands_in_for_id or absence.person_id
    Assignment.objects.bulk_update(rows, ["inspector", "stands_in_for"], batch_size=500)
    AssignmentChange.objects.bulk_create(
        AssignmentChange(
            assignment=row,
            kind=AssignmentChange.Kind.SUBSTITUTED,
            from_person_id=absence.person_id,
            to_person_id=absence.substitute_id,
            reason=absence.reason,
            by_id=actor.person_id,
        )
        for row in rows
    )
    return len(rows)
