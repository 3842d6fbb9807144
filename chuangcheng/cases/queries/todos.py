"""What is mine today: overdue, due today, returned to me, new; for the office what waits for its next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import chain
from operator import or_

from chuangcheng.cases.access import Reach, visible_parts
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.conditions import awaiting
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH
from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.shell import MOST_TODOS
from chuangcheng.core.times import local_date
from chuangcheng.core.together import rows_of

OF_OFFICE = (State.REPORTED, State.FILED, State.FED_BACK)
OVERDUE, DUE_TODAY, RETURNED, NEW = range(4)  # urgencies of `core.shell.Todo`


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for the actor, and how urgently."""

    case: Case
    urgency: int


def waiting_cases(*, actor: Actor, now: datetime) -> list[Waiting]:
    """At most MOST_TODOS cases on which the actor acts next, the most urgent first. At most four queries."""
    reach = Reach(actor)
    visible = Case.objects.filter(reduce(or_, visible_parts(reach)))
    # State by state: one condition for all of them would have the database look through every case there is.
    firsts = [
        visible.filter(awaiting(reach, state)).order_by(*order)[:MOST_TODOS]
        for state, order in ((State.FIXING, ("due_at", "pk")), *((state, ("pk",)) for state in OF_OFFICE))
    ]
    fixing, *office = rows_of(firsts, shown=visible.select_related(*SHOWN_WITH).only(*SHOWN))
    others = sorted(chain.from_iterable(office), key=lambda case: case.pk)[:MOST_TODOS]
    found = [Waiting(case, _urgency(case, now)) for case in (*fixing, *others)]
    found.sort(key=lambda waiting: (waiting.urgency, waits_since(waiting.case)))
    return found[:MOST_TODOS]


def waits_since(case: Case) -> datetime:
    """What sets the order of those equally urgent: the deadline of a fix, else when it came to be looked at."""
    if case.state == State.FIXING.value and case.due_at is not None:
        return case.due_at
    return case.fed_back_at or case.reported_at


def _urgency(case: Case, now: datetime) -> int:
    if case.state != State.FIXING.value:
        return RETURNED if case.state == State.FILED.value and case.send_back_count else NEW
    if case.due_at is not None and case.due_at < now:
        return OVERDUE
    if case.due_at is not None and local_date(case.due_at) == local_date(now):
        return DUE_TODAY
    return RETURNED if case.rework_count else NEW
