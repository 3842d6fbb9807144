from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.open311.wire import JSON, XML, written
from chuangcheng.portal.testing import decided, sent
from chuangcheng.portal.tests.test_open311_reading import HERE, ROOT, fault, read, tree


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
