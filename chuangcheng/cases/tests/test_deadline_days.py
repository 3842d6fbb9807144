"""The calendar of deadlines."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.deadline_days import Load, deadlines_by_day
from chuangcheng.cases.testing import case_in
from chuangcheng.core.times import SHANGHAI, today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in


def due(cast: Cast, *moments: datetime) -> None:
    for moment in moments:
        Case.objects.filter(pk=case_in("fixing", cast).pk).update(due_at=moment)


def test_days_count_what_is_due_and_what_is_overdue_by_the_clock_of_shanghai(cast: Cast) -> None:
    day = datetime(2026, 11, 25, tzinfo=SHANGHAI)
    due(cast, day, day + timedelta(hours=23, minutes=59), day + timedelta(days=1, hours=18))
    case_in("fed_back", cast)
    found = deadlines_by_day(
        actor=actor_of(cast.chief),
        first=date(2026, 11, 1),
        last=date(2026, 11, 26),
        unit_ids=None,
        now=day + timedelta(hours=12),
    )
    assert found == {date(2026, 11, 25): Load(2, 1), date(2026, 11, 26): Load(1, 0)}


def test_a_day_opens_its_list_and_the_list_leads_back(cast: Cast) -> None:
    day = datetime.combine(today(), datetime.min.time(), SHANGHAI) + timedelta(days=1, hours=18)
    due(cast, day, day + timedelta(days=3))
    client = signed_in(cast.chief)
    page = client.get(f"/cases/deadlines/?span=week&day={day:%Y-%m-%d}")
    (cell,) = [each for each in page.context["cells"] if each.date == day.date()]
    assert cell.load == Load(1, 0)
    listed = client.get(f"/cases/?state=fixing&{cell.list_query}")
    assert listed.context["count"] == "1"
    assert f"/cases/deadlines/?day={day:%Y-%m-%d}" in listed.content.decode()


def test_holidays_and_made_up_days_are_marked_and_an_unpublished_year_is_named(cast: Cast) -> None:
    client = signed_in(cast.chief)
    page = client.get("/cases/deadlines/?day=2026-10-05")
    unusual = {cell.date: cell.is_working for cell in page.context["cells"] if cell.is_unusual}
    assert unusual[date(2026, 10, 1)] is False
    assert unusual[date(2026, 10, 10)] is True
    assert "国庆" in page.content.decode()
    assert "尚未公布" not in page.content.decode()
    assert "2029年放假安排尚未公布" in client.get("/cases/deadlines/?day=2029-05-01").content.decode()


def test_a_unit_sees_its_own_deadlines_and_the_office_those_of_one_unit(cast: Cast) -> None:
    moment = datetime(2026, 11, 25, 18, tzinfo=SHANGHAI)
    due(cast, moment)
    day = {"span": "week", "day": "2026-11-25"}

    def loads(person: Any, **asked: Any) -> int:
        cells = signed_in(person).get("/cases/deadlines/", {**day, **asked}).context["cells"]
        return sum(cell.load.due for cell in cells)

    assert loads(cast.liaison) == 1
    assert loads(cast.west_liaison) == 0
    assert loads(cast.chief, unit=cast.sanitation.pk) == 1
    assert loads(cast.chief, unit=cast.west.pk) == 0
    assert signed_in(cast.stranger).get("/cases/deadlines/").status_code == 403


@pytest.mark.parametrize("asked", ["day=x", "day=0001-01-01", "day=9999-12-31", "unit=x", "span=year"])
def test_nonsense_in_the_address_shows_a_calendar(cast: Cast, asked: str) -> None:
    assert signed_in(cast.chief).get(f"/cases/deadlines/?{asked}").status_code == 200


def test_calendar_over_the_api_and_at_a_fixed_cost(cast: Cast) -> None:
    due(cast, datetime(2026, 11, 25, 18, tzinfo=SHANGHAI))
    client, costs = signed_in(cast.chief), []
    answer = client.get("/api/v1/cases/deadlines?first=2026-11-01&last=2026-11-30").json()
    assert [(each["date"], each["due"]) for each in answer] == [("2026-11-25", 1)]
    assert client.get("/api/v1/cases/deadlines?first=2026-11-01&last=2029-11-30").status_code == 422
    for count in (1, 8):
        due(cast, *[datetime(2026, 11, 24, 18, tzinfo=SHANGHAI)] * count)
        client.get("/cases/deadlines/?day=2026-11-25")  # the calendar is kept for seconds
        with CaptureQueriesContext(connection) as queries:
            client.get("/cases/deadlines/?day=2026-11-25")
        costs.append(len(queries))
    assert costs[0] == costs[1]
