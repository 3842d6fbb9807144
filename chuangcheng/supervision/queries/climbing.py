"""Which cases may have to go up now: set-wise, one statement for each rung, over the cases that are being fixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from chuangcheng.cases.queries import CaseClock, being_fixed, being_fixed_again, being_fixed_relapsed
from chuangcheng.core.workdays import Calendar
from chuangcheng.supervision.ladder import (
    AfterLateness,
    CaseHistory,
    CaseRung,
    Ladder,
    Pause,
    Recurring,
    StepDue,
    next_steps,
)
from chuangcheng.supervision.models import EscalationStep

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case


MOST_AT_ONCE = 2000  # cases of a rung in one run; the next run takes the rest; our choice


def waiting_by_unit(ladder: Ladder, *, calendar: Calendar, now: datetime) -> Mapping[int, list[UUID]]:
    """Cases for which a step may be due, by the unit that fixes them; pauses are not looked at yet."""
    found: defaultdict[int, set[UUID]] = defaultdict(set)
    for rung in ladder.rungs:
        reached = not_yet(reached_by(rung, calendar=calendar, moment=now), rung)
        for unit_id, case_id in reached.values_list("lead_unit", "pk")[:MOST_AT_ONCE]:
            if unit_id is not None:
                found[unit_id].add(case_id)
    return {unit_id: sorted(ids) for unit_id, ids in sorted(found.items())}


def reached_by(rung: CaseRung, *, calendar: Calendar, moment: datetime) -> QuerySet[Case]:
    """The cases being fixed that are on this rung at a moment, if none of their time since the deadline is a pause."""
    if isinstance(rung.after, AfterLateness):
        return being_fixed(due_before=latest_deadline(rung.after, calendar=calendar, moment=moment))
    again = being_fixed_again if rung.after.what == Recurring.REWORK else being_fixed_relapsed
    return again(times=rung.after.times)


def latest_deadline(after: AfterLateness, *, calendar: Calendar, moment: datetime) -> datetime:
    """A case with an earlier deadline is late by so much at that moment."""
    late = after.time(calendar)
    return calendar.add_working_hours(moment, -late) if late > timedelta() else moment


def not_yet(cases: QuerySet[Case], rung: CaseRung) -> QuerySet[Case]:
    """Of these, the cases for which the rung is not on record."""
    return cases.exclude(Exists(EscalationStep.objects.filter(case=OuterRef("pk"), rung=rung.code)))


def steps_of_cases(
    cases: Iterable[Case],
    clocks: Mapping[UUID, CaseClock],
    ladder: Ladder,
    *,
    taken: Collection[str],
    calendar: Calendar,
    now: datetime,
) -> list[tuple[Case, StepDue]]:
    """Each case with the steps not taken yet, in the order of the ladder's moments."""
    return [
        (case, step)
        for case in cases
        for step in next_steps(
            history_of(case, clocks[case.pk]), ladder, calendar=calendar, now=now, taken=frozenset(taken)
        )
    ]


def history_of(case: Case, clock: CaseClock) -> CaseHistory:
    """A case as the ladder asks for it."""
    assert case.due_at is not None  # noqa: S101 - whoever asks chose cases with a deadline
    return CaseHistory(
        case_id=str(case.pk),
        deadline=case.due_at,
        pauses=tuple(Pause(pause.start_at, pause.end_at) for pause in clock.pauses),
        reworked_at=clock.reworked_at,
        relapsed_at=clock.relapsed_at,
        closed_at=case.closed_at,
    )


def taken_keys(cases: Sequence[Case]) -> set[str]:
    """The keys of the steps that are on record for these cases. One query."""
    return set(EscalationStep.objects.filter(case__in=cases).values_list("key", flat=True))
