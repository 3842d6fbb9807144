"""Sheets and facts over the API, and that the screen says the same."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.inspections.testing import bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast
from chuangcheng.scoring.models import RecordedFact
from chuangcheng.standards.models import Framework, Part
from chuangcheng.standards.testing import make_draft, make_framework, make_part, standard_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def call(person: Any, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
    content = "" if body is None else json.dumps(body)
    answer = client_of(person).generic(method, f"/api/v1{path}", content, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.json()


def told(**facts: Any) -> dict[str, Any]:
    return {"observed_on": today().isoformat(), "source": "统计表", **facts}


@pytest.fixture
def survey(cast: Cast) -> Framework:
    """One standard by a figure and a grade, one by material; a gate."""
    return make_framework(
        make_draft(
            "1",
            marks=Decimal(10),
            parts=(
                make_part("问卷调查", Decimal("0.6"), "threshold", "target=90;floor=80;linear=1"),
                make_part("材料审核", Decimal("0.4"), "grade", "A=1;B=0.5"),
            ),
        ),
        make_draft("2", marks=Decimal(10), content="绿化", parts=(make_part("网上申报", Decimal(1), "proof", ""),)),
        gate={"name": "未成年人", "min": "85", "share": "0.2"},
    )


def test_recorded_facts_move_the_sheet_of_screen_and_api_alike(cast: Cast, survey: Framework) -> None:
    first, second = standard_of(survey, "1").pk, standard_of(survey, "2").pk
    call(cast.chief, "POST", f"/standards/{first}/values", told(number="85"), status=201)
    call(cast.chief, "POST", f"/standards/{first}/grades", told(letter="b"), status=201)
    call(cast.chief, "POST", f"/standards/{second}/proofs", told(accepted=3, required=4), status=201)
    call(cast.chief, "POST", f"/frameworks/{survey.pk}/linked-scores", told(score="80"), status=201)

    sheet = call(cast.leader, "GET", f"/scores/{survey.pk}")

    # 6 × 0.5 + 4 × 0.5 = 5 of 10; 10 × 3/4 = 7.5 of 10; 0.8 × 62.5 + 0.2 × 80 = 66; the gate asks for 85.
    assert (sheet["total"], sheet["low"], sheet["high"], sheet["gate_failed"]) == ("66.00", "66.00", "66.00", True)
    assert [(line["code"], line["earned"]) for line in sheet["standards"]] == [("1", "5.00"), ("2", "7.50")]
    page = client_of(cast.leader).get(reverse("scoring:sheet", args=[survey.pk])).content.decode()
    assert ">66.00" in page
    assert "门槛未过" in page
    [linked] = call(cast.leader, "GET", f"/frameworks/{survey.pk}/linked-scores")
    assert (linked["name"], linked["score"]) == ("未成年人", "80.00")


def test_sheet_opens_from_item_to_standard_and_by_method(cast: Cast, survey: Framework) -> None:
    second = standard_of(survey, "2").pk
    call(cast.chief, "POST", f"/standards/{second}/proofs", told(accepted=3, required=4), status=201)

    [item] = call(cast.leader, "GET", f"/scores/{survey.pk}/items")
    method = call(cast.leader, "GET", f"/scores/{survey.pk}/method?method=网上申报")

    assert (item["name"], item["line"]["full"], item["line"]["earned"]) == ("生活环境", "20.00", "7.50")
    assert [content["name"] for content in item["contents"]] == ["道路", "绿化"]
    [green] = item["contents"][1]["standards"]
    assert (green["id"], green["code"], green["line"]["lost"]) == (second, "2", "2.50")
    assert [(each["code"], each["line"]["earned"]) for each in method["standards"]] == [("2", "7.50")]
    assert (
        "没有这种测评方法" in call(cast.leader, "GET", f"/scores/{survey.pk}/method?method=暗访", status=404)["detail"]
    )


def test_fact_that_counts_is_marked_and_the_same_one_is_recorded_once(cast: Cast, survey: Framework) -> None:
    key, fact = standard_of(survey, "2").pk, str(new_id())
    call(cast.chief, "POST", f"/standards/{key}/proofs", told(accepted=1, required=4), status=201)
    for _time in range(2):
        call(cast.chief, "POST", f"/standards/{key}/proofs", told(id=fact, accepted=3, required=4), status=201)

    found = call(cast.leader, "GET", f"/standards/{key}/score")

    assert [(row["id"] == fact, row["counts"]) for row in found["facts"]] == [(True, True), (False, False)]
    assert found["parts"][0]["how"] == "应提供4份，已认可3份：10分得7.50分。"
    assert RecordedFact.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "facts", "word"),
    [
        ("grades", {"letter": "E"}, "A、B"),
        ("proofs", {"accepted": 1, "required": 4}, "材料"),
        ("values", {"number": "1e30"}, "过大"),
        ("values", {"number": "85", "observed_on": "2099-01-01"}, "不能晚于今天"),
        ("values", {"number": "85", "source": " \x00 "}, "来源"),
        ("values", {"number": "85", "method": "暗访"}, "测评方法"),
    ],
)
def test_fact_that_cannot_be_is_refused(
    cast: Cast, survey: Framework, kind: str, facts: dict[str, Any], word: str
) -> None:
    key = standard_of(survey, "1").pk

    assert word in call(cast.chief, "POST", f"/standards/{key}/{kind}", told(**facts), status=422)["detail"]
    assert not RecordedFact.objects.exists()


def test_who_may_not_record_is_refused(cast: Cast, survey: Framework) -> None:
    key = standard_of(survey, "1").pk

    call(cast.leader, "POST", f"/standards/{key}/values", told(number="85"), status=403)
    call(cast.liaison, "POST", f"/frameworks/{survey.pk}/linked-scores", told(score="80"), status=403)


def test_checks_behind_and_choice_of_subject_day_and_rounds(cast: Cast) -> None:
    field = make_field(cast, sites=2)
    for standard in field.standards.values():
        Part.objects.create(standard=standard, method="实地考察", share=Decimal(1), rule="pass_rate", order=0)
    weekly = make_round(cast, field, state="running", kind="weekly")
    visit = make_visit(cast, field, weekly, litter={"faults": 3})
    bring_to(cast, visit.round, "released")
    key, standard = field.framework.pk, field.standards["2.1"].pk

    def total(query: str) -> Any:
        return call(cast.leader, "GET", f"/scores/{key}?{query}")["total"]

    assert total("") == total("kinds=weekly") == total(f"unit_id={cast.east.pk}") == "83.33"
    assert total("kinds=third_party") is total(f"unit_id={cast.west.pk}") is total("day=2026-01-01") is None
    checks = call(cast.leader, "GET", f"/standards/{standard}/checks?verdict=fail")
    assert [(row["visit_id"], row["violations"]) for row in checks] == [(str(visit.pk), 3)]
    call(cast.leader, "GET", f"/scores/{key}?day=2099-01-01", status=422)
    call(cast.east_liaison, "GET", f"/scores/{key}?unit_id={cast.west.pk}", status=404)


def test_sheet_is_downloaded_as_the_page_shows_it(cast: Cast, survey: Framework) -> None:
    second = standard_of(survey, "2").pk
    call(cast.chief, "POST", f"/standards/{second}/proofs", told(accepted=3, required=4), status=201)

    answer: Any = client_of(cast.leader).get(f"/api/v1/scores/{survey.pk}/workbook")
    book = read_book(b"".join(answer.streaming_content), name="得分.xlsx")

    rows = {str(row[0]): row for sheet in book.sheets if sheet.name == "标准" for row in sheet.rows}
    assert 7.5 in rows["2"]
