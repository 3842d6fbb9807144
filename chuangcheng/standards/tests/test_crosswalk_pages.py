"""The pages of the crosswalk: suggested, confirmed several at once, refused, by hand, changed, ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.core.access import SYSTEM
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.standards.models import Framework, RefusedPair, StandardLink
from chuangcheng.standards.queries import linked_standards, suggestions
from chuangcheng.standards.services import carry_over, load_samples
from chuangcheng.standards.testing import make_draft, make_framework, standard_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Framework, Framework]:
    drafts = {"6.3": "公共厕所设施完好、有专人保洁，无异味。", "8.1": "空气质量优良天数完成年度目标。"}
    civilised = make_framework(*(make_draft(code, text=text) for code, text in drafts.items()), name="文明")
    others = {"W3": "公共厕所有专人保洁，设施完好，无明显异味。", "W4": "空气质量优良天数完成年度目标。"}
    return civilised, make_framework(*(make_draft(code, text=text) for code, text in others.items()), name="卫生")


def address(name: str, pair: tuple[Framework, Framework]) -> str:
    return reverse(f"standards:{name}", args=[each.pk for each in pair])


def chosen(pair: tuple[Framework, Framework]) -> list[str]:
    found = suggestions(first_id=pair[0].pk, second_id=pair[1].pk)
    return [f"{each.first.pk}-{each.second.pk}" for each in found]


def test_suggestions_stand_best_first_and_are_confirmed_together(cast: Cast, pair: Any) -> None:
    office = signed_in(cast.chief)
    page = office.get(address("crosswalk_pair", pair) + "?tab=suggested").content.decode()
    assert page.index("空气质量") < page.index("公共厕所")

    sent = {"pair": chosen(pair), "relation": "equal", "share": "", "reason": "文字相同", "confirm": "1"}
    page = office.post(address("decide_links", pair), sent, follow=True).content.decode()
    assert "已对照2对标准。" in page
    assert "没有待确认的建议" in page
    assert {link.origin for link in StandardLink.objects.all()} == {"suggestion"}
    assert "2 / 2" in office.get(reverse("standards:crosswalk")).content.decode()
    page = office.get(address("crosswalk_pair", pair)).content.decode()
    assert "这两个体系之间还没有对照" not in page


def test_refused_suggestion_goes_and_comes_back(cast: Cast, pair: Any) -> None:
    office = signed_in(cast.chief)
    sent = {"pair": chosen(pair)[:1], "relation": "equal", "reason": "范围不同", "refuse": "1"}
    page = office.post(address("decide_links", pair), sent, follow=True).content.decode()
    assert "不采纳的建议" in page
    assert "范围不同" in page
    assert len(chosen(pair)) == 1

    refused = RefusedPair.objects.get()
    office.post(reverse("standards:take_up_pair", args=[refused.pk]))
    assert len(chosen(pair)) == 2


@pytest.mark.parametrize("values", [[], ["x"], ["1-2-3"], ["-"], ["99999999999999999999-1"], ["²-1"]])
def test_nothing_sensible_chosen_is_said_and_nothing_written(cast: Cast, pair: Any, values: list[str]) -> None:
    sent = {"pair": values, "relation": "equal", "confirm": "1"}
    page = signed_in(cast.chief).post(address("decide_links", pair), sent, follow=True).content.decode()
    assert "请先选择" in page
    assert not StandardLink.objects.exists()


def test_by_hand_changed_and_ended(cast: Cast, pair: Any) -> None:
    office = signed_in(cast.chief)
    form = {"first": "6.3", "second": "W9", "relation": "overlaps", "share": "60", "reason": ""}
    answer = office.post(address("new_link", pair), form)
    assert (answer.status_code, "没有这个编号的标准" in answer.content.decode()) == (422, True)
    answer = office.post(address("new_link", pair), {**form, "second": "W3", "share": ""})
    assert (answer.status_code, "重合比例" in answer.content.decode()) == (422, True)
    page = office.post(address("new_link", pair), {**form, "second": "W3"}, follow=True).content.decode()
    assert "部分重合（约60%）" in page

    link = StandardLink.objects.get()
    changed = {"relation": "covers", "share": "", "reason": "重新核对"}
    page = office.post(reverse("standards:edit_link", args=[link.pk]), changed, follow=True).content.decode()
    assert "已结束的对照" in page
    link = StandardLink.objects.get(ended_at__isnull=True)
    page = office.get(reverse("standards:standard", args=[link.second_id])).content.decode()
    assert "对方的检查和材料计入本条。" in page
    office.post(reverse("standards:remove_link", args=[link.pk]), {"reason": "口径不同"})
    assert not StandardLink.objects.filter(ended_at__isnull=True).exists()


def test_who_only_reads_sees_no_acts(cast: Cast, pair: Any) -> None:
    leader = signed_in(cast.leader)
    for tab in ("linked", "suggested", "open"):
        page = leader.get(address("crosswalk_pair", pair) + f"?tab={tab}").content.decode()
        assert "手工对照</a>" not in page
        assert 'name="pair"' not in page
    assert leader.post(address("decide_links", pair), {}).status_code == 403


def test_pages_cost_few_queries(cast: Cast) -> None:
    load_samples(actor=SYSTEM)
    first, second = Framework.objects.get(code="sample-civilised"), Framework.objects.get(code="sample-hygiene")
    office = signed_in(cast.chief)
    office.get("/")
    for tab in ("linked", "suggested", "open"):
        with CaptureQueriesContext(connection) as queries:
            office.get(address("crosswalk_pair", (first, second)) + f"?tab={tab}")
        assert len(queries) <= 15
    with CaptureQueriesContext(connection) as queries:
        office.get(reverse("standards:crosswalk"))
    assert len(queries) <= 15


def test_samples_hang_together_and_the_civilised_one_is_shown_first(cast: Cast) -> None:
    civilised = load_samples(actor=SYSTEM)
    load_samples(actor=SYSTEM)

    assert Framework.objects.order_by("-created_at").first() == civilised
    assert sorted(Framework.objects.values_list("programme", flat=True)) == ["civilised", "garden", "hygiene"]
    assert all(Framework.objects.values_list("is_sample", flat=True))
    toilets = linked_standards([standard_of(civilised, "6.3.1").pk])
    assert sorted(each.standard.code for rows in toilets.values() for each in rows) == ["W3.2", "Y2.4"]


def test_new_edition_keeps_the_links_and_offers_the_old_one(cast: Cast, pair: Any) -> None:
    office = signed_in(cast.chief)
    office.post(address("decide_links", pair), {"pair": chosen(pair), "relation": "equal", "confirm": "1"})
    new = carry_over(actor=SYSTEM, framework_id=pair[0].pk, edition="2027版", starts_on=pair[0].created_at.date())
    new.state = Framework.State.IN_FORCE
    new.save(update_fields=["state"])

    found = linked_standards([standard_of(new, "6.3").pk])
    seen = {(each.framework.name, each.framework.edition, each.counts_here) for rows in found.values() for each in rows}
    assert seen == {("卫生", "2026版", True), ("文明", "2026版", False)}


def test_api_does_what_the_pages_do(cast: Cast, pair: Any) -> None:
    office, api = signed_in(cast.chief), "/api/v1"
    between = f"{api}/crosswalk/{pair[0].pk}/{pair[1].pk}"
    first, second = office.get(f"{between}/suggestions").json()
    ids = {"first_id": second["first"]["id"], "second_id": second["second"]["id"]}
    refused = office.post(f"{api}/crosswalk-refusals", ids, "application/json").json()
    assert [row["id"] for row in office.get(f"{between}/refused").json()] == [refused["id"]]
    assert office.post(f"{api}/crosswalk-refusals/{refused['id']}/take-up").status_code == 204

    ids = {"first_id": first["first"]["id"], "second_id": first["second"]["id"]}
    given = {"links": [{**ids, "relation": "equal"}]}
    (made,) = office.post(f"{api}/crosswalk-links", given, "application/json").json()
    (seen,) = office.get(f"{api}/standards/{ids['second_id']}/links").json()
    assert (seen["link_id"], seen["counts_here"], seen["standard"]["id"]) == (made["id"], True, ids["first_id"])
    assert [row["code"] for row in office.get(f"{between}/open").json()] == ["6.3"]
    said = {**ids, "relation": "overlaps", "share": "0.4", "reason": "核对"}
    changed = office.patch(f"{api}/crosswalk-links/{made['id']}", said, "application/json").json()
    assert changed["share"] == "0.40"
    ended = office.post(f"{api}/crosswalk-links/{changed['id']}/end", {"reason": "不成立"}, "application/json").json()
    assert ended["end_reason"] == "不成立"
    assert len(office.get(between).json()) == 2
    assert office.get(f"{api}/crosswalk").json()[0]["first_linked"] == 0
    assert office.post(f"{api}/crosswalk-links", {**given, "more": 1}, "application/json").status_code == 422
