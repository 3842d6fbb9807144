"""Dispatch rules as time goes by: units merge and close, the claim period ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services import follow_merger, follow_split
from chuangcheng.cases.testing import case_in, problem_class
from chuangcheng.cases.tests.test_rules import API, RULES, dispatch_page, make_rule
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.jobs.periodic import install_periods, run_due_period
from chuangcheng.core.models import AuditEntry, Notice, Schedule
from chuangcheng.core.times import SHANGHAI, today
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, actor_of, make_unit, signed_in

WEDNESDAY = datetime(2026, 9, 23, 9, 0, tzinfo=SHANGHAI)
PERIOD = "cases.tell_unclaimed"


def work(moment: datetime, monkeypatch: Any) -> None:
    """The worker does what is due at this moment."""
    for module in ("steps", "claiming"):
        monkeypatch.setattr(f"chuangcheng.cases.services.{module}.now", lambda: moment)
    install_periods(now=moment)
    Schedule.objects.exclude(name=PERIOD).update(next_at=moment + timedelta(days=1))
    while run_due_period(now=moment):
        pass
    assert Schedule.objects.get(name=PERIOD).error == ""


def test_rules_and_usual_units_follow_a_merger_and_a_split(cast: Cast) -> None:
    rule = make_rule("城管与西苑", "unit", unit=cast.sanitation, area=cast.west)
    rule.assisting.add(cast.west)
    kind = problem_class()
    type(kind).objects.filter(pk=kind.pk).update(default_unit=cast.sanitation)
    merged = make_unit("区综合执法局", parent=cast.place, kind=Unit.Kind.BUREAU, code="ZF")
    for _time in range(2):  # told twice
        follow_merger({"old_ids": [cast.sanitation.pk, cast.west.pk], "new_id": merged.pk})
    rule.refresh_from_db()
    assert (rule.unit, rule.area, list(rule.assisting.all())) == (merged, merged, [])  # who leads does not assist
    assert problem_class().default_unit == merged
    assert AuditEntry.objects.filter(action="cases.succession").count() == 1
    follow_split({"old_id": merged.pk, "new_ids": [cast.west.pk], "main_id": cast.west.pk})
    rule.refresh_from_db()
    assert rule.unit == cast.west


def test_rule_of_a_closed_unit_is_passed_over_and_says_so(cast: Cast) -> None:
    rule = make_rule("垃圾归城管", "unit", unit=cast.sanitation)
    Unit.objects.filter(pk=cast.sanitation.pk).update(closed_on=today())
    page = dispatch_page(cast, case_in("filed", cast))
    assert "规则1（垃圾归城管）选定的区城管局已经撤并" in page
    shown = signed_in(cast.chief).get(RULES).content.decode()
    assert "区城管局已撤并" in shown
    assert "有1条规则写着已撤并的单位" in shown
    assert signed_in(cast.chief).get(API).json()[0]["closed_unit_ids"] == [rule.unit_id]
    second = {"name": "属地", "lead": "street"}
    made = signed_in(cast.chief).post(API, second, content_type="application/json").json()
    assert signed_in(cast.chief).post(f"{API}/{made['id']}/on").status_code == 200
    assert "规则2（属地）：派给属地街镇东关街道。" in dispatch_page(cast, case_in("filed", cast))


def test_worker_dispatches_what_nobody_claimed_by_the_rules_and_tells_of_the_rest(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("chuangcheng.cases.services.steps.now", lambda: WEDNESDAY)
    rubbish = case_in("filed", cast)
    dogs = case_in("filed", cast, problem_class=problem_class("不文明养犬"))
    make_rule("垃圾归城管", "unit", unit=cast.sanitation, problem_class=problem_class(), is_automatic=True)
    chief = actor_of(cast.chief)
    change_setting(actor=chief, key="cases.auto_dispatch", value="on", valid_from=date(2020, 1, 1), reason="试行")
    work(WEDNESDAY + timedelta(hours=5), monkeypatch)  # 14:00, three working hours: still for claiming
    assert set(Case.objects.values_list("state", flat=True)) == {"filed"}
    for hours in (7, 8):  # 16:00, after the claim period; and once more
        work(WEDNESDAY + timedelta(hours=hours), monkeypatch)
    rubbish.refresh_from_db()
    dogs.refresh_from_db()
    assert (rubbish.state, rubbish.lead_unit, dogs.state) == ("fixing", cast.sanitation, "filed")
    steps = CaseEvent.objects.filter(case=rubbish).values_list("move", "actor_name")
    assert {move for move, _name in steps} == {"open", "file", "end_claim", "dispatch"}
    assert len(steps) == 4
    by_system = {("end_claim", SYSTEM.name), ("dispatch", SYSTEM.name)}
    assert by_system < set(steps)
    titles = Notice.objects.filter(recipient=cast.chief, title__contains="无人认领").values_list("title", flat=True)
    assert list(titles) == ["1件问题无人认领，请派遣"]
    page = signed_in(cast.chief).get(f"/cases/{rubbish.pk}/").content.decode()
    assert "立案后4个工作时内没有单位认领" in page
    assert "按规则1（垃圾归城管）派遣" in page
