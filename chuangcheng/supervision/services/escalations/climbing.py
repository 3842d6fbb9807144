"""升级: takes each step of the ladder that is due, once, whatever happens to the worker.

One transaction for the cases of a unit: they are locked, looked at anew, the steps are written under their unique keys,
orders and lines in inboxes with them. A worker that is killed leaves all of it or nothing, and the next one goes on.
Decision 0009.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from chuangcheng.cases.access import lock_cases
from chuangcheng.cases.queries import clocks_of, is_reminded_soon, still_being_fixed, told_overdue
from chuangcheng.core import audit, events
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.ids import id_at
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar
from chuangcheng.supervision.escalation_policies import BACKLOG_DAYS, LADDER
from chuangcheng.supervision.escalation_wording import DONE_BY
from chuangcheng.supervision.events import STEPS_TAKEN
from chuangcheng.supervision.ladder import AfterLateness, Ladder, Step, StepDue
from chuangcheng.supervision.ladder_rows import read_ladder
from chuangcheng.supervision.models import EscalationStep, EscalationWait
from chuangcheng.supervision.queries.climbing import steps_of_cases, taken_keys, waiting_by_unit
from chuangcheng.supervision.services.escalations.telling import Roll, roll_of, tell
from chuangcheng.supervision.services.orders.by_ladder import order_for_steps

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case


A_BATCH = 100  # cases of a unit in one transaction; our choice


def climb(*, now: datetime) -> int:
    """Takes every step that is due; gives their number. Again: nothing new."""
    ladder, calendar = read_ladder(LADDER.on(local_date(now))), office_calendar()
    waiting = waiting_by_unit(ladder, calendar=calendar, now=now)
    if not waiting:
        return 0
    roll = roll_of(waiting, now=now)
    return sum(
        _climb(unit_id, ids, ladder, calendar, roll, now)
        for unit_id, case_ids in waiting.items()
        for ids in (case_ids[start : start + A_BATCH] for start in range(0, len(case_ids), A_BATCH))
    )


@transaction.atomic
def _climb(
    unit_id: int, case_ids: Sequence[UUID], ladder: Ladder, calendar: Calendar, roll: Roll, now: datetime
) -> int:
    """The steps of these cases of a unit, all or none."""
    lock_cases(case_ids)
    cases = still_being_fixed(case_ids, unit_id=unit_id)
    clocks, taken, told = clocks_of(cases), taken_keys(cases), told_overdue(cases)
    steps = steps_of_cases(cases, clocks, ladder, taken=taken, calendar=calendar, now=now)
    due = [(case, step) for case, step in steps if step.is_due and not _waits_for_reminder(case, step, now)]
    too_old = now - timedelta(days=BACKLOG_DAYS.on(local_date(now)))
    rows = [_row(case, step, unit_id, roll, now, place) for place, (case, step) in enumerate(due)]
    for row in rows:
        row.is_passed_over = row.due_at < too_old
        row.was_told = row.step == Step.REMIND.value and not row.after_days + row.after_hours and row.case_id in told
        row.recipient_count = 0 if row.is_passed_over or row.was_told else len(roll.people_for(row))
    EscalationStep.objects.bulk_create(rows)
    standing = [row for row in rows if not row.is_passed_over]
    EscalationWait.objects.bulk_create([EscalationWait(step=row) for row in standing if Step(row.step) in DONE_BY])
    order_for_steps(unit_id=unit_id, steps=[row for row in standing if row.step == Step.ORDER.value], now=now)
    tell(standing, roll)
    if rows:
        audit.record(actor=SYSTEM, action="supervision.climb", subject=rows[0], detail={"steps": len(rows)})
        events.publish(STEPS_TAKEN, {"step_ids": [str(row.pk) for row in standing]})
    return len(rows)


def _waits_for_reminder(case: Case, step: StepDue, now: datetime) -> bool:
    """The reminder of the deadline tells that a case is late; it goes first, and the ladder does not say it again."""
    is_first = isinstance(step.rung.after, AfterLateness) and not (
        step.rung.after.working_days or step.rung.after.working_hours
    )
    return is_first and step.rung.step == Step.REMIND and is_reminded_soon(case, now=now)


def _row(case: Case, step: StepDue, unit_id: int, roll: Roll, now: datetime, place: int) -> EscalationStep:
    after = step.rung.after
    if isinstance(after, AfterLateness):
        reached = {"after_kind": "late", "after_days": after.working_days, "after_hours": after.working_hours}
    else:
        reached = {"after_kind": after.what.value, "after_times": after.times}
    return EscalationStep(
        pk=id_at(now, order=place),
        key=step.key,
        case=case,
        unit_id=unit_id,
        rung=step.rung.code,
        step=step.rung.step.value,
        by=step.rung.by.value,
        deadline=case.due_at,
        due_at=step.at or now,
        taken_at=now,
        person_id=roll.leader_of(unit_id) if step.rung.step == Step.LEADER else None,
        **reached,
    )
