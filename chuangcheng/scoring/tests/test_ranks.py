"""名次与对手: what the page says, who may see and write it, and that nothing published is ever lost."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.scoring.models import HardFault, OfficialResult, OfficialRound
from chuangcheng.scoring.official_papers import round_bulletin
from chuangcheng.scoring.queries import latest_standing, round_results
from chuangcheng.scoring.services import (
    PlaceKnown,
    ResultFacts,
    Told,
    change_official_round,
    correct_official_result,
    record_hard_fault,
    record_official_result,
    record_proof,
    take_back_hard_fault,
)
from chuangcheng.scoring.services.official import RoundFacts
from chuangcheng.scoring.tests.results_books import OURS, book_of, bring, district_rows, results_framework
from chuangcheng.scoring.tests.test_negative import standing, with_entries
from chuangcheng.standards.models import Framework
from chuangcheng.standards.testing import standard_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SignedIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def framework(db: None) -> Framework:
    """The edition that the results are of."""
    return results_framework()


@pytest.fixture
def signed_in() -> SignedIn:
    def sign_in(person: Any) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def districts() -> OfficialRound:
    """24 districts in 4+6+7+7 with ties."""
    bring(book_of(*district_rows()))
    return OfficialRound.objects.get()


def page(client: Client, found: OfficialRound, query: str = "") -> str:
    response = client.get(reverse("scoring:rank_round", args=[found.pk]) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def text_of(html: str) -> str:
    """What a person reads, without blanks."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def ours(found: OfficialRound) -> OfficialResult:
    return OfficialResult.objects.get(round=found, place=OURS, corrected_by__isnull=True)


def test_first_day_says_who_brings_results_and_offers_the_template(cast: Cast, signed_in: SignedIn) -> None:
    html = signed_in(cast.chief).get(reverse("scoring:ranks")).content.decode()

    assert "还没有官方测评结果" in html
    assert "/imports/template/results.xlsx" in html
    assert "/imports/" not in signed_in(cast.leader).get(reverse("scoring:ranks")).content.decode()


def test_leader_sees_our_place_in_the_group_and_over_all_with_its_tie(
    cast: Cast, districts: OfficialRound, signed_in: SignedIn
) -> None:
    client = signed_in(cast.leader)

    assert client.get(reverse("scoring:ranks"))["Location"] == reverse("scoring:rank_round", args=[districts.pk])
    text = text_of(page(client, districts))

    assert "组内名次2（并列）共6个" in text
    assert "共24个" in text
    assert "更正" not in text
    assert text_of(page(client, districts, "?group=all")).count("虚构") >= 23


def test_quota_that_cuts_through_a_tie_is_said(cast: Cast, districts: OfficialRound, signed_in: SignedIn) -> None:
    facts = RoundFacts(districts.name, districts.held_on, group_quotas={"第二组": 2}, line=Decimal(94))
    change_official_round(actor=SYSTEM, round_id=districts.pk, facts=facts)

    text = text_of(page(signed_in(cast.leader), districts))

    assert "第二组名额2个正好切在并列处：2个地区同为93.90分，只剩1个名额。" in text
    assert "并列待定" in text
    assert "距达标线−0.10" in text


def test_nine_for_a_quota_of_three_say_who_is_in(cast: Cast, signed_in: SignedIn) -> None:
    rows = [["", "", OURS if at == 3 else f"虚构{at}城", 91 - at] for at in range(9)]
    bring(book_of(*rows, title="2025年省级命名评选"))
    found = OfficialRound.objects.get()
    change_official_round(actor=SYSTEM, round_id=found.pk, facts=RoundFacts(found.name, found.held_on, quota=3))

    text = text_of(page(signed_in(cast.leader), found))

    assert "距名额末位−1.00分名额3个，名额外" in text
    ranked = round_results(actor=actor_of(cast.leader), round_id=found.pk)
    assert [each.standing.over_all.inside for each in ranked.places if each.standing.over_all] == [True] * 3 + [
        False
    ] * 6


def test_hard_fault_stands_beside_the_first_place_and_can_be_taken_back(
    cast: Cast, districts: OfficialRound, signed_in: SignedIn
) -> None:
    first = OfficialResult.objects.get(place="虚构一甲区")
    client = signed_in(cast.chief)
    address = reverse("scoring:add_hard_fault", args=[first.pk])
    assert client.post(address, {"text": "公厕长期关闭", "standard_code": "9.9"}).status_code == 422
    assert client.post(address, {"text": "公厕长期关闭", "standard_code": "1"}).status_code == 302

    assert "硬伤公厕长期关闭" in text_of(page(client, districts, "?group=第一组"))
    fault = HardFault.objects.get()
    taken = client.post(reverse("scoring:take_back_fault", args=[fault.pk]), {"reason": "登记错了"})
    assert taken.status_code == 302
    assert "公厕长期关闭" not in page(client, districts, "?group=第一组")
    assert HardFault.objects.count() == 2


def test_our_own_hard_fault_is_the_first_thing_said(cast: Cast, districts: OfficialRound, signed_in: SignedIn) -> None:
    record_hard_fault(actor=SYSTEM, result_id=ours(districts).pk, text="文物被毁")

    assert "我们被指出硬伤：文物被毁。" in text_of(page(signed_in(cast.leader), districts))
    assert latest_standing(actor_of(cast.leader)).faults == 1  # type: ignore[union-attr] # there is one


def test_correction_keeps_the_wrong_row_and_needs_a_reason(
    cast: Cast, districts: OfficialRound, signed_in: SignedIn
) -> None:
    client, before = signed_in(cast.chief), ours(districts)
    address = reverse("scoring:correct_rank_result", args=[before.pk])
    facts = {"place": OURS, "group": "第二组", "total": "95.5", "methods": "材料审核=90/100", "items": ""}
    assert client.post(address, facts).status_code == 422
    assert client.post(address, {**facts, "methods": "九十分", "reason": "更正"}).status_code == 422

    assert client.post(address, {**facts, "reason": "公布更正"}).status_code == 302

    now = ours(districts)
    assert (now.total, now.corrects_id, now.reason) == (Decimal("95.5"), before.pk, "公布更正")
    assert now.methods == [{"name": "材料审核", "earned": "90", "full": "100"}]
    assert "组内名次1" in text_of(page(client, districts))
    assert "公布更正" in client.get(reverse("scoring:correct_rank_result", args=[now.pk])).content.decode()
    with pytest.raises(PlaceKnown, match="刚被别人更正"):
        correct_official_result(actor=SYSTEM, result_id=before.pk, facts=ResultFacts(OURS), reason="再来")


def test_what_lost_most_is_set_against_our_own_sheet_of_today(
    cast: Cast, framework: Framework, signed_in: SignedIn
) -> None:
    header = ("区县", "总分", "材料审核", "实地考察", "生活环境（60分）", "公共服务（40分）")
    bring(book_of([OURS, 80, 90, 70, 50, 20], ["虚构区", 81, 90, 71, 52, 20], header=header))
    found = OfficialRound.objects.get()
    told = Told(today(), "台账")
    record_proof(actor=SYSTEM, standard_id=standard_of(framework, "2").pk, accepted=3, required=4, told=told)

    text = text_of(page(signed_in(cast.leader), found))

    assert "公共服务20.0020.0040.0050.0075.00好转+25.00" in text
    assert "生活环境10.0050.0060.0083.33—不知道" in text
    assert text.index("公共服务20.00") < text.index("生活环境10.00")


def test_item_that_is_only_alike_is_confirmed_by_a_person_for_all_rounds(
    cast: Cast, framework: Framework, signed_in: SignedIn
) -> None:
    bring(book_of([OURS, 80, 20], ["虚构区", 81, 20], header=("区县", "总分", "优质公共服务供给（40分）")))
    found, client = OfficialRound.objects.get(), signed_in(cast.chief)
    assert "可能是“公共服务”，请确认" in page(client, found)
    address = reverse("scoring:decide_match", args=[found.pk])

    assert client.post(address, {"published": "优质公共服务供给", "item": "无此项"}).status_code == 422
    assert client.post(address, {"published": "优质公共服务供给", "item": "公共服务"}).status_code == 302

    assert "对照“公共服务”" in page(client, found)
    client.post(address, {"published": "优质公共服务供给", "item": ""})
    assert "我们的体系里没有对应的" in page(client, found)


def test_second_round_says_how_many_places_we_rose_and_draws_the_trend(
    cast: Cast, districts: OfficialRound, signed_in: SignedIn
) -> None:
    rows = district_rows()
    rows[5][3] = 96
    bring(book_of(*rows, title="2026年1月虚构市文明城区测评"))
    last = OfficialRound.objects.get(name__startswith="2026")

    html = page(signed_in(cast.leader), last, "?rival=虚构一甲区")

    assert "比“2025年度虚构市文明城区测评结果”升1位" in text_of(html)
    chart = json.loads(re.search(r'id="rank-trend"[^>]*>(.*?)</script>', html, re.DOTALL)[1])  # type: ignore[index] # it is there
    assert [(series["name"], series["values"]) for series in chart["series"]] == [
        (OURS, [93.9, 96.0]),
        ("虚构一甲区", [95.0, 95.0]),
    ]


def test_latest_standing_costs_the_same_for_few_and_many(
    cast: Cast, districts: OfficialRound, django_assert_num_queries: Any
) -> None:
    actor = actor_of(cast.leader)
    with django_assert_num_queries(4):
        found = latest_standing(actor)

    assert found is not None
    assert (found.place, found.sharing, found.size, found.everybody, found.change) == (2, 2, 6, 24, None)
    assert latest_standing(actor_of(cast.liaison)) is None


def test_page_costs_the_same_for_few_and_many(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.chief)

    def asked(count: int) -> int:
        rows = [["", "", f"虚构{at}区" if at else OURS, 90 - at / 10] for at in range(count)]
        bring(book_of(*rows, title=f"2024年{count}个地区的测评"))
        found = OfficialRound.objects.get(name__contains=f"{count}个")
        with django_assert_max_num_queries(40) as captured:
            page(client, found)
        return len(captured)

    asked(2)
    page(client, OfficialRound.objects.get())
    assert asked(3) == asked(60)


def test_papers_say_what_the_page_says_and_the_workbook_comes_back_unchanged(
    cast: Cast, districts: OfficialRound, signed_in: SignedIn
) -> None:
    record_hard_fault(actor=SYSTEM, result_id=ours(districts).pk, text="文物被毁")
    client = signed_in(cast.leader)

    workbook = b"".join(client.get(reverse("scoring:rank_workbook", args=[districts.pk])).streaming_content)  # type: ignore[attr-defined] # a file
    notice = b"".join(client.get(reverse("scoring:rank_bulletin", args=[districts.pk])).streaming_content)  # type: ignore[attr-defined] # a file

    report = bring(read_book(workbook, name="结果.xlsx"))
    assert (report.read, report.created, report.updated, report.unchanged) == (24, 0, 0, 24)
    assert (OfficialResult.objects.count(), HardFault.objects.count()) == (24, 1)
    words = docx.Document(io.BytesIO(notice))
    said = "".join(paragraph.text for paragraph in words.paragraphs)
    assert "组内名次2（并列）个" not in said
    assert "文物被毁" in said
    assert len(words.tables) == 4
    assert {cell.text for row in words.tables[1].rows for cell in row.cells} >= {OURS, "93.90"}


@pytest.mark.parametrize("name", ["2025年度市级测评", "2025年度市级测评结果", "2025年度市级测评结果通报"])
def test_notice_says_results_once_in_its_title(districts: OfficialRound, name: str) -> None:
    districts.name = name
    found = replace(round_results(actor=SYSTEM, round_id=districts.pk), round=districts)
    words = docx.Document(io.BytesIO(round_bulletin(found, before=None, lost=None, void="")))
    assert words.paragraphs[0].text == "2025年度市级测评结果通报"


def test_workbook_says_that_a_veto_stands_and_still_comes_back_unchanged(
    cast: Cast, framework: Framework, districts: OfficialRound, signed_in: SignedIn
) -> None:
    standing(cast, with_entries(framework).negative_entries.get(code="N1"))
    answer: Any = signed_in(cast.leader).get(reverse("scoring:rank_workbook", args=[districts.pk]))
    book = read_book(b"".join(answer.streaming_content), name="结果.xlsx")
    report = bring(book)
    assert (report.read, report.created, report.updated, report.unchanged) == (24, 0, 0, 24)
    assert OfficialResult.objects.get(is_ours=True).items == ours(districts).items


def test_place_comes_once_and_a_fault_is_taken_back_once(cast: Cast, districts: OfficialRound) -> None:
    with pytest.raises(PlaceKnown, match="要改请用更正"):
        record_official_result(actor=actor_of(cast.chief), round_id=districts.pk, facts=ResultFacts(f" {OURS} "))
    fault = record_hard_fault(actor=SYSTEM, result_id=ours(districts).pk, text="文物被毁")
    take_back_hard_fault(actor=SYSTEM, fault_id=fault.pk, reason="错了")
    with pytest.raises(Exception, match="已经撤回"):
        take_back_hard_fault(actor=SYSTEM, fault_id=fault.pk, reason="再撤")


def test_round_is_made_and_changed_on_its_page(cast: Cast, framework: Framework, signed_in: SignedIn) -> None:
    client, address = signed_in(cast.chief), reverse("scoring:add_rank_round")
    facts = {"framework": framework.pk, "name": "2025年省级测评", "held_on": "2025-11-01", "level": "provincial"}
    assert client.post(address, facts).status_code == 302
    assert client.post(address, facts).status_code == 422

    made = OfficialRound.objects.get()
    assert "这一轮还没有结果" in page(client, made)
    changed = client.post(reverse("scoring:change_rank_round", args=[made.pk]), {**facts, "quota": "3", "line": "85"})
    assert changed.status_code == 302
    made.refresh_from_db()
    assert (made.quota, made.line, made.held_on) == (3, Decimal(85), date(2025, 11, 1))
    added = {"place": OURS, "total": "88.125"}
    assert client.post(reverse("scoring:add_rank_result", args=[made.pk]), added).status_code == 302
    assert "88.125" in page(client, made)


def test_api_gives_and_takes_what_the_page_does(cast: Cast, districts: OfficialRound, signed_in: SignedIn) -> None:
    leader, chief = signed_in(cast.leader), signed_in(cast.chief)

    found = leader.get(f"/api/v1/official-rounds/{districts.pk}").json()
    latest = leader.get("/api/v1/official-rounds/latest-standing").json()
    key = next(each["result"]["id"] for each in found["places"] if each["result"]["is_ours"])

    assert (latest["place"], latest["size"], latest["round"]["name"]) == (2, 6, districts.name)
    assert [(scope["name"], scope["size"]) for scope in found["scopes"]][:2] == [("", 24), ("第一组", 4)]
    correction = {"total": "95", "group": "第二组", "reason": "公布更正"}
    answer = chief.post(f"/api/v1/official-results/{key}/corrections", correction, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert leader.get("/api/v1/official-rounds/latest-standing").json()["place"] == 1
    refused = leader.post(f"/api/v1/official-results/{key}/hard-faults", {"text": "x"}, content_type="application/json")
    assert refused.status_code == 403
