from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from chuangcheng.core.ids import new_id
from chuangcheng.core.shell import navigation
from chuangcheng.core.times import now, today
from chuangcheng.core.todos import todos_of
from chuangcheng.inspections.models import Assignment, Check, Round
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of, signed_in


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=3)


def round_form(field: Field, **changed: Any) -> dict[str, Any]:
    days = {"starts_on": f"{today()}", "ends_on": f"{today() + timedelta(days=6)}"}
    facts = {"name": "11月第4周检查", "kind": "weekly", "framework": field.framework.pk, "round_id": f"{new_id()}"}
    return {**facts, **days, **changed}


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_planner_brings_a_round_from_nothing_to_its_release(cast: Cast, field: Field) -> None:
    chief = signed_in(cast.chief)
    assert chief.post("/rounds/new/", round_form(field)).status_code == 302
    found = Round.objects.get()
    page = f"/rounds/{found.pk}/"
    assert chief.post(f"{page}sites/", {"all": "1"}).status_code == 302
    ids = [f"{site.pk}" for site in field.sites]
    assert chief.post(f"{page}sites/assign/", {"site": ids[:1], "person": cast.inspector.pk}).status_code == 302
    assert chief.post(f"{page}sites/spread/", {"person": [cast.inspector.pk, cast.chief.pk]}).status_code == 302
    assert chief.post(f"{page}sites/remove/", {"site": ids[2:]}).status_code == 302
    assert found.assignments.exclude(inspector=None).count() == 2
    assert chief.post(f"{page}start/").status_code == 302
    make_visit(cast, field, Round.objects.get())
    assert chief.post(f"{page}finish/").status_code == 422
    assert chief.post(f"{page}finish/", {"reason": "暴雨停查"}).status_code == 302
    assert chief.post(f"{page}release/").status_code == 302
    shown = text_of(chief, page)
    assert "已发布" in shown
    assert "暴雨停查" in shown


def test_round_form_sent_twice_is_one_round(cast: Cast, field: Field) -> None:
    chief, form = signed_in(cast.chief), round_form(field)
    assert [chief.post("/rounds/new/", form).status_code for _time in range(2)] == [302, 302]
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写这一项"),
        ({"kind": "party"}, "选择一个有效的选项"),
        ({"ends_on": "2020-01-01"}, "结束日期不能早于开始日期"),
        ({"framework": "0"}, "选择一个有效的选项"),
    ],
)
def test_wrong_round_form_comes_back_with_a_sentence(
    cast: Cast, field: Field, wrong: dict[str, str], sentence: str
) -> None:
    response = signed_in(cast.chief).post("/rounds/new/", round_form(field, **wrong))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Round.objects.exists()


def test_edit_form_changes_name_and_days(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field), signed_in(cast.chief)
    address = f"/rounds/{found.pk}/edit/"
    assert "周检查" in text_of(chief, address)
    days = {"starts_on": f"{today()}", "ends_on": f"{today() + timedelta(days=9)}"}
    assert chief.post(address, {"name": "延长的检查", **days}).status_code == 302
    found.refresh_from_db()
    assert found.name == "延长的检查"
    bring_to(cast, found, "finished")
    assert chief.get(address).status_code == 409


def test_list_shows_rounds_by_state_with_progress(cast: Cast, field: Field) -> None:
    running = make_round(cast, field, name="进行中的检查")
    make_round(cast, field, name="准备中的检查", state="draft")
    make_visit(cast, field, running)
    chief = signed_in(cast.chief)
    page = text_of(chief, "/rounds/")
    assert "进行中的检查" in page
    assert "准备中的检查" not in page
    assert "已查1/3，33%" in page
    assert "准备中的检查" in text_of(chief, "/rounds/?view=draft")
    assert "没有符合条件的轮次" in text_of(chief, "/rounds/?q=不存在")
    assert "进行中的检查" in text_of(chief, "/rounds/?kind=weekly&q=检查")
    assert "进行中的检查" in text_of(signed_in(cast.inspector), "/rounds/?view=mine")
    assert "进行中的检查" not in text_of(signed_in(cast.leader), "/rounds/?view=mine")


def test_only_planners_are_offered_a_new_round(cast: Cast, field: Field) -> None:
    assert "/rounds/new/" in text_of(signed_in(cast.chief), "/rounds/")
    assert "/rounds/new/" not in text_of(signed_in(cast.leader), "/rounds/")
    assert signed_in(cast.leader).get("/rounds/new/").status_code == 403
    assert signed_in(cast.stranger).get("/rounds/").status_code == 403
    assert Client().get("/rounds/").status_code == 302


@pytest.mark.parametrize(
    ("state", "act"), [("draft", "启动"), ("running", "结束"), ("finished", "发布"), ("released", "")]
)
def test_head_offers_one_next_act(cast: Cast, field: Field, state: str, act: str) -> None:
    found = make_round(cast, field, state=state)
    page = text_of(signed_in(cast.chief), f"/rounds/{found.pk}/")
    head = page[page.index("detail-head") : page.index("</header>", page.index("detail-head"))]
    assert head.count("btn-primary") == (1 if act else 0)
    assert act in head


def test_round_page_shows_sites_by_filter(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    visit = make_visit(cast, field, found, litter={"faults": 1})
    chief, page = signed_in(cast.chief), f"/rounds/{found.pk}/"
    assert [text_of(chief, page).count(site.name + "</a>") for site in field.sites] == [1, 1, 1]
    open_sites = text_of(chief, f"{page}?visited=open")
    assert field.sites[0].name + "</a>" not in open_sites
    visited = text_of(chief, f"{page}?visited=visited")
    assert f"/visits/{visit.pk}/" in visited
    assert "70.00" in visited
    assert field.sites[1].name + "</a>" not in visited
    assert field.sites[1].name + "</a>" in text_of(chief, f"{page}?q=第2")
    assert "没有符合条件的点位" in text_of(chief, f"{page}?inspector=none")
    assert "没有符合条件的点位" in text_of(chief, f"{page}?area={cast.west.pk}")
    for nonsense in ("type=x", "inspector=x", "visited=x", "page=x", f"type={2**70}"):
        text_of(chief, f"{page}?{nonsense}")


def test_whole_round_stands_on_one_page_for_who_prints_it(
    cast: Cast, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chuangcheng.inspections.views.rounds.PAGE_SIZE", 1)
    found = make_round(cast, field)
    client = signed_in(cast.chief)
    first = client.get(f"/rounds/{found.pk}/").content.decode()
    assert "whole=1" in first
    whole = client.get(f"/rounds/{found.pk}/?whole=1").content.decode()
    assert (field.sites[1].name in first, field.sites[1].name in whole) == (False, True)


def test_liaison_sees_sites_of_own_street_in_an_open_round(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    page = f"/rounds/{found.pk}/"
    assert field.sites[0].name + "</a>" in text_of(signed_in(cast.east_liaison), page)
    assert field.sites[0].name + "</a>" not in text_of(signed_in(cast.west_liaison), page)
    assert field.sites[0].name + "</a>" in text_of(signed_in(cast.leader), page)


def test_absent_round_looks_like_one_that_is_not_yours(cast: Cast, field: Field) -> None:
    hidden = make_round(cast, field, kind="mystery")
    client = signed_in(cast.leader)
    answers = {
        client.get(f"/rounds/{key}/").content.decode().count("没有找到该检查轮次") for key in (hidden.pk, new_id())
    }
    assert answers == {1}


def test_sites_are_offered_by_type_and_area_and_added_as_ticked(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field, state="draft"), signed_in(cast.chief)
    Assignment.objects.all().delete()
    address = f"/rounds/{found.pk}/sites/"
    market = field.sites[0].site_type_id
    assert "第2集贸市场" in text_of(chief, f"{address}?type={market}&area=东关街道")
    assert "第2集贸市场" not in text_of(chief, f"{address}?area=西苑街道")
    assert "没有找到这个单位" in text_of(chief, f"{address}?area=不存在的街道")
    assert chief.post(f"{address}?q=第2", {"all": "1"}).status_code == 302
    assert found.assignments.get().site == field.sites[1]
    assert chief.post(address, {"site": [f"{field.sites[0].pk}"]}).status_code == 302
    assert found.assignments.count() == 2
    for wrong in ({}, {"site": ["no id"]}):
        assert chief.post(address, wrong).status_code == 422
    assert chief.post(address, {"site": [f"{new_id()}"]}).status_code == 302
    assert found.assignments.count() == 2


def test_assigning_to_nobody_chosen_or_to_a_wrong_person_is_refused(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field), signed_in(cast.chief)
    address, site = f"/rounds/{found.pk}/sites/assign/", f"{field.sites[0].pk}"
    assert chief.post(address, {"site": site, "person": ""}).status_code == 422
    assert chief.post(address, {"site": site, "person": f"{cast.liaison.pk}"}).status_code == 422
    assert chief.post(address, {"person": f"{cast.inspector.pk}"}).status_code == 422
    assert found.assignments.filter(inspector=cast.inspector).count() == 3
    assert chief.post(address, {"site": site, "person": "none"}).status_code == 302
    assert found.assignments.filter(inspector=None).count() == 1


def test_discarding_takes_a_draft_away(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, state="draft")
    assert signed_in(cast.chief).post(f"/rounds/{found.pk}/discard/").status_code == 302
    assert not Round.objects.exists()


def test_acts_are_refused_to_who_does_not_plan_and_by_get(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, state="draft")
    for act in ("start", "finish", "release", "discard", "sites/assign", "sites/spread", "sites/remove"):
        assert signed_in(cast.inspector).post(f"/rounds/{found.pk}/{act}/").status_code == 403
        opened = signed_in(cast.chief).get(f"/rounds/{found.pk}/{act}/")
        assert (opened.status_code, opened.headers["Allow"]) == (405, "POST")
        assert "按钮提交" in opened.content.decode()
    found.refresh_from_db()
    assert found.state == "draft"


def test_my_visits_lists_open_sites_in_order_and_what_is_done_today(cast: Cast, field: Field) -> None:
    found, client = make_round(cast, field), signed_in(cast.inspector)
    page = text_of(client, "/visits/mine/")
    assert page.index("第1集贸市场") < page.index("第2集贸市场") < page.index("第3集贸市场")
    visit = make_visit(cast, field, found)
    page = text_of(client, "/visits/mine/")
    assert f"/rounds/{found.pk}/sites/{field.sites[0].pk}/visit/" not in page
    assert f"/visits/{visit.pk}/" in page
    assert "没有待检查的点位" in text_of(signed_in(cast.chief), "/visits/mine/")
    assert signed_in(cast.leader).get("/visits/mine/").status_code == 403


def test_result_page_offers_one_press_per_failed_item_and_one_for_all(cast: Cast, field: Field) -> None:
    found, client = make_round(cast, field), signed_in(cast.inspector)
    visit = make_visit(cast, field, found, litter={"faults": 3}, stalls={"ok": False})
    page = text_of(client, f"/visits/{visit.pk}/")
    assert "2项不合格" in page
    assert "全部生成2个问题" in page
    litter = visit.answers.get(item=field.items["litter"])
    response = client.post(f"/answers/{litter.pk}/case/", follow=True)
    litter.refresh_from_db()
    assert f"/cases/{litter.case_id}/" in response.content.decode()
    assert "全部生成1个问题" in response.content.decode()
    assert "已生成1个问题" in client.post(f"/visits/{visit.pk}/cases/", follow=True).content.decode()
    assert "都已生成问题" in client.post(f"/visits/{visit.pk}/cases/", follow=True).content.decode()
    assert "第2集贸市场" not in page  # the next site comes when the cases are opened
    assert f"/sites/{field.sites[1].pk}/visit/" in text_of(client, f"/visits/{visit.pk}/")


def test_result_page_of_a_hidden_round_says_that_cases_are_held(cast: Cast, field: Field) -> None:
    found, client = make_round(cast, field, kind="mystery"), signed_in(cast.inspector)
    visit = make_visit(cast, field, found, litter={"faults": 3})
    page = client.post(f"/visits/{visit.pk}/cases/", follow=True).content.decode()
    assert "已生成问题，轮次发布后开始办理" in page
    assert "本轮次还没有发布" in page


def test_viewer_is_offered_neither_cases_nor_corrections(cast: Cast, field: Field) -> None:
    visit = make_visit(cast, field, make_round(cast, field), litter={"faults": 3})
    answer = visit.answers.get(item=field.items["litter"])
    for person in (cast.leader, cast.east_liaison):
        page = text_of(signed_in(person), f"/visits/{visit.pk}/")
        assert "生成问题" not in page
        assert "更正" not in page
        assert signed_in(person).post(f"/answers/{answer.pk}/case/").status_code == 403
        assert signed_in(person).post(f"/answers/{answer.pk}/correction/", {"reason": "x"}).status_code == 403


def test_correction_is_shown_with_who_when_and_why(cast: Cast, field: Field) -> None:
    visit = make_visit(cast, field, make_round(cast, field), stalls={"ok": False})
    answer, client = visit.answers.get(item=field.items["stalls"]), signed_in(cast.chief)
    address = f"/answers/{answer.pk}/correction/"
    assert client.post(address, {"verdict": "pass", "reason": ""}).status_code == 422
    assert client.post(address, {"verdict": "odd", "reason": "x"}).status_code == 422
    assert Check.objects.filter(corrects__isnull=False).count() == 0
    page = client.post(address, {"verdict": "pass", "violations": "3", "reason": "照片可见已整理"}, follow=True)
    shown = page.content.decode()
    assert "程主任更正为：合格" in shown
    assert "照片可见已整理" in shown
    assert "简检查判定：不合格" in shown
    assert "全部合格" in shown


def test_to_dos_tell_sites_left_and_rounds_to_finish_or_release(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    make_visit(cast, field, found)

    def lines(person: Any) -> list[tuple[int, str]]:
        every = [todo for each in todos_of(actor=actor_of(person), now=now()) for todo in each]
        return [(todo.urgency, str(todo.title)) for todo in every if "周检查" in str(todo.title)]

    assert lines(cast.inspector) == [(3, "周检查：还有2个点位待检查")]
    assert lines(cast.chief) == []
    Round.objects.update(starts_on=today() - timedelta(days=9), ends_on=today())
    assert lines(cast.inspector) == [(1, "周检查：还有2个点位待检查")]
    Round.objects.update(ends_on=today() - timedelta(days=1))
    assert lines(cast.inspector) == [(0, "周检查：还有2个点位待检查")]
    assert lines(cast.chief) == [(0, "周检查：已过结束日期，还没有结束")]
    bring_to(cast, found, "finished")
    assert lines(cast.chief) == [(3, "周检查：已结束，还没有发布")]
    assert lines(cast.inspector) == lines(cast.leader) == []


def test_navigation_offers_what_the_person_may_open(cast: Cast) -> None:
    def labels(person: Any) -> list[str]:
        entries = [entry for make in navigation for entry in make(actor_of(person))]
        return [str(entry.label) for entry in entries if entry.group == "inspections"]

    assert {"检查轮次", "我的检查"} <= set(labels(cast.inspector))
    assert "检查轮次" in labels(cast.leader)
    assert not {"我的检查", "巡查计划", "完成情况"} & set(labels(cast.leader))
    assert {"巡查计划", "完成情况"} <= set(labels(cast.chief))
    assert labels(cast.admin) == labels(cast.stranger) == []


def test_site_page_shows_its_last_visits(cast: Cast, field: Field) -> None:
    visit = make_visit(cast, field, make_round(cast, field))
    assert f"/visits/{visit.pk}/" in text_of(signed_in(cast.east_liaison), f"/sites/{field.sites[0].pk}/")


def test_pages_in_english_have_no_chinese_of_ours(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    visit = make_visit(cast, field, found, litter={"faults": 1})
    client = signed_in(cast.chief)
    client.cookies["django_language"] = "en"
    pages = {
        f"/rounds/{found.pk}/": "Sites and inspectors",
        f"/rounds/{found.pk}/sites/": "Add sites",
        f"/rounds/{found.pk}/sites/{field.sites[1].pk}/visit/": "Submit the results",
        f"/visits/{visit.pk}/": "Failed items",
        "/visits/mine/": "My visits",
    }
    with translation.override("en"):  # the thread keeps the language of the last request, which is put back here
        for address, words in pages.items():
            body = text_of(client, address)
            assert words in body, address
            assert not [text for text in ("检查员", "添加点位", "不合格", "我的检查") if text in body], address
