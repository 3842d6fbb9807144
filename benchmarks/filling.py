"""Cases in growing numbers, spread over a year, each with five steps and its entry in the search.

The first are made one by one. On PostgreSQL the others are copies of them inside the database, under ids, numbers and
times of their own: what a million costs is not the making of records in Python.
"""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import count

from django.db import connection
from django.db.models import Model

from chuangcheng.cases import services
from chuangcheng.cases.models import Case, CaseEvent, ProblemClass
from chuangcheng.cases.recurrence import spot_of
from chuangcheng.core.models import SearchEntry
from chuangcheng.core.times import now
from chuangcheng.demo.dice import id_at
from chuangcheng.orgs.models import Person
from chuangcheng.sites.models import Site

BATCH = 2_000
MADE_ONE_BY_ONE = 20_000  # from here on copies, where the database can make them
STATES = ["closed"] * 12 + ["fixing"] * 3 + ["filed", "fed_back", "reported", "rejected", "void"]
# Old cases have come to an end but for one in forty. Our choice: at a million in a year some 28,000 are being fixed at
# once, nearly all of them overdue, which is far more than an office would stand.
OLD_AFTER = timedelta(days=60)
ENDED = ["closed"] * 12 + ["rejected", "void"]
STILL_OPEN = 1 / 40
COURSE = ["open", "file", "dispatch", "feed_back", "close"]
COPY_SHIFT = 9973  # seconds by which each copy is older than the one before


def fill_up(size: int) -> None:
    """Adds cases until there are so many."""
    can_copy = connection.vendor == "postgresql" and size > MADE_ONE_BY_ONE
    _make(min(size, MADE_ONE_BY_ONE) if can_copy else size)
    if can_copy:
        _copy(size)
    with connection.cursor() as cursor:
        # What the database does by itself in its own time: without, an index does not answer alone.
        cursor.execute("VACUUM ANALYZE" if can_copy else "ANALYZE")


def _make(size: int) -> None:
    rng = random.Random(size)
    sites = list(Site.objects.select_related("area", "owner").order_by("pk"))
    classes = list(ProblemClass.objects.order_by("pk"))
    person = Person.objects.order_by("pk").first()
    serial = count(Case.objects.count() + 1_000_000)
    missing = size - Case.objects.count()
    while missing > 0:
        rows = range(min(BATCH, missing))
        cases = [_case(rng, rng.choice(sites), rng.choice(classes), next(serial)) for _row in rows]
        Case.objects.bulk_create(cases)
        steps = [_event(rng, case, move, person) for case in cases for move in COURSE]
        CaseEvent.objects.bulk_create(steps, batch_size=BATCH)
        services.index_cases([case.pk for case in cases])
        missing -= len(cases)


def _copy(size: int) -> None:
    """Copies the first rows in the database, each time all of them a little older, until there are `size`."""
    there = Case.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(PATTERN, [MADE_ONE_BY_ONE])
        turn = there // MADE_ONE_BY_ONE
        while there < size:
            turn += 1
            cursor.execute(TWINS, {"shift": turn * COPY_SHIFT, "turn": turn, "most": size - there})
            for model, changed in COPIED:
                cursor.execute(_copying(model, changed), {"shift": turn * COPY_SHIFT})
            cursor.execute("SELECT count(*) FROM twin")
            there += cursor.fetchone()[0]
            cursor.execute("DROP TABLE twin")
        cursor.execute("DROP TABLE pattern")


# Never a copy itself: those have longer numbers.
PATTERN = """CREATE TEMP TABLE pattern AS SELECT id FROM cases_case
WHERE length(split_part(number, '-', 2)) <= 7 ORDER BY id LIMIT %s"""
# An id of version 7 at the time of the copy: 48 bits of milliseconds, then chance.
NEW_ID = """(lpad(to_hex((extract(epoch from {at}) * 1000)::bigint), 12, '0') || '7'
    || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid"""
TWINS = f"""
CREATE TEMP TABLE twin AS
SELECT one.id AS old_id, {NEW_ID.format(at="(one.reported_at - %(shift)s * interval '1 second')")} AS new_id,
    split_part(one.number, '-', 1) || '-' || %(turn)s || lpad(split_part(one.number, '-', 2), 9, '0') AS new_number
FROM cases_case one JOIN pattern USING (id) LIMIT %(most)s
"""  # noqa: S608 - names of ours, and parameters
SHIFTED = "one.{name} - %(shift)s * interval '1 second'"
COPIED: list[tuple[type[Model], dict[str, str]]] = [
    (Case, {"id": "twin.new_id", "number": "twin.new_number", "latest_event_id": "gen_random_uuid()"}),
    (CaseEvent, {"id": NEW_ID.format(at=SHIFTED.format(name="at")), "case_id": "twin.new_id"}),
    (SearchEntry, {"object_id": "twin.new_id::text", "number": "twin.new_number", "words": "one.words"}),
]
JOINED: dict[type[Model], str] = {Case: "twin.old_id = one.id", CaseEvent: "twin.old_id = one.case_id"}
AT_SEARCH = "one.kind = 'case' AND one.object_id = twin.old_id::text"


def _copying(model: type[Model], changed: dict[str, str]) -> str:
    """The statement that copies what belongs to the cases of `twin`."""
    fields = model._meta.local_concrete_fields
    told = {field.column: _told(field.column, field.get_internal_type()) for field in fields} | changed
    if model is SearchEntry:
        del told["id"]  # the database counts on
    names, values = ", ".join(f'"{name}"' for name in told), ", ".join(told.values())
    joined = JOINED.get(model, AT_SEARCH)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} one JOIN twin ON {joined}"  # noqa: S608 - our names


def _told(column: str, kind: str) -> str:
    return SHIFTED.format(name=f'"{column}"') if kind == "DateTimeField" else f'one."{column}"'


def _case(rng: random.Random, site: Site, found: ProblemClass, serial: int) -> Case:
    at = now() - timedelta(minutes=rng.uniform(0, 365 * 24 * 60))
    is_old = now() - at > OLD_AFTER and rng.random() > STILL_OPEN
    state = rng.choice(ENDED if is_old else STATES)
    is_out = state not in {"reported", "filed"}
    return Case(
        pk=id_at(at, rng),
        number=f"{at.year}-{serial}",
        state=state,
        problem_class=found,
        description=f"{site.name}{found.name}",
        site=site,
        lon=site.lon,
        lat=site.lat,
        cell=site.cell,
        spot=spot_of(site.lon, site.lat) if site.lon is not None and site.lat is not None else None,
        area=site.area,
        lead_unit=site.owner if is_out else None,
        source="patrol",
        reported_at=at,
        filed_at=at + timedelta(hours=1) if state != "reported" else None,
        clock_started_at=at + timedelta(hours=2) if is_out else None,
        due_at=at + timedelta(days=3) if is_out else None,
        fed_back_at=at + timedelta(days=1) if state in {"fed_back", "closed"} else None,
        closed_at=at + timedelta(days=2) if state == "closed" else None,
        limit_amount=found.limit.amount,
        limit_unit=found.limit.unit.value,
    )


def _event(rng: random.Random, case: Case, move: str, person: Person | None) -> CaseEvent:
    at = case.reported_at + timedelta(hours=COURSE.index(move))
    return CaseEvent(
        pk=id_at(at, rng), case=case, move=move, to_state="reported", actor=person, actor_name="示例", at=at
    )
