"""Other people's clients against the product, served over HTTP: `georeport` and `three` from PyPI as they are."""

from __future__ import annotations

import importlib
import itertools
from types import ModuleType
from typing import Any

import pytest
from georeport import GeoReport
from pytest_django.live_server_helper import LiveServer

from chuangcheng.cases.testing import problem_class
from chuangcheng.core.testing import photo
from chuangcheng.intake.models import Report
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.models import Submission
from chuangcheng.portal.testing import app_key, ask_question, decided, sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def root(live_server: LiveServer) -> str:
    """Where the API lies."""
    return f"{live_server.url}/open311/v2"


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`three` was written for Python 2 and asks for what `filter` is now."""
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    return importlib.import_module("three")


def published(cast: Cast, text: str) -> str:
    """The id of a public problem."""
    decided(sent(text=text, lon="114.1", lat="36.1", problem_class=problem_class().pk), actor_of(cast.chief))
    return str(Report.objects.get(text=text).case_id)


@pytest.mark.parametrize("wire_format", ["json", "xml"])
def test_georeport_reads_everything(wire_format: str, root: str, cast: Cast) -> None:
    client = GeoReport(root, output_format=wire_format)
    ask_question(cast, "BINS", "有几个桶？", datatype="number")
    code = problem_class().code
    assert code in [each["service_code"] for each in client.get_service_list()]
    assert client.get_service_definition(code)["service_code"] == code
    ids = {published(cast, "垃圾桶满了没人收"), published(cast, "路灯不亮")}
    assert {each["service_request_id"] for each in client.get_service_requests(status="open")} == ids
    one = ids.pop()
    assert client.get_service_request(one)["service_request_id"] == one


def test_georeport_reads_one_and_none(root: str, cast: Cast) -> None:
    in_json, in_xml = GeoReport(root), GeoReport(root, output_format="xml")
    assert in_json.get_service_requests() == []
    with pytest.raises(TypeError):  # an empty element of XML is nothing at all to this client
        in_xml.get_service_requests()
    one = published(cast, "垃圾桶满了没人收")
    assert [each["service_request_id"] for each in in_json.get_service_requests()] == [one]
    found: Any = in_xml.get_service_requests()
    assert found["service_request_id"] == one  # not a list: this client cannot tell one from several


def test_three_reads_sends_and_follows(three: ModuleType, root: str, cast: Cast) -> None:
    key, _row = app_key(cast)
    client, code = three.Three(root, api_key=key), problem_class().code
    assert client.discovery()["endpoints"][0]["url"] == root
    assert code in [each["service_code"] for each in client.services()]
    assert client.services(code)["service_code"] == code
    fields = {"description": "垃圾桶满了没人收", "name": "Wang Xiaoming", "lat": 36.1, "long": 114.1}
    (receipt,) = client.post(code, media=("photo.jpg", photo(), "image/jpeg"), **fields)
    assert Report.objects.get().photos.count() == 1
    assert client.token(receipt["token"])[0]["service_request_id"] is None
    decided(Submission.objects.get(), actor_of(cast.chief))
    (known,) = client.token(receipt["token"])
    (item,) = client.request(known["service_request_id"])
    assert (item["status"], item["description"]) == ("open", "垃圾桶满了没人收")
    assert client.requests(code, count=10) == [item]
    assert client.requests(between=["01-01-2026", "03-01-2026"]) == []


def test_three_is_told_what_is_wrong(three: ModuleType, root: str, cast: Cast) -> None:
    (fault,) = three.Three(root, api_key="wrong").post(problem_class().code, lat=36.1, long=114.1)
    assert fault["code"] == 403
