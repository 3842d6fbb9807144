"""巩固与常态 over HTTP: what stayed fixed, who slackens, who sees what."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.models import Case, Relapse
from chuangcheng.cases.testing import problem_class, unsaved_case
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import SHANGHAI, today
from chuangcheng.core.workdays import monday_of
from chuangcheng.orgs.testing import Cast, make_person, signed_in

MOST_STATEMENTS = 15


def at(days_ago: int) -> datetime:
    return datetime.combine(today() - timedelta(days=days_ago), time(12), SHANGHAI)


def fixed(cast: Cast, number: int, *, closed: int, due: int | None = None, unit: Any = None) -> Case:
    """A case that was closed as fixed so many days ago; `due`: so many days ago, the day of closing unless said."""
    return unsaved_case(
        number,
        cast,
        state="closed",
        outcome="fixed",
        lead_unit=unit or cast.sanitation,
        problem_class=problem_class(),
        reported_at=at(closed + 5),
        filed_at=at(closed + 5),
        due_at=at(closed if due is None else due),
        fed_back_at=at(closed) - timedelta(minutes=1),
        closed_at=at(closed),
    )


@pytest.fixture
def fixes(cast: Cast) -> list[Case]:
    """Closed 200, 100, 40 and 10 days ago; that of 100 came back after 20; that of 40, it was denied."""
    made = [fixed(cast, number, closed=days) for number, days in enumerate((200, 100, 40, 10), start=1)]
    back = [fixed(cast, number, closed=3, unit=cast.east) for number in (5, 6)]
    Case.objects.bulk_create([*made, *back])
    for earlier, case, ruling in ((made[1], back[0], "recognised"), (made[2], back[1], "denied")):
        Relapse.objects.create(
            case=case,
            earlier=earlier,
            reason="same_site",
            days=20,
            unit=cast.sanitation,
            opened_at=at(80),
            ruling=ruling,
        )
    return made


def of_unit(answer: Any, unit: Any) -> dict[str, Any]:
    return next(row for row in answer.json()["rows"] if row["id"] == unit.pk)


def test_only_fixes_that_are_old_enough_count_and_denied_relapses_do_not(cast: Cast, fixes: list[Case]) -> None:
    row = of_unit(signed_in(cast.chief).get("/api/v1/steadiness"), cast.sanitation)
    counted = [(each["days"], each["fixed"], each["back"]) for each in row["stayed"]]
    assert (row["closed"], counted) == (4, [(30, 3, 1), (90, 2, 1), (180, 1, 0)])
    assert Decimal(row["stayed"][0]["rate"]) == Decimal("0.6667")


def test_classes_are_told_as_well(cast: Cast, fixes: list[Case]) -> None:
    answer = signed_in(cast.chief).get("/api/v1/steadiness", {"by": "class"})
    assert [(row["name"], row["closed"]) for row in answer.json()["rows"]] == [(problem_class().name, 6)]


def test_a_unit_that_lets_go_is_named_with_both_rates(cast: Cast) -> None:
    monday, made = monday_of(today()), list[Case]()
    for week in range(1, 17):
        late = 2 if week <= 4 else 0  # of five in each of the last four weeks
        for number in range(5):
            due = (today() - (monday - timedelta(weeks=week))).days - number
            made.append(fixed(cast, len(made) + 1, closed=due - 1 if number < late else due, due=due))
    Case.objects.bulk_create(made)
    page = signed_in(cast.chief).get("/supervision/steadiness/").content.decode()
    assert "最近4周应结20件，按期结案率60.0%；此前12周为100.0%。" in page
    assert of_unit(signed_in(cast.chief).get("/api/v1/steadiness"), cast.sanitation)["slack"]["recent_due"] == 20


def test_relapse_rates_stand_beside_what_stayed_and_a_unit_opens_its_curve(cast: Cast, fixes: list[Case]) -> None:
    client = signed_in(cast.chief)
    page = client.get("/supervision/steadiness/").content.decode()
    assert "回潮1件，回潮率33.3%" in page
    assert Decimal(of_unit(client.get("/api/v1/steadiness"), cast.sanitation)["stayed"][0]["back_rate"]) == Decimal(
        "0.3333"
    )
    due = today() - timedelta(days=20)
    Case.objects.bulk_create([fixed(cast, 40, closed=20, due=(today() - due).days)])
    opened = client.get("/supervision/steadiness/", {"unit": cast.sanitation.pk}).content.decode()
    assert f"{cast.sanitation.name}每周按期结案率" in opened
    assert "全部单位，本周不计" not in opened
    assert "全部单位，本周不计" in client.get("/supervision/steadiness/", {"unit": "x"}).content.decode()


def test_a_unit_sees_its_own_cases_only(cast: Cast, fixes: list[Case]) -> None:
    person = make_person("west-head", unit=cast.west, role="liaison")
    Case.objects.filter(number="2026-000004").update(lead_unit=cast.west, area=cast.west)
    rows = signed_in(person).get("/api/v1/steadiness").json()["rows"]
    assert [(row["id"], row["closed"]) for row in rows] == [(cast.west.pk, 1)]


def test_page_costs_the_same_with_more_units(cast: Cast, fixes: list[Case]) -> None:
    client = signed_in(cast.chief)
    client.get("/supervision/steadiness/")
    with CaptureQueriesContext(connection) as few:
        client.get("/supervision/steadiness/")
    Case.objects.bulk_create(
        [fixed(cast, 20 + n, closed=50, unit=unit) for n, unit in enumerate((cast.west, cast.lane))]
    )
    with CaptureQueriesContext(connection) as more:
        client.get("/supervision/steadiness/")
    assert len(more) == len(few) <= MOST_STATEMENTS


def test_workbook_has_the_figures_of_the_page(cast: Cast, fixes: list[Case]) -> None:
    answer = signed_in(cast.chief).get("/supervision/steadiness/steadiness.xlsx")
    content: Any = answer
    book = read_book(b"".join(content.streaming_content), name="a.xlsx")
    assert cast.sanitation.name in str(book)


def test_wrong_days_count_as_none_and_an_unknown_campaign_is_not_found(cast: Cast) -> None:
    client = signed_in(cast.chief)
    assert client.get("/supervision/steadiness/", {"first": "x", "by": "y"}).status_code == 200
    unknown = {"special": "0190a6f0-0000-7000-8000-000000000000"}
    assert client.get("/supervision/steadiness/", unknown).status_code == 404


def test_empty_place_says_what_belongs_there(cast: Cast) -> None:
    assert "这段时间没有结案的问题" in signed_in(cast.chief).get("/supervision/steadiness/").content.decode()
    first = date(2026, 1, 1).isoformat()
    assert signed_in(cast.chief).get("/api/v1/steadiness", {"first": first}).json()["rows"] == []
