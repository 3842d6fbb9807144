from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.inspections.services import correct_answer
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.scoring.services import Told, record_linked_score, record_value
from chuangcheng.standards.models import Framework, Part
from chuangcheng.standards.testing import make_draft, make_framework, make_part

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SignedIn = Callable[[Any], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    def sign_in(person: Any) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def field(cast: Cast) -> Field:
    """Markets whose standards are each scored by the share of checks that passed."""
    made = make_field(cast, sites=2)
    for standard in made.standards.values():
        Part.objects.create(standard=standard, method="实地考察", share=Decimal(1), rule="pass_rate", order=0)
    return made


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    response = client.get(reverse(f"scoring:{name}", args=args) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_first_day_says_who_brings_a_framework(cast: Cast, signed_in: SignedIn) -> None:
    assert "还没有执行中的测评体系" in page(signed_in(cast.leader), "current")


def test_total_opens_down_to_the_visit(cast: Cast, field: Field, signed_in: SignedIn) -> None:
    visit = make_visit(cast, field, make_round(cast, field, state="running"), litter={"faults": 3})
    bring_to(cast, visit.round, "released")
    client = signed_in(cast.chief)

    sheet = page(client, "sheet", field.framework.pk)
    links = re.findall(r'href="(/scores/standards/(\d+)/)"', sheet)
    detail = page(client, "standard", field.standards["2.1"].pk)

    assert "83.33" in sheet  # 1.1 and 1.2 all, 2.1 half: 12.5 of 15
    assert str(field.standards["2.1"].pk) in {key for _link, key in links}
    assert "检查2次，合格1次：5×1÷2＝2.50分。" in detail
    assert f"/visits/{visit.pk}/" in detail
    assert client.get(f"/visits/{visit.pk}/").status_code == 200


def test_round_not_released_is_nowhere_on_the_sheet(cast: Cast, field: Field, signed_in: SignedIn) -> None:
    make_visit(cast, field, make_round(cast, field, state="running", name="秘密轮次"), litter={"faults": 3})

    client = signed_in(cast.chief)

    assert "待测" in page(client, "sheet", field.framework.pk)
    assert "秘密轮次" not in page(client, "standard", field.standards["2.1"].pk)


def test_sheet_follows_a_release_and_a_correction_at_once(cast: Cast, field: Field, signed_in: SignedIn) -> None:
    client, key = signed_in(cast.chief), field.framework.pk
    visit = make_visit(cast, field, make_round(cast, field, state="running"), litter={"faults": 3})
    before = page(client, "sheet", key)
    bring_to(cast, visit.round, "released")
    released = page(client, "sheet", key)
    answer = visit.answers.get(item=field.items["litter"])
    correct_answer(actor=actor_of(cast.chief), answer_id=answer.pk, verdict="pass", violations=0, reason="看错了")
    corrected = page(client, "sheet", key)

    assert "83.33" not in before
    assert "83.33" in released
    assert "100.00" in corrected
    assert "83.33" not in corrected


def test_sheet_follows_a_recorded_fact_at_once(cast: Cast, signed_in: SignedIn) -> None:
    part = make_part("问卷调查", Decimal(1), "threshold", "target=90;floor=80;linear=1")
    framework = make_framework(make_draft("1", parts=(part,)))
    client = signed_in(cast.chief)
    before = page(client, "sheet", framework.pk)
    key = framework.standards.get().pk
    record_value(actor=SYSTEM, standard_id=key, number=Decimal(85), told=Told(today(), "调查"))

    assert "50.00" not in before
    assert "50.00" in page(client, "sheet", framework.pk)
    assert "数值85，达标线90，底线80：1分得0.50分。" in page(client, "standard", key)


def test_permanent_link_shows_what_was_known_then(cast: Cast, field: Field, signed_in: SignedIn) -> None:
    client, key = signed_in(cast.chief), field.framework.pk
    visit = make_visit(cast, field, make_round(cast, field, state="running"), litter={"faults": 3})
    bring_to(cast, visit.round, "released")
    link = re.search(r'href="(http://testserver/scores/[^"]+known=[^"]+)"', page(client, "sheet", key))
    assert link is not None
    answer = visit.answers.get(item=field.items["litter"])
    correct_answer(actor=actor_of(cast.chief), answer_id=answer.pk, verdict="pass", violations=0, reason="看错了")

    kept = client.get(link[1].replace("&amp;", "&")).content.decode()

    assert "83.33" in kept
    assert "当时已知的情况" in kept


@pytest.mark.parametrize("query", ["?known=昨天", "?known=2099-01-01T00:00:00Z", "?day=2099-01-01", "?kinds=secret"])
def test_choice_that_cannot_be_is_said_and_not_used(cast: Cast, signed_in: SignedIn, query: str) -> None:
    framework = make_framework()

    assert "field-error" in page(signed_in(cast.chief), "sheet", framework.pk, query=query)


def test_kinds_of_rounds_and_subject_are_chosen_in_the_address(cast: Cast, field: Field, signed_in: SignedIn) -> None:
    visit = make_visit(cast, field, make_round(cast, field, state="running", kind="weekly"), litter={"faults": 3})
    bring_to(cast, visit.round, "released")
    client, key = signed_in(cast.chief), field.framework.pk

    assert "83.33" in page(client, "sheet", key, query="?kinds=weekly&kinds=patrol")
    assert "83.33" not in page(client, "sheet", key, query="?kinds=mystery")
    assert "83.33" in page(client, "sheet", key, query="?unit=东关街道")
    assert "83.33" not in page(client, "sheet", key, query="?unit=西苑街道")


def test_unit_sees_its_own_subject_and_no_other(cast: Cast, signed_in: SignedIn) -> None:
    framework = make_framework()
    client = signed_in(cast.east_liaison)

    page(client, "sheet", framework.pk, query="?unit=东关街道")
    assert client.get(f"/scores/{framework.pk}/?unit=西苑街道").status_code == 404


def test_unit_sees_only_checks_at_its_own_sites(cast: Cast, field: Field, signed_in: SignedIn) -> None:
    visit = make_visit(cast, field, make_round(cast, field, state="running"))
    bring_to(cast, visit.round, "released")
    key = field.standards["2.1"].pk

    theirs = page(signed_in(cast.west_liaison), "standard", key)
    own = page(signed_in(cast.east_liaison), "standard", key)

    assert f"/visits/{visit.pk}/" not in theirs
    assert f"/visits/{visit.pk}/" in own
    assert "检查2次，合格2次" in theirs


def test_signed_in_without_a_post_sees_no_score(cast: Cast, signed_in: SignedIn) -> None:
    framework = make_framework()

    assert signed_in(cast.stranger).get(f"/scores/{framework.pk}/").status_code == 403


def test_draft_is_scored_for_those_who_write_it_only(cast: Cast, signed_in: SignedIn) -> None:
    framework = make_framework(state=Framework.State.DRAFT)

    page(signed_in(cast.chief), "sheet", framework.pk)
    assert signed_in(cast.leader).get(f"/scores/{framework.pk}/").status_code == 404


def test_failed_gate_is_said_on_the_sheet(cast: Cast, signed_in: SignedIn) -> None:
    framework = make_framework(gate={"name": "未成年人", "min": "85", "share": "0.2"})
    client = signed_in(cast.chief)

    assert "还没有得分，总分暂按本体系计算" in page(client, "sheet", framework.pk)
    record_linked_score(actor=SYSTEM, framework_id=framework.pk, score=Decimal(80), told=Told(today(), "通报"))
    assert "门槛未过：“未成年人”80.00分，低于85分；它占总分20%。" in page(client, "sheet", framework.pk)


def test_rules_that_cannot_be_used_are_listed(cast: Cast, signed_in: SignedIn) -> None:
    broken = make_part("实地考察", Decimal(1), "deduct", "cap=3")
    framework = make_framework(make_draft("1", parts=(broken,)), make_draft("2", parts=()))

    sheet = page(signed_in(cast.chief), "sheet", framework.pk)

    assert "标准“1”的缺少参数“per”。" in sheet
    assert "标准“2”没有计分部分，按待测处理。" in sheet


def test_hostile_texts_are_escaped(cast: Cast, signed_in: SignedIn) -> None:
    hostile = "<script>alert(1)</script>"
    framework = make_framework(
        make_draft("1", text=hostile, item=f"甲{hostile}", content=hostile), name=f"体系{hostile}"
    )
    client = signed_in(cast.chief)

    for html in (page(client, "sheet", framework.pk), page(client, "standard", framework.standards.get().pk)):
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html


def test_method_page_lists_what_each_standard_brings(cast: Cast, signed_in: SignedIn) -> None:
    framework = make_framework(make_draft("1.1", text="路面无破损"))
    client = signed_in(cast.chief)

    assert "路面无破损" in page(client, "method", framework.pk, query="?method=实地考察")
    assert client.get(f"/scores/{framework.pk}/method/?method=抽签").status_code == 404


def test_sheet_comes_as_excel(cast: Cast, field: Field, signed_in: SignedIn) -> None:
    visit = make_visit(cast, field, make_round(cast, field, state="running"), litter={"faults": 3})
    bring_to(cast, visit.round, "released")

    response = signed_in(cast.chief).get(reverse("scoring:download_sheet", args=[field.framework.pk]))

    book = read_book(b"".join(response.streaming_content))  # type: ignore[attr-defined] # a file
    rows = {str(row[0]): row for sheet in book.sheets for row in sheet.rows}
    assert [sheet.name for sheet in book.sheets][:4] == ["总分", "方法", "项目", "标准"]
    assert rows["总分"][1] == "83.33"
    assert rows["2.1"][4:8] == [5, 2.5, 50, 2.5]


@pytest.mark.parametrize("name", ["sheet", "standard"])
def test_statements_do_not_grow_with_the_rows(
    cast: Cast, name: str, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.chief)

    def asked(count: int) -> int:
        drafts = [make_draft(str(number), item=f"项目{number % 5}") for number in range(count)]
        framework = make_framework(*drafts, name=f"体系{count}")
        key = framework.pk if name == "sheet" else framework.standards.all()[0].pk
        with django_assert_max_num_queries(40) as captured:
            page(client, name, key)
        return len(captured)

    asked(2)  # what a process reads once
    assert asked(3) == asked(30)


def test_kept_sheet_says_its_problems_in_the_language_of_each_reader(cast: Cast, signed_in: SignedIn) -> None:
    draft = make_draft("1", parts=(make_part("实地考察", Decimal(1), "deduct", "cap=3"),))
    framework = make_framework(draft, total=Decimal(7))
    chinese, english = signed_in(cast.chief), signed_in(cast.leader)
    english.post(reverse("set_language"), {"language": "en"})

    for _time in range(2):
        there, here = page(english, "sheet", framework.pk), page(chinese, "sheet", framework.pk)
        assert "体系写明总分7，各标准分值之和是1" in here
        assert "标准“1”的缺少参数“per”。" in here
        assert "states a total of 7, its standards add to 1" in there
        assert "parameter “per” is missing" in there
