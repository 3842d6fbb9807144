"""Cycles and acceptances: standing, need, the gate, and that what was closed never changes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.scoring.engine import Reach, score_text
from chuangcheng.scoring.models import Cycle, LinkedScore, YearResult
from chuangcheng.scoring.queries import cycle_now, cycle_view
from chuangcheng.scoring.services import (
    CycleClosed,
    CycleFacts,
    ResultFacts,
    RoundFacts,
    Told,
    YearClosed,
    YearsOpen,
    YearTold,
    change_cycle,
    close_cycle,
    close_year,
    correct_year,
    create_cycle,
    create_official_round,
    record_linked_score,
    record_official_result,
    record_proof,
)
from chuangcheng.scoring.tests.test_negative import standing, with_entries
from chuangcheng.standards.models import Framework
from chuangcheng.standards.testing import make_draft, make_framework, make_part, standard_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SignedIn = Callable[[Any], Client]
NEW, OLD = ["30", "30", "40"], ["15", "25", "60"]
GATE = {"name": "未成年人", "min": "85", "share": "0.2"}


@pytest.fixture
def signed_in() -> SignedIn:
    def sign_in(person: Any) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def framework(db: None) -> Framework:
    """An edition that weighs its years 30, 30 and 40, scored by material."""
    proof = make_part("网上申报", Decimal(1), "proof", "")
    return make_framework(make_draft("1", marks=Decimal(10), parts=(proof,)), cycle_weights=NEW, gate=GATE)


@pytest.fixture
def cycle(framework: Framework) -> Cycle:
    """A cycle that ended last year, with a line of 88."""
    facts = CycleFacts("上一周期", today().year - 3, line=Decimal(88))
    return create_cycle(actor=SYSTEM, framework_id=framework.pk, facts=facts)


def close(cycle: Cycle, *totals: str) -> None:
    """Closes the first years with these totals."""
    for at, total in enumerate(totals):
        told = YearTold(total=Decimal(total), source="公布文件")
        close_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year + at, told=told)


def full_of(cycle: Cycle) -> str | None:
    found = cycle_view(actor=SYSTEM, cycle_id=cycle.pk).prospect
    return score_text(found.standing.full) if found else None


def text_of(client: Client, cycle: Cycle, query: str = "") -> str:
    """What a person reads on the page, without blanks."""
    answer = client.get(reverse("scoring:cycle", args=[cycle.pk]) + query)
    assert answer.status_code == 200
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_ninety_eightyfive_eightyeight_give_87_70_by_the_new_and_87_55_by_the_old_weights(
    framework: Framework, cycle: Cycle
) -> None:
    close(cycle, "90", "85", "88")
    assert full_of(cycle) == "87.70"

    facts = CycleFacts(cycle.name, cycle.first_year, weights=OLD, line=cycle.line)
    change_cycle(actor=SYSTEM, cycle_id=cycle.pk, framework_id=framework.pk, facts=facts)
    assert full_of(cycle) == "87.55"


def test_changing_the_weights_of_the_edition_leaves_a_closed_cycle_as_it_was(
    framework: Framework, cycle: Cycle
) -> None:
    close(cycle, "90", "85", "88")
    close_cycle(actor=SYSTEM, cycle_id=cycle.pk)
    Framework.objects.filter(pk=framework.pk).update(cycle_weights=OLD, name="改名的体系")

    found = cycle_view(actor=SYSTEM, cycle_id=cycle.pk)

    assert full_of(cycle) == "87.70"
    assert (found.cycle.closed_weights, found.cycle.closed_edition) == (NEW, "测试体系（2026版）")
    facts = CycleFacts(cycle.name, cycle.first_year, weights=OLD)
    with pytest.raises(CycleClosed):
        change_cycle(actor=SYSTEM, cycle_id=cycle.pk, framework_id=framework.pk, facts=facts)
    told = YearTold(total=Decimal(99), source="文件")
    with pytest.raises(CycleClosed):
        correct_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=told, reason="改")


def test_open_cycle_follows_its_edition_and_a_closed_year_keeps_what_it_was(framework: Framework, cycle: Cycle) -> None:
    close(cycle, "90", "85", "88")
    Framework.objects.filter(pk=framework.pk).update(cycle_weights=OLD)

    assert full_of(cycle) == "87.55"
    assert [row.weights for row in YearResult.objects.all()] == [NEW] * 3


def test_cycle_is_closed_when_all_its_years_are(cycle: Cycle) -> None:
    close(cycle, "90", "85")
    with pytest.raises(YearsOpen, match=str(cycle.first_year + 2)):
        close_cycle(actor=SYSTEM, cycle_id=cycle.pk)


def test_year_taken_from_a_sheet_is_frozen_with_the_whole_sheet(framework: Framework, cycle: Cycle) -> None:
    key, told = standard_of(framework, "1").pk, Told(today(), "台账")
    record_proof(actor=SYSTEM, standard_id=key, accepted=3, required=4, told=told)
    made = close_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=YearTold(sheet_day=today()))
    record_proof(actor=SYSTEM, standard_id=key, accepted=4, required=4, told=told)

    made.refresh_from_db()
    assert made.total == Decimal(75)
    assert made.sheet is not None
    assert (made.sheet["total"], made.sheet["standards"][0]["earned"]) == ("75.00", "7.50")
    assert (made.edition, made.weights, made.origin) == ("测试体系（2026版）", NEW, "sheet")


def test_year_taken_from_an_official_result_keeps_it_after_a_correction(framework: Framework, cycle: Cycle) -> None:
    told = RoundFacts("国家测评", date(2025, 11, 1))
    found = create_official_round(actor=SYSTEM, framework_id=framework.pk, facts=told)
    result = record_official_result(actor=SYSTEM, round_id=found.pk, facts=ResultFacts("云澜区", total=Decimal("91.5")))

    made = close_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=YearTold(official_id=result.pk))

    assert (made.total, made.origin, made.source) == (Decimal("91.5"), "official", "国家测评")


def test_closed_year_is_corrected_by_a_row_with_a_reason(cycle: Cycle) -> None:
    close(cycle, "90")
    told = YearTold(total=Decimal(91), source="更正文件")
    with pytest.raises(YearClosed):
        close_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=told)
    with pytest.raises(InvalidInput, match="理由"):
        correct_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=told, reason=" ")

    correct_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=told, reason="公布更正")

    assert [(row.total, row.reason) for row in YearResult.objects.order_by("recorded_at")] == [
        (Decimal(90), ""),
        (Decimal(91), "公布更正"),
    ]
    found = cycle_view(actor=SYSTEM, cycle_id=cycle.pk).years[0].result
    assert found is not None
    assert found.total == Decimal(91)


@pytest.mark.parametrize(
    "told",
    [
        YearTold(),
        YearTold(total=Decimal(90)),
        YearTold(total=Decimal(101), source="文件"),
        YearTold(total=Decimal("NaN"), source="文件"),
        YearTold(total=Decimal(90), sheet_day=date(2025, 1, 1), source="文件"),
        YearTold(sheet_day=date(2099, 1, 1)),
        YearTold(sheet_day=date(2025, 1, 1)),
    ],
)
def test_result_that_cannot_be_is_refused(cycle: Cycle, told: YearTold) -> None:
    with pytest.raises(InvalidInput):
        close_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=told)
    assert not YearResult.objects.exists()


def test_year_to_come_and_year_outside_are_refused(framework: Framework) -> None:
    facts = CycleFacts("本周期", today().year)
    running = create_cycle(actor=SYSTEM, framework_id=framework.pk, facts=facts)
    told = YearTold(total=Decimal(90), source="文件")
    for year in (today().year + 1, today().year + 3, today().year - 1):
        with pytest.raises(InvalidInput):
            close_year(actor=SYSTEM, cycle_id=running.pk, year=year, told=told)


def test_page_says_what_the_rest_must_bring(cast: Cast, cycle: Cycle, signed_in: SignedIn) -> None:
    close(cycle, "90", "85")
    client = signed_in(cast.leader)

    text = text_of(client, cycle)

    # (88 − 0.3·90 − 0.3·85) / 0.4 = 88.75; so far (27 + 25.5) / 0.6 = 87.5
    assert "到目前为止87.50分" in text
    assert "要达到88.00分，剩余年份平均还需88.75分。" in text
    assert "登记结果" not in text
    assumed = text_of(client, cycle, f"?year={cycle.first_year + 2}&assumed=80")
    assert "得80分：全周期84.50分，没有达到88.00分。" in assumed


@pytest.mark.parametrize(
    ("totals", "line", "sentence"),
    [
        (["60", "60"], "88", "剩余年份就算都拿100分，也只有76.00分，到不了88.00分。"),
        (["100", "100"], "60", "剩余年份就算都拿0分，也有60.00分，已稳过60.00分。"),
        (["90", "85", "88"], "87.7", "全周期87.70分，达到87.70分。"),
    ],
)
def test_out_of_reach_secured_and_met_are_said(
    cast: Cast, framework: Framework, cycle: Cycle, signed_in: SignedIn, totals: list[str], line: str, sentence: str
) -> None:
    facts = CycleFacts(cycle.name, cycle.first_year, line=Decimal(line))
    change_cycle(actor=SYSTEM, cycle_id=cycle.pk, framework_id=framework.pk, facts=facts)
    close(cycle, *totals)

    assert sentence in text_of(signed_in(cast.leader), cycle)


def test_gate_is_unknown_then_passed_or_failed(
    cast: Cast, framework: Framework, cycle: Cycle, signed_in: SignedIn
) -> None:
    client = signed_in(cast.leader)
    assert "门槛“未成年人”还没有得分，过没过不知道。" in text_of(client, cycle)
    for score, word in (("84.99", "未过：84.99分，低于85分"), ("85", "已过：85.00分，不低于85分")):
        told = Told(today(), "通报")
        record_linked_score(actor=SYSTEM, framework_id=framework.pk, score=Decimal(score), told=told)
        assert f"门槛“未成年人”{word}" in text_of(client, cycle)


def test_linked_framework_in_the_product_offers_its_total_with_one_press(
    cast: Cast, cycle: Cycle, signed_in: SignedIn
) -> None:
    proof = make_part("网上申报", Decimal(1), "proof", "")
    linked = make_framework(make_draft("m", parts=(proof,)), name="未成年人思想道德建设测评体系")
    told = Told(today(), "台账")
    record_proof(actor=SYSTEM, standard_id=standard_of(linked, "m").pk, accepted=9, required=10, told=told)
    client = signed_in(cast.chief)
    assert "今天的90.00分" in text_of(client, cycle)

    assert client.post(reverse("scoring:gate_from_sheet", args=[cycle.pk])).status_code == 302

    assert LinkedScore.objects.get().score == Decimal(90)
    assert "已过：90.00分" in text_of(client, cycle)
    assert "今天的90.00分" not in text_of(client, cycle)


def test_acceptance_has_one_result_with_line_and_quota(cast: Cast, framework: Framework, signed_in: SignedIn) -> None:
    client = signed_in(cast.chief)
    facts = {"name": "县级验收", "framework": framework.pk, "kind": "acceptance", "first_year": today().year}
    address = reverse("scoring:add_cycle")
    assert client.post(address, {**facts, "line": "85", "quota": "3"}).status_code == 302
    made = Cycle.objects.get()

    year = reverse("scoring:year_result", args=[made.pk, today().year])
    assert client.post(year, {"origin": "typed", "total": "", "source": "文件"}).status_code == 422
    assert client.post(year, {"origin": "typed", "total": "86.5", "source": "文件"}).status_code == 302

    text = text_of(client, made)
    assert "全周期86.50分，达到85.00分。" in text
    assert "名额3个" in text
    assert client.post(reverse("scoring:end_cycle", args=[made.pk])).status_code == 302
    assert "已关闭" in text_of(client, made)


def test_only_the_office_writes(cast: Cast, framework: Framework, cycle: Cycle, signed_in: SignedIn) -> None:
    told = YearTold(total=Decimal(90), source="文件")
    with pytest.raises(NotPermitted):
        close_year(actor=actor_of(cast.leader), cycle_id=cycle.pk, year=cycle.first_year, told=told)
    assert signed_in(cast.leader).get(reverse("scoring:add_cycle")).status_code == 403
    assert signed_in(cast.stranger).get(reverse("scoring:cycle", args=[cycle.pk])).status_code == 403


def test_paper_and_api_say_the_same(cast: Cast, cycle: Cycle, signed_in: SignedIn) -> None:
    close(cycle, "90", "85")
    client = signed_in(cast.leader)

    told = client.get(f"/api/v1/cycles/{cycle.pk}").json()
    paper: Any = client.get(reverse("scoring:download_cycle", args=[cycle.pk]))
    said = "".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(b"".join(paper.streaming_content))).paragraphs
    )

    assert (told["prospect"]["so_far"], told["prospect"]["needed"], told["prospect"]["reach"]) == (
        "87.50",
        "88.75",
        "open",
    )
    gate: Any = {"name": "未成年人", "minimum": "85", "score": None, "passed": None, "offered": None, "void_by": []}
    assert told["gate"] == gate
    assert "剩余年份平均还需88.75分" in said
    assert "各年权重30/30/40" in said
    assumed = client.get(f"/api/v1/cycles/{cycle.pk}/assumed?year={cycle.first_year + 2}&assumed=100").json()
    assert (assumed["full"], assumed["reach"]) == ("92.50", "met")


def test_standing_veto_is_said_on_page_list_paper_and_api_and_kept_with_a_frozen_sheet(
    cast: Cast, framework: Framework, cycle: Cycle, signed_in: SignedIn
) -> None:
    entry = with_entries(framework).negative_entries.get(code="N1")
    key, told = standard_of(framework, "1").pk, Told(today(), "台账")
    record_proof(actor=SYSTEM, standard_id=key, accepted=3, required=4, told=told)
    standing(cast, entry)
    made = close_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=YearTold(sheet_day=today()))
    client, sentence = signed_in(cast.leader), "结果无效：负面清单N1成立，一票否决，以下得分不作数。"

    assert made.is_void
    assert sentence in text_of(client, cycle)
    assert sentence in client.get(reverse("scoring:cycles")).content.decode()
    assert client.get(f"/api/v1/cycles/{cycle.pk}").json()["void"] == ["N1"]
    paper: Any = client.get(reverse("scoring:download_cycle", args=[cycle.pk]))
    document = docx.Document(io.BytesIO(b"".join(paper.streaming_content)))
    assert sentence in "".join(paragraph.text for paragraph in document.paragraphs)
    assert "75.00（无效）" in {cell.text for row in document.tables[0].rows for cell in row.cells}


def test_running_cycle_costs_few_statements(
    cast: Cast, framework: Framework, cycle: Cycle, django_assert_num_queries: Any
) -> None:
    close(cycle, "90", "85", "88")
    running = create_cycle(actor=SYSTEM, framework_id=framework.pk, facts=CycleFacts("本周期", today().year - 1))
    actor = actor_of(cast.leader)

    with django_assert_num_queries(5):  # cycle, years, edition, hits, linked framework
        found = cycle_now(actor)

    assert found is not None
    assert (found.cycle.pk, found.finished, found.years, found.reach) == (running.pk, 0, 3, Reach.NO_LINE)
    assert cycle_now(actor_of(cast.stranger)) is None


def test_year_frozen_from_a_sheet_leads_to_that_sheet_for_ever(
    cast: Cast, framework: Framework, cycle: Cycle, signed_in: SignedIn
) -> None:
    key, told = standard_of(framework, "1").pk, Told(today(), "台账")
    record_proof(actor=SYSTEM, standard_id=key, accepted=3, required=4, told=told)
    made = close_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=YearTold(sheet_day=today()))
    record_proof(actor=SYSTEM, standard_id=key, accepted=1, required=4, told=told)

    assert made.stored is not None
    assert (made.total, made.stored.total) == (Decimal(75), Decimal(75))
    client = signed_in(cast.leader)
    assert (
        reverse("scoring:stored", args=[made.stored_id])
        in client.get(reverse("scoring:cycle", args=[cycle.pk])).content.decode()
    )
    assert "75.00" in client.get(reverse("scoring:stored", args=[made.stored_id])).content.decode()
    years = client.get(f"/api/v1/cycles/{cycle.pk}").json()["years"]
    assert years[0]["result"]["stored_id"] == str(made.stored_id)
    assert cycle_view(actor=SYSTEM, cycle_id=cycle.pk).years[0].result == made


def test_void_score_passes_no_gate(cast: Cast, framework: Framework, cycle: Cycle, signed_in: SignedIn) -> None:
    linked = with_entries(make_framework(make_draft("9"), name="未成年人思想道德建设测评体系"))
    record_linked_score(actor=SYSTEM, framework_id=framework.pk, score=Decimal(95), told=Told(today(), "公布"))
    client = signed_in(cast.leader)
    before = client.get(f"/api/v1/cycles/{cycle.pk}").json()["gate"]
    standing(cast, linked.negative_entries.get(code="N1"))
    gate = client.get(f"/api/v1/cycles/{cycle.pk}").json()["gate"]

    assert (before["passed"], before["void_by"]) == (True, [])
    assert (gate["passed"], gate["void_by"]) == (False, ["N1"])
    assert "门槛体系“未成年人”的结果无效" in text_of(client, cycle)
    assert "门槛体系“未成年人”的结果无效" in client.get(reverse("scoring:sheet", args=[framework.pk])).content.decode()
