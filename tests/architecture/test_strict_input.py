"""Every route of the API refuses what it does not know, in the address and in the body, in a sentence that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from chuangcheng.config.api import api
from chuangcheng.orgs.testing import Cast
from tests.architecture.routes import Door, api_routes
from tests.architecture.test_permission_matrix import BACKEND

SENTENCE = re.compile(r"[^。\n]{4,160}。")
JSON = "application/json"
SCHEMA = api.get_openapi_schema()
ROUTES = sorted(api_routes(), key=lambda each: (each[0].address, each[1]))


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    return client


def wanted_by(door: Door, method: str) -> dict[str, Any]:
    """What the body of a route may be: kind of content → its schema; JSON where none is wanted."""
    operation = SCHEMA["paths"][door.address][method.lower()]
    content: dict[str, Any] = operation.get("requestBody", {}).get("content", {JSON: {}})
    return content


def test_every_route_refuses_an_unknown_name_in_the_address(client: Client) -> None:
    wrong = []
    for door, method in ROUTES:
        answer = client.generic(method, f"{door.at({})}?from=2026-10-01")
        if not tells_of("from", answer):
            wrong.append(f"{method} {door.route}: {answer.status_code} {answer.content[:200].decode()}")
    assert not wrong, "\n".join(wrong)


def test_every_route_refuses_an_unknown_field_in_the_body(client: Client) -> None:
    wrong = []
    for door, method in ROUTES:
        wanted = wanted_by(door, method)
        if method == "GET" or "items" in wanted.get(JSON, {}).get("schema", {}):
            continue  # a list has no fields; those of its objects are looked at below
        if "application/octet-stream" in wanted:
            continue  # raw bytes have none either
        if JSON not in wanted:
            answer = client.post(door.at({}), {"no_such_field": 1})
        else:
            answer = client.generic(method, door.at({}), '{"no_such_field": 1}', content_type=JSON)
        if not tells_of("no_such_field", answer):
            wrong.append(f"{method} {door.route}: {answer.status_code} {answer.content[:200].decode()}")
    assert not wrong, "\n".join(wrong)


def test_no_object_within_a_body_takes_unknown_fields() -> None:
    schema = SCHEMA
    wanted: set[str] = set()
    for methods in schema["paths"].values():
        for operation in methods.values():
            content = operation.get("requestBody", {}).get("content", {})
            _gather(content.get(JSON, {}), schema["components"]["schemas"], wanted)
    lenient = {
        name for name in wanted if schema["components"]["schemas"][name].get("additionalProperties", True) is not False
    }
    assert not {name for name in lenient if "properties" in schema["components"]["schemas"][name]}
    assert len(wanted) > 100


def test_who_is_not_signed_in_is_told_that_first() -> None:
    answer = Client().get("/api/v1/cases?from=1")
    assert (answer.status_code, answer.json()["detail"]) == (401, "请先登录。")


def test_what_is_no_json_is_refused_in_one_sentence(client: Client) -> None:
    answer = client.post("/api/v1/cases", "{", content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "HttpError")
    assert SENTENCE.fullmatch(answer.json()["detail"])


@pytest.mark.parametrize(
    ("address", "given", "sentence"),
    [
        ("/cases", {"description": "垃圾"}, "没有填写“id”，请补上后再提交。"),
        ("/cases", {"id": "x", "description": "垃圾"}, "“id”应为UUID编号，请改正后再提交。"),
        ("/cases/bulk", {"move": "void", "case_ids": 3}, "“case_ids”应为列表，请改正后再提交。"),
        ("/plans", {"members": [{"person_id": "a"}]}, ""),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence_with_the_details_beside(
    client: Client, address: str, given: dict[str, Any], sentence: str
) -> None:
    answer = client.post(f"/api/v1{address}", given, content_type=JSON)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "InvalidInput")
    assert SENTENCE.fullmatch(told["detail"])
    assert sentence in told["detail"]
    assert {"type", "loc", "msg"} <= set(told["errors"][0])


def test_sentence_comes_in_the_language_of_the_person(client: Client) -> None:
    given = {"description": "x", "id": "x"}
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    told = client.post("/api/v1/cases", given, content_type=JSON).json()
    assert told["detail"] == "“id” must be a UUID; please correct it and send it again."


def tells_of(name: str, answer: Any) -> bool:
    """True for a refusal of one sentence that names the field."""
    if answer.status_code != 422:
        return False
    told = answer.json()
    return name in told["detail"] and bool(SENTENCE.fullmatch(told["detail"])) and told["code"] == "InvalidInput"


def _gather(part: Any, schemas: dict[str, Any], found: set[str]) -> None:
    """Adds the names of all schemas within a part of the document."""
    for name in set(_references(part)) - found:
        found.add(name)
        _gather(schemas[name], schemas, found)


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rsplit("/", 1)[-1]
        for each in part.values():
            yield from _references(each)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)
