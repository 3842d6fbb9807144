"""What the ladder of escalation asks of cases: those that are late or came back, and the clocks of a few of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from chuangcheng.cases import reminders
from chuangcheng.cases.deadlines import Pause
from chuangcheng.cases.models import Case, CaseEvent, CaseReminder
from chuangcheng.cases.reminders import NO_MORE
from chuangcheng.cases.states import State

Step = tuple[datetime, str, str, str]  # when, from and to which state, by which move


@dataclass(frozen=True, slots=True)
class CaseClock:
    """The times of a case that may go up. The deadline is the one in force: what was granted is in it."""

    pauses: tuple[Pause, ...]  # waits for verification and suspensions; the last one may still last
    reworked_at: tuple[datetime, ...]
    relapsed_at: tuple[datetime, ...]  # when it was reported, as often as it came back


def being_fixed(*, due_before: datetime, due_from: datetime | None = None) -> QuerySet[Case]:
    """Cases with a unit that is fixing them, with a deadline in this span. By the index of cases being fixed."""
    rows = Case.objects.filter(state=State.FIXING.value, is_held=False, due_at__lt=due_before)
    return rows if due_from is None else rows.filter(due_at__gte=due_from)


def being_fixed_again(*, times: int) -> QuerySet[Case]:
    """Cases being fixed that failed so many verifications or more."""
    return Case.objects.filter(state=State.FIXING.value, is_held=False, rework_count__gte=times)


def being_fixed_relapsed(*, times: int) -> QuerySet[Case]:
    """Cases being fixed that came back so many times or more."""
    return Case.objects.filter(state=State.FIXING.value, is_held=False, relapse_count__gte=times)


def still_being_fixed(case_ids: Collection[UUID], *, unit_id: int) -> list[Case]:
    """Of these cases, those that this unit is fixing now, in the order of their deadlines. One query."""
    rows = Case.objects.filter(pk__in=case_ids, state=State.FIXING.value, is_held=False, lead_unit=unit_id)
    return list(rows.filter(due_at__isnull=False).order_by("due_at", "pk"))


def clocks_of(cases: Sequence[Case]) -> dict[UUID, CaseClock]:
    """The clocks of these cases. One query."""
    steps = CaseEvent.objects.filter(case__in=[case.pk for case in cases]).order_by("at", "id")
    by_case: defaultdict[UUID, list[Step]] = defaultdict(list)
    for case_id, at, before, after, move in steps.values_list("case", "at", "from_state", "to_state", "move"):
        by_case[case_id].append((at, before, after, move))
    return {case.pk: _clock(case, by_case[case.pk]) for case in cases}


def clock_of(case: Case) -> CaseClock:
    """The clock of one case. One query, none when its history has been read."""
    return _clock(case, [(step.at, step.from_state, step.to_state, step.move) for step in case.history.all()])


def told_overdue(cases: Sequence[Case]) -> set[UUID]:
    """Of these, the cases whose people the reminder of the deadline has told already. One query."""
    due = {case.pk: case.due_at for case in cases}
    rows = CaseReminder.objects.filter(case__in=due, kind="overdue", is_superseded=False, recipient_count__gt=0)
    return {case_id for case_id, at in rows.values_list("case", "due_at") if due[case_id] == at}


def is_reminded_soon(case: Case, *, now: datetime) -> bool:
    """True while the reminder that it is overdue is still to be sent, at once."""
    return case.next_reminder_at is None or (case.next_reminder_at != NO_MORE and case.next_reminder_at < now)


def _clock(case: Case, steps: Sequence[Step]) -> CaseClock:
    start = case.clock_started_at or case.reported_at
    _start, pauses = reminders.clock_of([step[:3] for step in steps], start)
    lasting = {State.SUSPENDED.value: case.suspended_at, State.FED_BACK.value: case.fed_back_at}.get(case.state)
    return CaseClock(
        pauses=(*pauses, *([] if lasting is None else [Pause(lasting)])),
        reworked_at=tuple(at for at, _before, _after, move in steps if move == "fail_check"),
        relapsed_at=(case.reported_at,) * case.relapse_count,
    )
