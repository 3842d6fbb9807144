from __future__ import annotations

from datetime import timedelta

import pytest

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import case_in, problem_class, report
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast
from chuangcheng.portal.queries.problems import rounded
from chuangcheng.portal.tests.test_open311_reading import fault, ids, published, read


def test_requests_are_chosen_by_state_class_and_words(cast: Cast) -> None:
    closed = case_in("closed", cast, source="patrol")
    case = published(cast, problem_class=problem_class().pk)
    assert ids(read("requests.json", status="closed")) == [str(closed.pk)]
    assert ids(read("requests.json", status="open")) == [str(case.pk)]
    assert len(read("requests.json", status="open,closed")) == 2
    assert str(case.pk) in ids(read("requests.json", service_code=problem_class().code))
    assert read("requests.json", service_code="no-such") == []
    assert ids(read("requests.json", q="没人收")) == [str(case.pk)]
    assert read("requests.json", q="不存在的词") == []


def test_an_empty_parameter_is_as_if_absent(cast: Cast) -> None:
    published(cast)
    empty = dict.fromkeys(
        ("status", "service_code", "start_date", "end_date", "q", "page", "lat", "jurisdiction_id"), ""
    )
    assert read("requests.json", **empty, service_request_id="") == read("requests.json")


def test_requests_are_of_ninety_days_unless_asked_otherwise(cast: Cast) -> None:
    case = published(cast)
    old = now() - timedelta(days=120)
    Case.objects.filter(pk=case.pk).update(reported_at=old)
    assert read("requests.json") == []
    start, end = old - timedelta(days=1), old + timedelta(days=1)
    assert len(read("requests.json", start_date=start.isoformat(), end_date=end.isoformat())) == 1
    assert len(read("requests.json", start_date=start.isoformat())) == 1
    assert read("requests.json", end_date=start.isoformat()) == []
    assert len(read("requests.json", updated_after=(now() - timedelta(hours=1)).isoformat())) == 1
    assert fault("requests.json", start_date=start.isoformat(), end_date=now().isoformat())[0] == 400


def test_requests_come_newest_first_and_by_pages(cast: Cast) -> None:
    found = [report(cast, lon=114.1 + each / 100, lat=36.1, source="patrol") for each in range(5)]
    newest_first = [str(each.pk) for each in reversed(found)]
    assert ids(read("requests.json")) == newest_first
    assert ids(read("requests.json", page_size="2", page="2")) == newest_first[2:4]
    assert read("requests.json", page_size="2", page="9") == []


def test_requests_around_a_point_are_measured_from_where_the_public_knows_them(cast: Cast) -> None:
    case = published(cast)
    lon, lat = rounded(114.123456, 36.123456)
    near = {"lat": str(lat), "long": str(lon)}
    assert ids(read("requests.json", **near, radius="1")) == [str(case.pk)]
    exact = {"lat": "36.123456", "long": "114.123456"}
    assert read("requests.json", **exact, radius="1") == []  # where it truly is tells nothing
    assert read("requests.json", lat="36.2", long="114.2", radius="500") == []


@pytest.mark.parametrize(
    "asked",
    [
        {"lat": "nan", "long": "114", "radius": "100"},
        {"lat": "36", "long": "114"},
        {"lat": "36", "long": "114", "radius": "-1"},
        {"lat": "36", "long": "114", "radius": "1e9"},
        {"lat": "36", "long": "inf", "radius": "5"},
        {"status": "fixed"},
        {"start_date": "yesterday"},
        {"start_date": "2026-13-45T00:00:00Z"},
        {"start_date": "0001-01-01T00:00:00+23:59"},
        {"end_date": "9999-12-31T23:59:59-23:59"},
        {"start_date": "2026-03-01T00:00:00Z", "end_date": "2026-02-01T00:00:00Z"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "9" * 200},
        {"page": "99999999999999999999"},
        {"page": "٣"},
        {"page_size": "1.5"},
        {"q": "长" * 300},
        {"q": "a\x00b"},
        {"service_code": ",".join(map(str, range(200)))},
    ],
)
def test_what_makes_no_sense_is_told(asked: dict[str, str], cast: Cast) -> None:
    status, told = fault("requests.json", **asked)
    assert status == 400
    assert told.endswith("。")
