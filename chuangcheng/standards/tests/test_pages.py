"""The pages of frameworks and duties: what each role sees, what is refused and said beside the field."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.models import Duty, DutyRuling, Framework, SiteType
from chuangcheng.standards.testing import make_draft, make_framework, make_part, standard_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SignedIn = Callable[[Any], Client]
PART_FORM = {"parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0", "parts-0-method": "", "parts-0-rule": ""}
STANDARD_FORM = {"code": "1.1", "item": "生活环境", "content": "道路", "text": "路面平整", "marks": "2", **PART_FORM}


@pytest.fixture
def signed_in() -> SignedIn:
    def sign_in(person: Any) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return sign_in


def at(name: str, *args: Any) -> str:
    return reverse(f"standards:{name}", args=args)


def read(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(at(name, *args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_first_day_says_who_brings_a_framework_and_offers_the_ways(cast: Cast, signed_in: SignedIn) -> None:
    page = read(signed_in(cast.chief), "frameworks")
    assert "还没有测评体系" in page
    assert "装入示例体系" in page
    assert "装入示例体系</button>" not in read(signed_in(cast.leader), "frameworks")


def test_draft_is_seen_by_the_office_only(cast: Cast, signed_in: SignedIn) -> None:
    draft = make_framework(state=Framework.State.DRAFT)

    assert "这是草稿" in read(signed_in(cast.chief), "framework", draft.pk)
    assert signed_in(cast.leader).get(at("framework", draft.pk)).status_code == 404


def test_standard_is_mended_in_a_draft_and_what_is_wrong_stands_beside_the_field(
    cast: Cast, signed_in: SignedIn
) -> None:
    draft = make_framework(make_draft("1.1"), state=Framework.State.DRAFT)
    row, client = standard_of(draft, "1.1"), signed_in(cast.chief)

    refused = client.post(at("edit_standard", row.pk), {**STANDARD_FORM, "marks": "0"})
    assert refused.status_code == 422
    assert "分值应大于0" in refused.content.decode()
    wrong = client.post(at("edit_standard", row.pk), {**STANDARD_FORM, "text": ""})
    assert 'id="id_text_error"' in wrong.content.decode() or "is-invalid" in wrong.content.decode()
    saved = client.post(at("edit_standard", row.pk), STANDARD_FORM, follow=True)
    assert "路面平整" in saved.content.decode()


def test_form_of_an_edition_in_force_is_refused_with_a_sentence(cast: Cast, signed_in: SignedIn) -> None:
    row = standard_of(make_framework(), "1.1")

    for name, key in (("edit_standard", row.pk), ("edit_item", row.content.item_id), ("edit_content", row.content_id)):
        answer = signed_in(cast.chief).get(at(name, key))
        assert answer.status_code == 409
        assert "已经启用" in answer.content.decode()


def test_item_is_renamed_on_its_page(cast: Cast, signed_in: SignedIn) -> None:
    draft = make_framework(make_draft("1.1"), state=Framework.State.DRAFT)
    client, row = signed_in(cast.chief), standard_of(draft, "1.1")

    client.post(at("edit_item", row.content.item_id), {"name": "宜居环境", "code": "一"})
    client.post(at("edit_content", row.content_id), {"name": "街面"})

    page = read(client, "framework", draft.pk)
    assert "一　宜居环境" in page
    assert "街面" in page


def test_rules_are_said_in_words(cast: Cast, signed_in: SignedIn) -> None:
    parts = (make_part("实地考察", Decimal(1), "deduct", "per=0.5;cap=3"),)
    row = standard_of(make_framework(make_draft("1.1", parts=parts)), "1.1")

    page = read(signed_in(cast.liaison), "standard", row.pk)
    assert "每处扣0.5分，最多扣3分" in page
    assert "per=" not in page


def test_refused_duty_comes_back_with_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    row = standard_of(make_framework(), "1.1")

    answer = signed_in(cast.chief).post(at("add_duty", row.pk), {"unit": "没有的局", "kind": "lead", "starts_on": ""})

    assert answer.status_code == 422
    assert "没有的局" in answer.content.decode()
    assert "没有找到这个单位" in answer.content.decode()
    assert not Duty.objects.exists()


def test_dispute_waits_on_the_leaders_page_and_each_question_has_its_own_form(cast: Cast, signed_in: SignedIn) -> None:
    row = standard_of(make_framework(), "1.1")
    first, second = (
        DutyRuling.objects.create(standard=row, raised_by_unit=unit, question=f"{unit.name}问谁负责")
        for unit in (cast.sanitation, cast.east)
    )
    leader = signed_in(cast.leader)
    assert "区城管局问谁负责" in leader.get("/").content.decode()

    answer = leader.post(at("rule_duty", row.pk, second.pk), {"unit": "东关街道", "reason": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="ruling{first.pk}_unit"' in page
    assert page.count('value="东关街道"') == 1

    leader.post(at("rule_duty", row.pk, second.pk), {"unit": "东关街道", "reason": "属地管理"})
    assert "由东关街道牵头。" in read(signed_in(cast.liaison), "standard", row.pk)


def test_duties_of_a_unit_are_printed_and_of_another_day_are_not(cast: Cast, signed_in: SignedIn) -> None:
    row = standard_of(make_framework(), "1.1")
    row.duties.create(unit=cast.sanitation, kind="lead", starts_on=today())
    client = signed_in(cast.liaison)

    assert "标准1.1" in read(client, "unit_duties", cast.sanitation.pk)
    assert "标准1.1" not in read(client, "unit_duties", cast.sanitation.pk, query="?day=2020-01-01")
    assert "导入任务分解表" not in read(client, "duties")
    assert "导入任务分解表" in read(signed_in(cast.chief), "duties")


def test_tree_is_searched_by_words_method_and_unit(cast: Cast, signed_in: SignedIn) -> None:
    framework = make_framework(make_draft("1.1", text="路面平整"), make_draft("2.1", text="窗口整洁", item="政务"))
    standard_of(framework, "2.1").duties.create(unit=cast.sanitation, kind="lead", starts_on=today())
    client = signed_in(cast.leader)

    for query in ("?words=窗口", "?unit=区城管局"):
        page = read(client, "framework", framework.pk, query=query)
        assert "窗口整洁" in page
        assert "路面平整" not in page
    assert "没有符合条件的标准" in read(client, "framework", framework.pk, query="?words=不存在")


@pytest.mark.parametrize("name", ["framework", "gaps", "duties", "unit_duties", "leader_duties", "negative_list"])
def test_statements_do_not_grow_with_the_rows(cast: Cast, signed_in: SignedIn, name: str) -> None:
    client = signed_in(cast.chief)
    few, many = (_filled(cast, size, f"体系{size}") for size in (2, 30))

    def statements(framework: Framework) -> int:
        keys = {"unit_duties": [cast.sanitation.pk], "leader_duties": [cast.leader.pk], "duties": []}
        Framework.objects.exclude(pk=framework.pk).update(state=Framework.State.CLOSED)
        Framework.objects.filter(pk=framework.pk).update(state=Framework.State.IN_FORCE)
        with CaptureQueriesContext(connection) as found:
            read(client, name, *keys.get(name, [framework.pk]))
        return len(found)

    statements(few)
    assert statements(few) == statements(many)


def _filled(cast: Cast, size: int, name: str) -> Framework:
    """An edition with so many items, standards, duties, leaders and entries."""
    site_type, _made = SiteType.objects.get_or_create(code="lane", name="背街小巷")
    drafts = [make_draft(f"{n}.1", item=f"项目{n}", site_types=(site_type.name,)) for n in range(size)]
    framework = make_framework(*drafts, name=name)
    for row in framework.standards.select_related("content__item"):
        row.duties.create(unit=cast.sanitation, kind="lead", starts_on=today())
        row.content.item.leaders.create(person=cast.leader, starts_on=today())
        framework.negative_entries.create(code=row.code, domain="安全", text="事故", sanction="void", order=row.order)
    return framework
