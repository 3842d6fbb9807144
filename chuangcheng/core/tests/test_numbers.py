from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from chuangcheng.core.numbers import last_numbers, next_number, set_last_numbers


def at_once(count: int, act: Callable[[], list[str]]) -> list[str]:
    gate = threading.Barrier(count)

    def run(_number: int) -> list[str]:
        gate.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return [number for numbers in pool.map(run, range(count)) for number in numbers]


def test_numbers_count_up_in_each_series_and_year(db: None) -> None:
    assert [next_number(series="case", year=2026) for _ in range(3)] == ["2026-000001", "2026-000002", "2026-000003"]
    assert next_number(series="case", year=2027) == "2027-000001"
    assert next_number(series="round", year=2026) == "2026-000001"
    assert last_numbers() == {"case/2026": 3, "case/2027": 1, "round/2026": 1}


def test_series_goes_on_where_it_was_set(db: None) -> None:
    set_last_numbers({"case/2026": 41, "case/2025": 0})
    assert next_number(series="case", year=2026) == "2026-000042"
    assert next_number(series="case", year=2025) == "2025-000001"


def test_a_number_costs_one_query_after_the_first_of_the_year(db: None, django_assert_num_queries: Any) -> None:
    next_number(series="case", year=2026)
    with django_assert_num_queries(1):
        next_number(series="case", year=2026)


@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_twice_to_writers_at_once() -> None:
    def act() -> list[str]:
        found = []
        for _ in range(10):
            with transaction.atomic():
                found.append(next_number(series="case", year=2026))
        return found

    numbers = at_once(5, act)
    assert sorted(numbers) == [f"2026-{number:06d}" for number in range(1, 51)]


@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_twice_outside_of_transactions() -> None:
    numbers = at_once(4, lambda: [next_number(series="case", year=2026) for _ in range(5)])
    assert len(set(numbers)) == 20


@pytest.mark.django_db(transaction=True)
def test_writer_that_fails_takes_no_number_from_another() -> None:
    def act() -> list[str]:
        with transaction.atomic():
            next_number(series="case", year=2026)
            transaction.set_rollback(True)
        return [next_number(series="case", year=2026)]

    assert len(set(at_once(4, act))) == 4
