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
from chuangcheng.cases.testing import make_site, problem_class, report
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import now, today
from chuangcheng.intake.testing import close_its_case, fresh
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.models import PublicPhoto
from chuangcheng.portal.open311.keys import revoke_key
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
