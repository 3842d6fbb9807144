"""The inbox says its sentences in the language of the reader, whoever acted in whichever language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from chuangcheng.cases import services
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_in
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.models import Notice
from chuangcheng.core.notices import notify
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db


def reading(person: Any, language: str) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = language
    return client


def inbox(person: Any, language: str) -> str:
    return reading(person, language).get("/notices/").content.decode()


def test_reader_of_english_reads_english_and_the_office_chinese(cast: Cast) -> None:
    with translation.override("en"):
        case = case_in("fed_back", cast)
        services.fail_check(actor=actor_of(cast.chief), step=Step(case.pk), reason="仍有垃圾。")
    words = Notice.objects.filter(recipient=cast.liaison).latest("pk").title_words
    assert words is not None
    due = words["facts"]["due"]
    assert f"问题{case.number}核查未通过，请返工，{due}到期" in inbox(cast.liaison, "zh-hans")
    english = inbox(cast.liaison, "en")
    assert f"Case {case.number} did not pass the check; rework due {due}" in english
    assert "请返工" not in english


def test_sentence_may_hold_another_and_what_people_wrote_stays(cast: Cast) -> None:
    step = inbox_text("确认")
    title = inbox_text("负面清单%(code)s（%(number)s）：%(step)s", {"code": "1", "number": 2, "step": step})
    notify(person_ids=[cast.liaison.pk], key="a", title=title, body="张三写的原话")
    assert Notice.objects.get().title == "负面清单1（2）：确认"
    page = inbox(cast.liaison, "en")
    assert "：确认" not in page
    assert "张三写的原话" in page


def test_rework_is_told_in_english_among_the_things_to_do(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    services.fail_check(actor=actor_of(cast.chief), step=Step(case.pk), reason="仍有垃圾。")
    page = reading(cast.liaison, "en").get("/").content.decode()
    assert "did not pass verification" in page
    assert "核查未通过" not in page
    assert ">Kind</th>" in page
    assert ">Case</td>" in page
