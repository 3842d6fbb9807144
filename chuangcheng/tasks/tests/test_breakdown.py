from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.standards.models import Arrangement, Standard
from chuangcheng.standards.services import assign_duty
from chuangcheng.standards.testing import make_draft, make_framework, standard_of
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.policies import TEMPLATES, templates_in
from chuangcheng.tasks.slots import Standing

ADDRESS = reverse("tasks:by_standard")


def due() -> date:
    """The last day of the breakdown table."""
    return today() + timedelta(days=60)


class FormReader(HTMLParser):
    """What a browser would send of the inputs of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        is_sent = said.get("type") != "checkbox" or "checked" in said
        if tag == "input" and said.get("name") and is_sent:
            self.found[str(said["name"])] = said.get("value") or ("on" if said.get("type") == "checkbox" else "")


def prepared(cast: Cast, *, has_day: bool = True, text: str = "", evidence: str = "") -> None:
    """Two standards: one for two bureaus with a date, one for nobody."""
    framework = make_framework(make_draft("1.1"), make_draft("1.2"))
    if text:
        framework.standards.filter(code="1.1").update(text=text, evidence=evidence)
    standard = standard_of(framework, "1.1")
    for unit in (cast.sanitation, cast.east):
        assign_duty(
            actor=actor_of(cast.chief),
            standard_id=standard.pk,
            unit_id=unit.pk,
            kind="responsible",
            starts_on=today(),
        )
    Arrangement.objects.update_or_create(
        standard=standard, defaults={"due_on": due() if has_day else None, "due": "长期坚持"}
    )


def signed(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chief)
    return client


def test_standards_become_tasks_of_those_who_answer_for_them_in_one_go(cast: Cast) -> None:
    prepared(cast)
    client = signed(cast)
    page = client.get(ADDRESS).content.decode()
    assert "先定责任单位" in page
    assert client.post(ADDRESS, FormReader(page).found).status_code == 302
    tasks = Task.objects.order_by("unit__name")
    assert [(task.unit.name, task.due_on, task.is_standing) for task in tasks] == [
        ("东关街道", due(), True),
        ("区城管局", due(), True),
    ]
    assert {task.standard.code for task in tasks if task.standard} == {"1.1"}
    again = client.get(ADDRESS).content.decode()
    assert again.count("已有任务") == 2
    assert not [name for name in FormReader(again).found if name.endswith("is_chosen")]


def test_the_same_page_sent_twice_gives_the_tasks_once(cast: Cast) -> None:
    prepared(cast)
    client = signed(cast)
    sent = FormReader(client.get(ADDRESS).content.decode()).found
    assert [client.post(ADDRESS, sent).status_code for _time in range(2)] == [302, 302]
    assert Task.objects.count() == 2


def test_a_line_without_a_date_is_refused_and_the_others_wait_with_it(cast: Cast) -> None:
    prepared(cast, has_day=False)
    client = signed(cast)
    sent = FormReader(client.get(ADDRESS).content.decode()).found
    answer = client.post(ADDRESS, {**sent, "line-0-is_chosen": "on", "line-1-is_chosen": "on", "line-0-due_on": due()})
    assert answer.status_code == 422
    assert "请填写完成时限" in answer.content.decode()
    assert not Task.objects.exists()
    nothing = client.post(ADDRESS, sent)
    assert nothing.status_code == 422
    assert "一次可以交办" in nothing.content.decode()


def test_lines_are_adjusted_by_hand_before_they_are_given(cast: Cast) -> None:
    prepared(cast)
    client = signed(cast)
    sent = FormReader(client.get(ADDRESS).content.decode()).found
    del sent["line-1-is_chosen"]
    more = {"line-0-now_amount": "2", "line-0-target_amount": "10", "line-0-measure": "处", "line-0-days": "15"}
    assert client.post(ADDRESS, {**sent, **more, "line-0-title": "修缮公厕"}).status_code == 302
    task = Task.objects.get()
    assert (task.title, task.quantity, task.measure, task.days) == ("修缮公厕", Decimal(8), "处", 15)


def test_one_day_fills_the_lines_that_have_none(cast: Cast) -> None:
    prepared(cast, has_day=False)
    client = signed(cast)
    sent = FormReader(client.get(ADDRESS, {"due": due().isoformat()}).content.decode()).found
    assert client.post(ADDRESS, sent).status_code == 302
    assert {task.due_on for task in Task.objects.all()} == {due()}
    assert client.get(ADDRESS, {"due": "明天"}).status_code == 200


def test_without_a_framework_the_page_says_who_brings_one(cast: Cast) -> None:
    assert "还没有执行中的体系" in signed(cast).get(ADDRESS).content.decode()


def test_a_line_begins_with_the_figure_of_the_standard_and_the_template_of_its_method(cast: Cast) -> None:
    prepared(cast, text="注册志愿者占常住人口比例不低于13%")
    change_setting(
        actor=actor_of(cast.admin),
        key=TEMPLATES.key,
        value=["实地考察：7；整改照片；先自查再整改", "材料审核：；；"],
        valid_from=today(),
        reason="调整",
    )
    client = signed(cast)
    sent = FormReader(client.get(ADDRESS).content.decode()).found
    assert client.post(ADDRESS, {**sent, "line-0-now_amount": "４"}).status_code == 302
    first = Task.objects.order_by("pk").first()
    assert first is not None
    assert (first.target_amount, first.measure, first.quantity) == (Decimal(13), "%", Decimal(9))
    assert (first.days, first.proof, first.measures) == (7, "整改照片", "先自查再整改")


def test_what_the_standard_asks_as_material_is_the_proof(cast: Cast) -> None:
    prepared(cast, text="社区宣传栏内容健康", evidence="实景图片4张（近12个月）：宣传栏")
    sent = FormReader(signed(cast).get(ADDRESS).content.decode()).found
    assert sent["line-0-proof"] == "实景图片4张（近12个月）：宣传栏"
    assert sent["line-0-target_amount"] == ""


def test_the_page_says_how_the_standard_stands_today(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(cast)
    key = Standard.objects.get(code="1.1").pk
    known = Standing(earned=Decimal("1.50"), known=Decimal("2.00"), full=Decimal("4.00"))
    monkeypatch.setattr("chuangcheng.tasks.slots.standings", [lambda _actor, _framework: {key: known}])
    page = signed(cast).get(ADDRESS).content.decode()
    assert "得1.50/4.00分" in page
    assert "失0.50分" in page


@pytest.mark.parametrize(
    "wrong", ["实地考察", ["实地考察"], ["实地考察：900；照片；自查"], [3], ["实地考察：七；照片；自查"]]
)
def test_a_line_that_is_no_template_is_no_setting(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"模板|不能用"):
        templates_in(wrong)
    assert templates_in([" 问卷调查：30；照片；入户 ", ""]) == ["问卷调查：30；照片；入户"]
