from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.cases.testing import problem_class
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.orgs.testing import Cast
from chuangcheng.portal.models import AppKey, Question
from chuangcheng.portal.open311.queries import digest_of, key_in_use
from chuangcheng.portal.testing import app_key, ask_question

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def chief(cast: Cast) -> Client:
    """The head of the creation office, signed in."""
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    return client


def form(**fields: Any) -> dict[str, Any]:
    return {"key_id": str(new_id()), "name": "云澜随手报", "organisation": "市民热线", **fields}


def asked(**fields: Any) -> dict[str, Any]:
    usual = {"question_id": str(new_id()), "problem_class": problem_class().pk, "words": "有几个桶？", "code": "BINS"}
    return {**usual, "datatype": "number", "order": "1", **fields}


def test_a_key_is_shown_once_and_kept_as_a_hash(chief: Client) -> None:
    given = form(may_update="on")
    answer = chief.post(reverse("portal:issue_key"), given)
    found = re.search(r'value="([\w-]{43})"', answer.content.decode())
    assert found is not None
    assert answer["Cache-Control"] == "no-store"
    row = AppKey.objects.get()
    assert row.digest == digest_of(found[1])
    assert (row.may_update, row.is_trusted) == (True, False)
    assert key_in_use(found[1]) == row
    again = chief.post(reverse("portal:issue_key"), given)
    assert (again.status_code, AppKey.objects.count()) == (409, 1)
    assert "只显示一次" in again.content.decode()
    assert found[1] not in chief.get(reverse("portal:keys")).content.decode()
    assert list(AuditEntry.objects.filter(action="portal.issue_key").values_list("detail__name", flat=True)) == [
        "云澜随手报"
    ]


def test_a_key_without_whom_it_is_for_is_not_issued(chief: Client) -> None:
    assert chief.post(reverse("portal:issue_key"), form(organisation="")).status_code == 422
    assert not AppKey.objects.exists()


def test_a_key_is_revoked_with_a_reason_and_stays_in_the_list(chief: Client, cast: Cast) -> None:
    _key, row = app_key(cast)
    address = reverse("portal:revoke_key", args=[row.pk])
    assert chief.post(address, {"reason": " "}).status_code == 422
    for _time in range(2):
        assert chief.post(address, {"reason": "合作结束"}).status_code == 302
    assert AuditEntry.objects.filter(action="portal.revoke_key").count() == 1
    assert "合作结束" in chief.get(reverse("portal:keys")).content.decode()


def test_questions_are_set_changed_and_removed(chief: Client) -> None:
    assert chief.post(reverse("portal:add_question"), asked()).status_code == 302
    question = Question.objects.get()
    address = reverse("portal:change_question", args=[question.pk])
    assert "有几个桶" in chief.get(address).content.decode()
    lists = asked(words="哪一种？", datatype="multivaluelist", choices="a 厨余 垃圾\nb 其他", is_required="on")
    assert chief.post(address, lists).status_code == 302
    changed = Question.objects.get()
    assert (changed.pk, changed.choices) == (question.pk, [["a", "厨余 垃圾"], ["b", "其他"]])
    assert "哪一种" in chief.get(reverse("portal:questions")).content.decode()
    for _time in range(2):
        assert chief.post(reverse("portal:remove_question", args=[question.pk])).status_code == 302
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "有几个"},
        {"words": ""},
        {"datatype": "colour"},
        {"datatype": "singlevaluelist"},
        {"choices": "a 一"},
        {"datatype": "singlevaluelist", "choices": "a 一\na 二"},
        {"datatype": "singlevaluelist", "choices": "a,b 一"},
        {"order": "-1"},
        {"problem_class": "987654"},
    ],
)
def test_questions_that_make_no_sense_are_told(wrong: dict[str, str], chief: Client) -> None:
    answer = chief.post(reverse("portal:add_question"), asked(**wrong))
    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_a_code_stands_once_in_a_class(chief: Client, cast: Cast) -> None:
    ask_question(cast, "BINS", "有几个桶？")
    answer = chief.post(reverse("portal:add_question"), asked())
    assert "请换一个代码" in answer.content.decode()


def test_keys_and_questions_over_the_api(chief: Client) -> None:
    body = {"id": str(new_id()), "name": "应用", "organisation": "单位", "is_trusted": True}
    issued = chief.post("/api/v1/app-keys", body, content_type="application/json")
    assert issued.status_code == 201
    assert key_in_use(issued.json()["key"]).is_trusted
    (line,) = chief.get("/api/v1/app-keys").json()
    assert "key" not in line
    revoked = chief.post(f"/api/v1/app-keys/{line['id']}/revoke", {"reason": "试"}, content_type="application/json")
    assert revoked.json()["revoked_at"]
    question = {"problem_class_id": problem_class().pk, "code": "A", "words": "问", "datatype": "string"}
    address = f"/api/v1/app-questions/{new_id()}"
    assert chief.put(address, question, content_type="application/json").json()["code"] == "A"
    assert len(chief.get("/api/v1/app-questions").json()) == 1
    assert chief.delete(address).status_code == 204
    assert chief.get("/api/v1/app-questions").json() == []


def test_the_lists_cost_the_same_for_many(chief: Client, cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        app_key(cast, name=f"应用{number}")
        ask_question(cast, f"Q{number}", "问")
    for name in ("keys", "questions"):
        chief.get(reverse(f"portal:{name}"))
        with django_assert_max_num_queries(12):
            assert chief.get(reverse(f"portal:{name}")).status_code == 200
