"""提醒: half time, last call and overdue, each told once to those responsible, whatever happens to the worker.

What is due stands in one column of the case, which every step plans anew: an extension, a pause and rework move it,
and a case that nobody is fixing has none. One transaction a case claims the moment, keeps the row and fills the
inboxes, so that a worker that is killed leaves either all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_noop

from chuangcheng.cases import reminders
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case, CaseEvent, CaseReminder
from chuangcheng.cases.reminders import Passage, Planned
from chuangcheng.cases.states import State
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.core.workdays import Calendar
from chuangcheng.orgs.queries import people_of_units

LIAISON, HEAD = "liaison", "head"  # duties of `orgs`
BATCH = 200  # cases looked at together
SENTENCES = {
    "half_time": gettext_noop("问题%(number)s的时限已过半，%(due)s到期，请抓紧处置"),
    "last_call": gettext_noop("问题%(number)s即将到期（%(due)s），请立即反馈处置情况"),
    "overdue": gettext_noop("问题%(number)s已超期（%(due)s到期），请立即处置并反馈"),
}

Responsible: TypeAlias = "Mapping[str, Mapping[int, Sequence[int]]]"  # duty → unit → people


def next_reminder(case: Case, *, came_from: str, at: datetime) -> datetime | None:
    """When the case is next to be reminded of after a step at `at`; None while nobody is fixing it."""
    if case.state != State.FIXING.value or case.due_at is None:
        return None
    before = () if came_from == State.FILED.value else _passages([case.pk]).get(case.pk, ())
    planned = _plan(case, [*before, (at, came_from, case.state)], office_calendar())
    return reminders.next_at(planned, at)


def plan_unplanned(*, now: datetime) -> int:
    """Plans for cases that came to be fixed without a step (a ledger, an older release): what is still to come.

    Gives their number. What was missed before is not made up for: nobody wants a year's reminders on the first day.
    """
    calendar, count = office_calendar(), 0
    while cases := list(_fixing().filter(next_reminder_at=None)[:BATCH]):
        passages = _passages([case.pk for case in cases])
        for case in cases:
            planned = _plan(case, passages.get(case.pk, ()), calendar)
            same = Case.objects.filter(pk=case.pk, due_at=case.due_at, next_reminder_at=None)
            count += same.update(next_reminder_at=reminders.next_at(planned, now))
    return count


def send_due_reminders(*, now: datetime) -> int:
    """Sends every reminder that is due; gives their number. After a stop a case gets the latest one that it missed."""
    calendar, count = office_calendar(), 0
    while cases := list(_fixing().filter(next_reminder_at__lt=now).order_by("next_reminder_at")[:BATCH]):
        passages = _passages([case.pk for case in cases])
        responsible = _responsible(cases, now)
        for case in cases:
            planned = _plan(case, passages.get(case.pk, ()), calendar)
            count += _remind(case, planned, responsible, now, calendar)
    return count


def _fixing() -> QuerySet[Case]:
    return Case.objects.filter(state=State.FIXING.value, is_held=False)


def _passages(case_ids: Sequence[UUID]) -> dict[UUID, list[Passage]]:
    steps = CaseEvent.objects.filter(case__in=case_ids).order_by("at", "id")
    found: dict[UUID, list[Passage]] = {}
    for case_id, at, before, after in steps.values_list("case", "at", "from_state", "to_state"):
        found.setdefault(case_id, []).append((at, before, after))
    return found


def _plan(case: Case, passages: Sequence[Passage], calendar: Calendar) -> Sequence[Planned]:
    if case.due_at is None:
        return ()
    start, pauses = reminders.clock_of(passages, case.clock_started_at or case.reported_at)
    unit = LimitUnit(case.limit_unit or LimitUnit.CALENDAR_HOURS)
    return reminders.plan(start=start, due=case.due_at, unit=unit, pauses=pauses, calendar=calendar)


def _responsible(cases: Sequence[Case], now: datetime) -> Responsible:
    units = {case.lead_unit_id for case in cases if case.lead_unit_id is not None}
    return {duty: people_of_units(units, duties=[duty], today=local_date(now)) for duty in (LIAISON, HEAD)}


def _remind(
    case: Case, planned: Sequence[Planned], responsible: Responsible, now: datetime, calendar: Calendar
) -> bool:
    """Claims what is due and tells of it; False when a step or another worker was faster, or nothing is due."""
    since, due = case.next_reminder_at, case.due_at
    if since is None or due is None:
        return False
    passed = reminders.due_now(planned, since=since, now=now)
    with transaction.atomic():
        unchanged = Case.objects.filter(
            pk=case.pk,
            state=State.FIXING.value,
            is_held=False,
            due_at=due,
            lead_unit=case.lead_unit_id,
            next_reminder_at=since,
        )
        if not unchanged.update(next_reminder_at=reminders.next_at(planned, now)) or not passed:
            return False
        people = _recipients(case, passed[-1], responsible)
        CaseReminder.objects.bulk_create(
            [_row(case, due, each, now, len(people) if each is passed[-1] else None) for each in passed],
            ignore_conflicts=True,
        )
        _tell(case, due.astimezone(SHANGHAI), passed[-1], people, calendar)
    return True


def _recipients(case: Case, due: Planned, responsible: Responsible) -> list[int]:
    """The liaison officers of the lead unit; its head, too, when it is the last call or too late, or there is none."""
    liaisons, heads = (responsible[duty].get(case.lead_unit_id or 0, ()) for duty in (LIAISON, HEAD))
    return sorted({*liaisons, *(heads if due.kind != "half_time" or not liaisons else ())})


def _row(case: Case, due: datetime, planned: Planned, now: datetime, recipient_count: int | None) -> CaseReminder:
    return CaseReminder(
        case=case,
        kind=planned.kind,
        due_at=due,
        planned_at=planned.at,
        at=now,
        unit_id=case.lead_unit_id,
        recipient_count=recipient_count or 0,
        is_superseded=recipient_count is None,
    )


def _tell(case: Case, due: datetime, planned: Planned, people: Sequence[int], calendar: Calendar) -> None:
    facts = {"number": case.number, "due": f"{due:%m-%d %H:%M}"}
    body: str = case.told
    if due.year not in calendar.published_years:
        assumed = inbox_text("%(year)s年放假安排尚未公布，期限暂按周一至周五计算。", {"year": due.year})
        body = f"{body}\n{assumed}"
    notify(
        person_ids=people,
        key=f"cases:{planned.kind}-{case.pk}-{due:%Y%m%d%H%M%S}",
        title=inbox_text(SENTENCES[planned.kind], facts),
        body=body,
        link=reverse("cases:case", args=[case.pk]),
    )
