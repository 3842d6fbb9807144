from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.cases.testing import case_in, make_site, problem_class, report
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import now, today
from chuangcheng.intake.testing import close_its_case, fresh
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.models import PublicPhoto
from chuangcheng.portal.open311.keys import revoke_key
from chuangcheng.portal.open311.wire import JSON, XML, written
from chuangcheng.portal.queries.problems import rounded
from chuangcheng.portal.services import show_photo
from chuangcheng.portal.testing import app_key, ask_question, decided, sent

ROOT = "/open311/v2/"
HERE = {"lon": "114.123456", "lat": "36.123456"}


def read(path: str, **asked: Any) -> Any:
    answer = Client().get(f"{ROOT}{path}", asked)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def tree(path: str, **asked: Any) -> ET.Element:
    answer = Client().get(f"{ROOT}{path}", asked)
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return ET.fromstring(answer.content)  # noqa: S314 - our own


def fault(path: str, **asked: Any) -> tuple[int, str]:
    answer = Client().get(f"{ROOT}{path}", asked)
    (told,) = answer.json()
    assert told["code"] == answer.status_code
    return answer.status_code, told["description"]


def published(cast: Cast, **fields: Any) -> Case:
    """The case of a report of a resident that a moderator made public."""
    submission = decided(sent(**{**HERE, **fields}), actor_of(cast.chief))
    found = fresh(submission.report).case
    assert found is not None
    return found


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["service_request_id"] for item in items]


def test_discovery_says_where_everything_is(cast: Cast) -> None:
    told = read("discovery.json")
    assert told["endpoints"][0]["url"] == "http://testserver/open311/v2"
    assert told["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    root = tree("discovery.xml")
    assert (root.tag, root.findtext("endpoints/endpoint/formats/format")) == ("discovery", "text/xml")
    change_setting(
        actor=SYSTEM, key="portal.app_contact", value="区创城办 0316-5550000", valid_from=today(), reason="试"
    )
    assert read("discovery.json")["contact"] == "区创城办 0316-5550000"


def test_services_are_the_classes_in_use(cast: Cast) -> None:
    told = read("services.json")
    assert [each["service_code"] for each in told] == list(
        ProblemClass.objects.filter(is_active=True).values_list("code", flat=True)
    )
    assert {each["type"] for each in told} == {"batch"}
    assert {each["metadata"] for each in told} == {False}
    first = tree("services.xml").find("service")
    assert first is not None
    assert first.findtext("metadata") == "false"


def test_services_are_realtime_for_an_app_that_is_trusted(cast: Cast) -> None:
    key, _row = app_key(cast, is_trusted=True)
    assert {each["type"] for each in read("services.json", api_key=key)} == {"realtime"}


def test_what_is_asked_besides_stands_in_the_definition(cast: Cast) -> None:
    ask_question(cast, "SIZE", "多大？", datatype="singlevaluelist", choices=[("s", "小"), ("l", "大")], order=2)
    ask_question(cast, "SINCE", "从什么时候起？", datatype="datetime", is_required=True, hint="大约即可", order=1)
    code = problem_class().code
    told = read(f"services/{code}.json")
    assert [(each["code"], each["order"]) for each in told["attributes"]] == [("SINCE", 1), ("SIZE", 2)]
    assert told["attributes"][1]["values"] == [{"key": "s", "name": "小"}, {"key": "l", "name": "大"}]
    root = tree(f"services/{code}.xml")
    assert root.findtext("attributes/attribute[2]/values/value/key") == "s"
    assert {each["service_code"] for each in read("services.json") if each["metadata"]} == {code}


def test_a_class_without_questions_has_an_empty_list(cast: Cast) -> None:
    code = problem_class().code
    assert read(f"services/{code}.json") == {"service_code": code, "attributes": []}
    assert list(tree(f"services/{code}.xml").iterfind("attributes/attribute")) == []


def test_a_class_that_is_none_is_not_found(cast: Cast) -> None:
    assert fault("services/no-such.json")[0] == 404


def test_a_request_shows_what_the_public_map_shows(cast: Cast) -> None:
    case = published(cast, text="张三家门口的秘密", phone="19900000001", problem_class=problem_class().pk)
    (item,) = read("requests.json")
    assert item["service_request_id"] == str(case.pk)
    assert (item["long"], item["lat"]) == rounded(114.123456, 36.123456)
    assert (item["status"], item["service_code"]) == ("open", problem_class().code)
    assert item["description"] == "垃圾桶满了没人收"  # as the moderator put it
    told = json.dumps(item, ensure_ascii=False)
    number = case.source_label
    for personal in ("张三", "19900000001", "东关大街12号", case.number, number, "114.123456"):
        assert personal not in told
    assert read(f"requests/{case.pk}.json") == [item]
    assert read("requests.json", service_request_id=f"{case.pk},{new_id()}") == [item]


def test_one_and_none_are_lists_too(cast: Cast) -> None:
    assert read("requests.json") == []
    root = tree("requests.xml")
    assert (root.tag, len(root)) == ("service_requests", 0)
    published(cast)
    assert len(read("requests.json")) == 1
    assert [each.tag for each in tree("requests.xml")] == ["request"]


def test_what_is_not_public_is_nowhere(cast: Cast) -> None:
    held = report(cast, lon=114.5, lat=36.5, source="check", held=True)
    superior = report(cast, lon=114.6, lat=36.6, source="superior")
    undecided = sent(**HERE).report.case
    hidden = decided(sent(**HERE, text="别的事"), actor_of(cast.chief), "hide").report.case
    assert read("requests.json") == []
    for case in (held, superior, undecided, hidden):
        assert case is not None
        assert fault(f"requests/{case.pk}.json")[0] == 404
        assert fault("requests.json", service_request_id=str(case.pk))[0] == 404
    assert read("servicerequestupdates.json") == []


def test_problems_found_by_checks_are_told_without_words(cast: Cast) -> None:
    case = report(cast, lon=114.5, lat=36.5, source="patrol")
    (item,) = read("requests.json")
    told = json.dumps(item, ensure_ascii=False)
    assert case.description not in told
    assert case.place_text not in told
    change_setting(actor=SYSTEM, key="portal.public_problems", value="moderated", valid_from=today(), reason="试")
    assert read("requests.json") == []


def test_a_request_that_was_joined_is_told_as_the_one_it_is_part_of(cast: Cast) -> None:
    main, other = published(cast), published(cast, text="另一件", lon="114.2")
    Case.objects.filter(pk=other.pk).update(main_case=main)
    assert ids(read("requests.json")) == [str(main.pk)]
    assert ids(read(f"requests/{other.pk}.json")) == [str(main.pk)]


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


@pytest.mark.parametrize("request_id", ["1", "x" * 300, "%00", "..", "<b>", new_id()])
def test_an_id_of_nothing_is_not_found(request_id: object, cast: Cast) -> None:
    answer = Client().get(f"{ROOT}requests/{request_id}.json")
    assert answer.status_code == 404
    assert answer.json()[0]["code"] == 404
    assert Client().get(f"{ROOT}tokens/{request_id}.json").status_code == 404


def test_a_place_that_is_not_served_is_not_found(cast: Cast) -> None:
    assert read("requests.json", jurisdiction_id="anything") == []  # one place: ignored
    change_setting(actor=SYSTEM, key="portal.jurisdictions", value="yunlan.example", valid_from=today(), reason="试")
    assert fault("requests.json", jurisdiction_id="other")[0] == 404
    assert read("requests.json") == read("requests.json", jurisdiction_id="yunlan.example") == []
    change_setting(actor=SYSTEM, key="portal.jurisdiction_required", value="yes", valid_from=today(), reason="试")
    for path in ("services.json", "requests.json", f"requests/{new_id()}.json", "servicerequestupdates.json"):
        assert fault(path)[0] == 400, path
    assert read("discovery.json")


def test_a_key_of_one_place_is_not_for_another(cast: Cast) -> None:
    change_setting(actor=SYSTEM, key="portal.jurisdictions", value="a,b", valid_from=today(), reason="试")
    key, _row = app_key(cast, jurisdiction="b")
    answer = Client().post(f"{ROOT}requests.json", {"api_key": key, "jurisdiction_id": "a"})
    assert answer.status_code == 403


def test_faults_have_the_format_that_was_asked_for(cast: Cast) -> None:
    answer = Client().get(f"{ROOT}requests/nothing.xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314 - our own
    assert (root.tag, root.findtext("error/code")) == ("errors", "404")
    assert Client().get(f"{ROOT}requests/nothing.json")["Content-Type"] == "application/json; charset=utf-8"


def test_formats_that_are_not_offered_are_refused(cast: Cast) -> None:
    assert Client().get(f"{ROOT}services.html").status_code == 406
    assert Client().get(f"{ROOT}services", headers={"Accept": "text/html"}).status_code == 406
    assert Client().get(f"{ROOT}services").content.startswith(b"<?xml")
    for accepted in ("application/json", "application/json, text/plain, */*;q=0.1"):
        assert isinstance(Client().get(f"{ROOT}services", headers={"Accept": accepted}).json(), list)


def test_other_methods_and_other_addresses_are_refused(cast: Cast) -> None:
    answer = Client().put(f"{ROOT}requests.json")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert Client().post(f"{ROOT}services.json").status_code == 405
    for path in ("nothing", "nothing.json", "request/1.json", "requests/", "a/b/c.xml"):
        assert Client().get(f"{ROOT}{path}").status_code == 404, path


def test_pages_of_others_may_read_and_not_send(cast: Cast) -> None:
    assert Client().get(f"{ROOT}services.json")["Access-Control-Allow-Origin"] == "*"
    asked = Client().options(f"{ROOT}requests.json")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "Access-Control-Allow-Origin" not in Client().post(f"{ROOT}requests.json")
    assert Client().head(f"{ROOT}requests.json").status_code == 200


def test_a_fault_that_nobody_foresaw_tells_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise RuntimeError("secret of the database")

    monkeypatch.setattr("chuangcheng.portal.open311.views.classes_in_use", broken)
    status, told = fault("services.json")
    assert status == 500
    assert "secret" not in told


def test_a_public_picture_has_an_address_until_it_is_withdrawn(cast: Cast) -> None:
    submission, chief = sent(**HERE, photos=[photo_upload()]), actor_of(cast.chief)
    decided(submission, chief)
    assert read("requests.json")[0]["media_url"] is None
    original = submission.report.photos.get().file_id
    show_photo(actor=chief, submission_id=submission.pk, original_id=original, boxes=[])
    address = read("requests.json")[0]["media_url"]
    assert address == f"http://testserver/public/photos/{PublicPhoto.objects.get().pk}/1600/"
    assert Client().get(address.removeprefix("http://testserver"))["Content-Type"] == "image/jpeg"
    decided(submission, chief, "hide")
    assert read("requests.json") == []


def test_updates_tell_the_steps_of_public_problems(cast: Cast) -> None:
    case = published(cast)
    close_its_case(fresh(decided(sent(text="不公开的一件"), actor_of(cast.chief), "hide").report), cast)
    from chuangcheng.intake.models import Report

    close_its_case(fresh(Report.objects.get(case=case)), cast)
    told = read("servicerequestupdates.json")
    assert {each["service_request_id"] for each in told} == {str(case.pk)}
    assert (told[-1]["status"], told[-1]["description"]) == ("closed", "已解决")
    assert [each["updated_datetime"] for each in told] == sorted(each["updated_datetime"] for each in told)
    assert len({each["update_id"] for each in told}) == len(told)
    later = (now() + timedelta(minutes=1)).isoformat()
    assert read("servicerequestupdates.json", start_date=later) == []
    assert len(read("servicerequestupdates.json", service_request_id=str(case.pk), page_size="1")) == 1
    assert read("servicerequestupdates.json", service_request_id=str(new_id())) == []
    assert [each.tag for each in tree("servicerequestupdates.xml")] == ["request_update"] * len(told)


def test_hostile_words_are_harmless_in_both_formats(cast: Cast) -> None:
    words = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><b>&x;]]></b>\x01\x1f\ufffe 垃圾🗑'
    submission = sent(**HERE)
    decided(submission, actor_of(cast.chief))
    type(submission).objects.filter(pk=submission.pk).update(text=words)
    clean = words.replace("\x01", "").replace("\x1f", "").replace("\ufffe", "")
    assert tree("requests.xml").findtext("request/description") == clean
    assert read("requests.json")[0]["description"] == clean


def test_halves_of_pairs_are_left_out() -> None:
    for wanted in (XML, JSON):
        assert "甲乙" in written("services", [{"a": "甲\ud800乙"}], wanted).decode()


def test_an_address_without_characters_of_ours_is_escaped(cast: Cast) -> None:
    assert Client().get(f"{ROOT}tokens/%FF%FE.json").status_code == 404


def test_lists_cost_the_same_for_many(cast: Cast) -> None:
    site = make_site(cast)

    def costs(path: str) -> int:
        read(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(path)
        return len(queries)

    report(cast, source="patrol", site=site)
    paths = (
        "requests.json",
        "servicerequestupdates.json",
        "services.json",
        "requests.json?lat=36&long=114&radius=9000",
    )
    before = [costs(path) for path in paths]
    for each in range(10):
        report(cast, lon=114.1 + each / 100, lat=36.1, source="patrol")
    assert [costs(path) for path in paths] == before
    assert max(before) <= 8


def test_the_description_for_programs_names_every_address(cast: Cast) -> None:
    answer = Client().get(f"{ROOT}openapi.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "/requests.{wire_format}" in answer.json()["paths"]


def test_a_revoked_key_reads_no_more_of_its_own(cast: Cast) -> None:
    key, row = app_key(cast)
    revoke_key(actor=actor_of(cast.chief), key_id=row.pk, reason="合作结束")
    assert fault(f"requests/{new_id()}.json", api_key=key)[0] in {403, 404}
