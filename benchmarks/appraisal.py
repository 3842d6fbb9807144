"""Appraising a year of the whole place by one job, and the board of a month, at given numbers of cases."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from benchmarks.measuring import heading, measure
from chuangcheng.cases.models import Case
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import id_at, new_id
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Person, Post, Role, Unit
from chuangcheng.supervision.appraisal.periods import PeriodKind, span_around
from chuangcheng.supervision.models import Board, KeptFacts, Result
from chuangcheng.supervision.services import BoardGiven, appraise_period, save_board, take_over

UNITS = 2_000
BATCH = 2_000
YEAR = 2025
HEAD = """| deed | cases | seconds | processor s | peak MB |
|---|--:|--:|--:|--:|"""


def run(sizes: list[int]) -> None:
    """Prints a table; needs nothing but the database of the settings, in which it makes one of its own."""
    made = setup_databases(verbosity=0, interactive=False)
    try:
        engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
        print(heading(engine, f"python -m benchmarks appraisal {sizes}"))
        print(HEAD)
        boards = _boards()
        for size in sorted(sizes):
            fill(size)
            _measure(boards, size)
        _month(boards)
    finally:
        teardown_databases(made, verbosity=0)


def _boards() -> list[Board]:
    """Three boards by the formula of 金华."""
    office = make_place()
    ids = {"formula_id": new_id(), "version_id": new_id()}
    formula = take_over(actor=office, code="jinhua", valid_from=date(YEAR, 1, 1), reason="测量", **ids).formula
    return [
        save_board(
            actor=office,
            board_id=new_id(),
            version_id=new_id(),
            given=BoardGiven(name, date(YEAR, 1, 1), formula.pk, kinds=(kind,), reason="测量"),
        ).board
        for name, kind in (("街道榜", "street"), ("社区榜", "community"), ("部门榜", "bureau"))
    ]


def make_place() -> Actor:
    """A city of 20 streets with 79 communities each and 400 bureaus; gives its office."""
    root = Unit.objects.add_root({"name": "虚构市", "code": "R", "kind": "place"})
    for street in range(20):
        above = _below(root, f"街道{street}", f"S{street}", "street")
        for lane in range(79):
            _below(above, f"社区{lane}", f"S{street}C{lane}", "community")
    for bureau in range(UNITS - 20 * 80):
        _below(root, f"部门{bureau}", f"B{bureau}", "bureau")
    person = Person.objects.create_user("office", None, name="创城办")
    Post.objects.create(
        person=person, unit=root, role=Role.objects.get(code="creation_office"), starts_on=date(2020, 1, 1)
    )
    return actor_for(person, today=date(YEAR, 1, 1))


def _below(above: Unit, name: str, code: str, kind: str) -> Unit:
    made: Unit = Unit.objects.add_child(Unit.objects.get(pk=above.pk), {"name": name, "code": code, "kind": kind})
    return made


def fill(size: int) -> None:
    """Cases of the year up to so many, spread over units and days; one in five late, some open, some on the spot."""
    there = Case.objects.count()
    dice = random.Random(there)
    units = list(Unit.objects.exclude(kind="place").values_list("pk", flat=True))
    rows = (_case(number, dice, dice.choice(units)) for number in range(there, size))
    for batch in _batches(rows):
        Case.objects.bulk_create(batch)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE cases_case")


def _batches(rows: Iterator[Case]) -> Iterator[list[Case]]:
    batch: list[Case] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _case(number: int, dice: random.Random, unit: int) -> Case:
    at = datetime(YEAR, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=dice.randrange(360 * 24 * 60))
    due = at + timedelta(days=3)
    fixed = due + timedelta(hours=dice.choice((-30, -20, -10, -5, 20)))
    is_closed = dice.random() > 0.05
    return Case(
        pk=id_at(at),
        number=f"{YEAR}-{number:07d}",
        description="垃圾",
        state="closed" if is_closed else "fixing",
        severity="urgent" if number % 10 == 0 else "normal",
        source=dice.choice(("check", "patrol", "superior", "public", "imported")),
        lead_unit_id=unit,
        reported_at=at,
        filed_at=at,
        clock_started_at=at,
        due_at=due,
        fed_back_at=fixed if is_closed else None,
        closed_at=fixed if is_closed else None,
        rework_count=int(number % 12 == 0),
        relapse_count=int(number % 15 == 0),
    )


def _measure(boards: list[Board], size: int) -> None:
    office = actor_for(Person.objects.get(username="office"), today=date(YEAR, 1, 1))
    for kind, label in ((PeriodKind.YEAR, "a year, three boards, 2,000 units"), (PeriodKind.MONTH, "a month of it")):
        began, computed = time.perf_counter(), time.process_time()
        span = span_around(kind, date(YEAR, 6, 15))
        appraise_period(actor=office, span=span, board_ids=[board.pk for board in boards], told=lambda *_told: None)
        spent, used = time.perf_counter() - began, time.process_time() - computed
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {label} | {size:,} | {spent:.1f} | {used:.1f} | {peak:.0f} |", flush=True)
    if KeptFacts.objects.count() != Result.objects.count():
        raise RuntimeError("results without facts")


def _month(boards: list[Board]) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client()
    client.force_login(
        Person.objects.get(username="office"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    print("\n| page of a month | units | median ms | p95 ms | statements |\n|---|--:|--:|--:|--:|")
    for board in boards:
        run = board.runs.get(period="month")
        path = f"/supervision/boards/{run.pk}/"
        found = measure(board.name, run.unit_count, lambda path=path: _open(client, path), times=10)  # type: ignore[misc]
        print(f"| {board.name} | {found.size:,} | {found.median_ms:.0f} | {found.p95_ms:.0f} | {found.statements} |")


def _open(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(path)
