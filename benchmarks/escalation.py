"""The ladder at given numbers of cases: a look that finds nothing, one that takes steps, what is about to go up."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases

from benchmarks.appraisal import fill, make_place
from benchmarks.measuring import heading
from chuangcheng.cases.models import Case
from chuangcheng.cases.reminders import NO_MORE
from chuangcheng.core.times import now
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Person, Unit
from chuangcheng.supervision.queries.escalations import coming_up
from chuangcheng.supervision.services.escalations import climb

LATE = 500  # cases that become late between two looks
HEAD = """| deed | cases | being fixed | seconds | processor s | statements | |
|---|--:|--:|--:|--:|--:|---|"""


def run(sizes: list[int]) -> None:
    """Prints a table; needs nothing but the database of the settings, in which it makes one of its own."""
    made = setup_databases(verbosity=0, interactive=False)
    try:
        engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
        print(heading(engine, f"python -m benchmarks escalation {sizes}"))
        print(HEAD)
        make_place()
        for size in sorted(sizes):
            fill(size)
            _measure(size)
    finally:
        teardown_databases(made, verbosity=0)


def _measure(size: int) -> None:
    """All cases being fixed are brought into the future first, so that the look finds what the deed says."""
    fixing = Case.objects.filter(state="fixing")
    fixing.update(due_at=now() + timedelta(days=30), next_reminder_at=NO_MORE)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE cases_case")
    count = fixing.count()
    office = actor_for(Person.objects.get(username="office"), today=date(2025, 1, 1))
    _told("a look that finds nothing", size, count, lambda: climb(now=now()))
    units = list(Unit.objects.exclude(kind="place").values_list("pk", flat=True)[:50])
    late = list(fixing.order_by("pk").values_list("pk", flat=True)[:LATE])
    for place, unit in enumerate(units):
        own = late[place :: len(units)]
        Case.objects.filter(pk__in=own).update(lead_unit=unit, due_at=now() - timedelta(days=10))
    _told(f"{LATE} cases of {len(units)} units, ten days late", size, count, lambda: climb(now=now()))
    _told("a look after it", size, count, lambda: climb(now=now()))
    _told("the page of what goes up", size, count, lambda: coming_up(actor=office, now=now()))


def _told(name: str, size: int, count: int, deed: Callable[[], object]) -> None:
    with CaptureQueriesContext(connection) as captured:
        began, computed = time.perf_counter(), time.process_time()
        found = deed()
        spent, used = time.perf_counter() - began, time.process_time() - computed
    told = f"{found} steps" if isinstance(found, int) else ""
    print(f"| {name} | {size:,} | {count:,} | {spent:.2f} | {used:.2f} | {len(captured)} | {told} |", flush=True)
