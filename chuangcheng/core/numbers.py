"""Short numbers for people: 年份-序号, unique in their series, gaps allowed, never reused."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, connections, transaction
from django.db.models import F

from chuangcheng.core.models import NumberSeries


def next_number(*, series: str, year: int) -> str:
    """The next number of the series, such as "2026-000123"; one query.

    On PostgreSQL two writers never wait for each other, save for the first number of a year; on SQLite there is one.
    """
    number = _from_sequence(series, year) if connection.vendor == "postgresql" else _from_row(series, year)
    return f"{year}-{number:06d}"


def next_numbers(*, series: str, year: int, count: int) -> list[str]:
    """As many numbers of the series, in order; two queries, on PostgreSQL some more for the first of a year."""
    if not count:
        return []
    first = next_number(series=series, year=year)
    numbers = [int(first.rpartition("-")[2])]
    if connection.vendor == "postgresql":
        name = connection.ops.quote_name(f"number_{series}_{year}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(to_regclass(%s)) FROM generate_series(2, %s)", [name, count])
            numbers += [int(row[0]) for row in cursor.fetchall()]
    else:
        rows = NumberSeries.objects.filter(series=series, year=year)
        rows.update(last=F("last") + count - 1)
        numbers += range(numbers[0] + 1, numbers[0] + count)
    return [f"{year}-{number:06d}" for number in numbers]


def _from_row(series: str, year: int) -> int:
    sql = (
        "INSERT INTO core_numberseries (series, year, last) VALUES (%s, %s, 1) "
        "ON CONFLICT (series, year) DO UPDATE SET last = core_numberseries.last + 1 RETURNING last"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [series, year])
        return int(cursor.fetchone()[0])


def _from_sequence(series: str, year: int) -> int:
    name = connection.ops.quote_name(f"number_{series}_{year}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(to_regclass(%s))", [name])
        number = cursor.fetchone()[0]
        if number is None:
            # The first two of a year: one makes the sequence, the other waits for that to be committed.
            with transaction.atomic(savepoint=False):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
                cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")
                cursor.execute("SELECT nextval(to_regclass(%s))", [name])
                number = cursor.fetchone()[0]
        return int(number)


def last_numbers(*, using: str = "default") -> dict[str, int]:
    """The last number given in every series, by "series/year"."""
    if connections[using].vendor != "postgresql":
        rows = NumberSeries.objects.using(using).values_list("series", "year", "last")
        return {f"{series}/{year}": last for series, year, last in rows}
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences "
            "WHERE schemaname = current_schema() AND sequencename LIKE %s",
            [r"number\_%"],
        )
        return {_series_of(name): last for name, last in cursor.fetchall()}


def set_last_numbers(numbers: Mapping[str, int], *, using: str = "default") -> None:
    """Lets every series go on after its last number; for a database that was just filled."""
    for key, last in numbers.items():
        series, _slash, year = key.partition("/")
        if connections[using].vendor == "postgresql":
            name = connections[using].ops.quote_name(f"number_{series}_{int(year)}")
            with connections[using].cursor() as cursor:
                cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")
                cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, max(last, 1), last > 0])
        else:
            rows = NumberSeries.objects.using(using)
            rows.update_or_create(series=series, year=int(year), defaults={"last": last})


def _series_of(sequence: str) -> str:
    series, _underscore, year = sequence.removeprefix("number_").rpartition("_")
    return f"{series}/{year}"
