from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.calendar import Day, change_day, close_year, load_published_years, office_calendar, open_year
from chuangcheng.core.calendar.importing import apply_days
from chuangcheng.core.calendar.office import WORKING_HOURS, forget_kept_calendar
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.imports.kinds import kinds_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Layout, Row
from chuangcheng.core.models import AuditEntry, CalendarDay, CalendarYear
from chuangcheng.core.tests.pages import send_json, signed_in, text_of
from chuangcheng.core.times import today
from chuangcheng.core.workdays_data import built_in_years
from chuangcheng.orgs.testing import Cast, actor_of

NATIONAL_DAY = date(2026, 10, 1)
WORKED_SATURDAY = date(2026, 10, 10)
PLAIN_TUESDAY = date(2026, 11, 3)


def row_of(day: date, *, is_working: bool, note: str = "") -> Row:
    layout = Layout("工作日历", "", {}, {}, {})
    return Row(layout, 2, [], {"date": day, "is_working": is_working, "note": note}, {})


def test_shipped_years_are_known_from_the_start(db: None) -> None:
    calendar = office_calendar()
    assert calendar.published_years == {year.year for year in built_in_years()}
    assert not calendar.is_working_day(NATIONAL_DAY)
    assert calendar.is_working_day(WORKED_SATURDAY)
    row = CalendarDay.objects.get(date=NATIONAL_DAY)
    assert (row.note, "国办发明电" in row.source) == ("国庆节", True)


def test_upgrade_does_not_undo_what_the_office_changed(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    change_day(actor=actor, day=Day(NATIONAL_DAY, is_working=True, note="应急值守"))
    CalendarDay.objects.filter(date=WORKED_SATURDAY).delete()
    load_published_years()
    assert CalendarDay.objects.get(date=NATIONAL_DAY).is_working
    assert not CalendarDay.objects.filter(date=WORKED_SATURDAY).exists()
    CalendarYear.objects.filter(year=2026).delete()
    load_published_years()
    assert CalendarDay.objects.get(date=NATIONAL_DAY).is_working
    assert CalendarDay.objects.get(date=WORKED_SATURDAY).is_working


def test_change_is_used_at_once_and_on_record(cast: Cast) -> None:
    assert office_calendar().is_working_day(PLAIN_TUESDAY)
    change_day(actor=actor_of(cast.chief), day=Day(PLAIN_TUESDAY, is_working=False, note="区庆"))
    assert not office_calendar().is_working_day(PLAIN_TUESDAY)
    entry = AuditEntry.objects.get(action="core.change_calendar_day")
    assert entry.detail == {"date": "2026-11-03", "is_working": False}


def test_year_that_is_not_known_is_said_so(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    assert 2030 not in office_calendar().published_years
    close_year(actor=actor, year=2030)
    assert 2030 in office_calendar().published_years
    open_year(actor=actor, year=2030)
    assert 2030 not in office_calendar().published_years
    with pytest.raises(InvalidInput, match="1800年"):
        close_year(actor=actor, year=1800)


@pytest.mark.parametrize("who", ["inspector", "liaison", "leader"])
def test_only_whoever_keeps_the_calendar_changes_it(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(NotPermitted):
        change_day(actor=actor_of(person), day=Day(PLAIN_TUESDAY, is_working=False))
    client = signed_in(person)
    assert client.get("/settings/calendar/").status_code == 403
    assert client.post("/settings/calendar/days/", {"date": "2026-11-03"}).status_code == 403
    assert client.post("/settings/calendar/days/2026-10-01/forget").status_code == 403
    assert client.post("/settings/calendar/2026/reopen").status_code == 403
    assert send_json(client, "PUT", "/api/v1/calendar/days/2026-11-03", {"is_working": False}).status_code == 403
    assert send_json(client, "DELETE", "/api/v1/calendar/2026/known").status_code == 403
    assert office_calendar().is_working_day(PLAIN_TUESDAY)


def test_calendar_is_kept_for_a_moment_and_costs_no_query(db: None, django_assert_num_queries: Any) -> None:
    first = office_calendar()
    with django_assert_num_queries(0):
        assert office_calendar() is first


def test_working_hours_are_a_setting_and_nonsense_is_refused(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    hours = [["08:30", "12:00"], ["14:30", "17:30"]]
    change_setting(actor=actor, key="core.working_hours", value=hours, valid_from=today(), reason="夏令时")
    assert office_calendar().hours.length.total_seconds() == 6.5 * 3600
    for nonsense in ([], [["12:00", "09:00"]], "9-5", [["9"]], [["09:00", "12:00"], ["11:00", "18:00"]], 5):
        with pytest.raises(InvalidInput):
            change_setting(actor=actor, key="core.working_hours", value=nonsense, valid_from=today(), reason="试")


def test_year_on_the_page_and_a_day_changed_and_given_back(cast: Cast) -> None:
    client = signed_in(cast.chief)
    page = text_of(client.get("/settings/calendar/?year=2026"))
    assert "国庆节" in page
    assert "国办发明电〔2025〕7号" in page
    answer = client.post("/settings/calendar/days/", {"date": "2026-11-03", "is_working": "no", "note": "区庆"})
    assert answer["Location"] == "/settings/calendar/?year=2026"
    assert "区庆" in text_of(client.get("/settings/calendar/?year=2026"))
    client.post("/settings/calendar/days/2026-11-03/forget")
    assert office_calendar().is_working_day(PLAIN_TUESDAY)
    assert client.post("/settings/calendar/days/2026-11-03/forget").status_code == 404


def test_page_says_when_a_year_is_not_known(cast: Cast) -> None:
    client = signed_in(cast.chief)
    assert "期限暂按周一至周五计算" in text_of(client.get("/settings/calendar/?year=2031"))
    client.post("/settings/calendar/2031/close")
    assert "期限暂按周一至周五计算" not in text_of(client.get("/settings/calendar/?year=2031"))
    client.post("/settings/calendar/2031/reopen")
    assert 2031 not in office_calendar().published_years


@pytest.mark.parametrize(
    "sent",
    [{}, {"date": "2026-02-30", "is_working": "no"}, {"date": "昨天", "is_working": "no"}, {"date": "2026-11-03"}],
)
def test_senseless_day_is_refused_beside_its_field(cast: Cast, sent: dict[str, str]) -> None:
    before = CalendarDay.objects.count()
    assert signed_in(cast.chief).post("/settings/calendar/days/", sent).status_code == 422
    assert CalendarDay.objects.count() == before


@pytest.mark.parametrize("year", ["x", "1", "99999", "２０２６", "-5", ""])
def test_senseless_year_shows_some_year(cast: Cast, year: str) -> None:
    assert signed_in(cast.chief).get(f"/settings/calendar/?year={year}").status_code == 200


def test_no_such_day_is_no_such_page(cast: Cast) -> None:
    assert signed_in(cast.chief).post("/settings/calendar/days/2026-02-30/forget").status_code == 404


def test_import_takes_days_and_makes_their_year_known(db: None) -> None:
    report = Report()
    rows = [
        row_of(date(2027, 1, 1), is_working=False, note="元旦"),
        row_of(NATIONAL_DAY, is_working=False, note="国庆节"),
        row_of(WORKED_SATURDAY, is_working=False, note="改"),
        row_of(date(1900, 1, 1), is_working=False),
    ]
    apply_days(rows, actor=SYSTEM, report=report)
    forget_kept_calendar()
    assert (report.created, report.unchanged, report.updated, report.rejected) == (1, 1, 1, 1)
    assert 2027 in office_calendar().published_years
    assert not office_calendar().is_working_day(date(2027, 1, 1))
    assert not office_calendar().is_working_day(WORKED_SATURDAY)
    again = Report()
    apply_days(rows[:3], actor=SYSTEM, report=again)
    assert (again.created, again.unchanged, again.updated) == (0, 3, 0)


def test_calendar_over_the_api(cast: Cast) -> None:
    year = signed_in(cast.inspector).get("/api/v1/calendar/2026").json()
    assert year["is_known"]
    assert [day["note"] for day in year["days"] if day["date"] == "2026-10-01"] == ["国庆节"]
    assert signed_in(cast.inspector).get("/api/v1/calendar/2031").json()["is_known"] is False
    assert signed_in(cast.inspector).get("/api/v1/calendar/1").status_code == 422
    chief = signed_in(cast.chief)
    sent = send_json(chief, "PUT", "/api/v1/calendar/days/2026-11-03", {"is_working": False, "note": "区庆"})
    assert sent.json()["note"] == "区庆"
    assert send_json(chief, "DELETE", "/api/v1/calendar/days/2026-11-03").status_code == 204
    assert send_json(chief, "DELETE", "/api/v1/calendar/days/2026-11-03").status_code == 404
    assert send_json(chief, "PUT", "/api/v1/calendar/2031/known").status_code == 204
    assert send_json(chief, "DELETE", "/api/v1/calendar/2031/known").status_code == 204


@pytest.mark.parametrize("count", [3, 30])
def test_page_costs_the_same_for_many_days(cast: Cast, count: int, django_assert_max_num_queries: Any) -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(date=date(2031, 1, number + 1), is_working=False) for number in range(count)
    )
    client = signed_in(cast.chief)
    client.get("/settings/calendar/?year=2031")
    with django_assert_max_num_queries(14):
        client.get("/settings/calendar/?year=2031")


def test_pages_of_core_speak_english_too(cast: Cast) -> None:
    translation.activate("en")
    try:
        assert str(WORKING_HOURS.label) == "Working hours"
        assert [str(kind.label) for kind in kinds_for(actor_of(cast.chief)) if kind.code == "calendar"] == [
            "Working calendar"
        ]
    finally:
        translation.deactivate()
