"""The search page and its API: what is shown of a hit, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.testing import case_in
from chuangcheng.core.notices import notify
from chuangcheng.orgs.testing import Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_QUERIES = 12  # kinds of record with a reach of their own and who may see them; the candidates of all at once


def signed_in(person: Any) -> Client:
    cache.clear()
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_hit_tells_what_it_is_and_where(cast: Cast) -> None:
    case = case_in("fixing", cast)
    page = signed_in(cast.liaison).get("/search/", {"q": case.number}).content.decode()
    for words in (case.description, "东关大街12号门前", cast.sanitation.name, "问题", f"/cases/{case.pk}/"):
        assert words in page, words


def test_nothing_found_says_what_to_try(cast: Cast) -> None:
    client = signed_in(cast.liaison)
    assert "没有找到" in client.get("/search/", {"q": "并不存在"}).content.decode()
    assert "在上方输入编号、地点、单位或文字" in client.get("/search/").content.decode()


@pytest.mark.parametrize("who", ["chief", "liaison"])
@pytest.mark.parametrize("address", ["/search/?q=堆放垃圾", "/notices/"])
def test_pages_cost_the_same_for_few_and_many(cast: Cast, who: str, address: str) -> None:
    costs = []
    person = getattr(cast, who)
    for more in (1, 6):
        for turn in range(more):
            case_in("fixing", cast)
            notify(person_ids=[person.pk], key=f"{more}-{turn}", title="请看", link="/")
        client = signed_in(person)
        client.get(address)
        costs.append(cost(client, address))
    assert costs[0] == costs[1] <= MOST_QUERIES


def test_api_gives_the_hits_and_figures_of_the_pages(cast: Cast) -> None:
    case = case_in("fixing", cast)
    client = signed_in(cast.liaison)
    [hit] = client.get("/api/v1/search", {"q": case.number}).json()
    assert (hit["kind"], hit["number"], hit["url"]) == ("case", case.number, f"/cases/{case.pk}/")
    assert {each["label"]: each["value"] for each in client.get("/api/v1/figures").json()}["处置中"] == "1"
    [todo] = client.get("/api/v1/todos").json()
    assert (todo["number"], todo["detail"]) == (case.number, "东关大街12号门前")


def test_settings_are_changed_over_the_api_with_a_reason(cast: Cast) -> None:
    client = signed_in(cast.chief)
    address = "/api/v1/settings/cases.reporter_reopen_days"
    given = {"value": 20, "valid_from": "2026-01-01", "reason": "本地规定"}
    for changed, status in (({"reason": " "}, 422), ({"value": "很久"}, 422), ({}, 201)):
        answer = client.post(address, {**given, **changed}, content_type="application/json")
        assert answer.status_code == status
    cache.clear()
    found = client.get(address).json()
    assert found["value"] == 20
    assert found["changes"][0]["reason"] == "本地规定"
    assert "cases.reporter_reopen_days" in [each["key"] for each in client.get("/api/v1/settings").json()]
