"""Dispatch rules through the screens and the API: kept, ordered, switched, tried, and followed by the dispatch form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.models import Case, CaseEvent, DispatchRule
from chuangcheng.cases.queries import book_with_drafts, rule_book, try_rules
from chuangcheng.cases.services import Step, dispatch_case, file_case
from chuangcheng.cases.testing import case_in, make_site, problem_class, report
from chuangcheng.cases.urgency import URGENT_TERM
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.sites.testing import make_item
from chuangcheng.standards.testing import make_draft, make_framework, standard_of

RULES = "/settings/dispatch-rules/"
API = "/api/v1/dispatch-rules"


def make_rule(name: str, lead: str, **fields: Any) -> DispatchRule:
    order = DispatchRule.objects.count() * 10 + 10
    return DispatchRule.objects.create(name=name, lead=lead, order=order, starts_on=date(2020, 1, 1), **fields)


def dispatch_page(cast: Cast, case: Case) -> str:
    return signed_in(cast.chief).get(f"/cases/{case.pk}/dispatch/").content.decode()


def test_office_makes_a_rule_tries_it_and_switches_it_on(cast: Cast) -> None:
    client = signed_in(cast.chief)
    given = {"name": "垃圾归城管", "problem_class": problem_class().pk, "lead": "unit", "unit": cast.sanitation.pk}
    assert client.post(f"{RULES}new/", given).status_code == 302
    made = DispatchRule.objects.get()
    assert made.starts_on is None
    assert "未启用" in client.get(RULES).content.decode()
    assert client.post(f"{RULES}{made.pk}/on/").status_code == 302
    assert "启用中" in client.get(RULES).content.decode()
    assert client.post(f"{RULES}{made.pk}/off/").status_code == 302
    made.refresh_from_db()
    assert made.ends_on == today()
    assert AuditEntry.objects.filter(action="cases.switch_rule_on").exists()


def test_rule_for_a_unit_without_one_is_refused(cast: Cast) -> None:
    answer = signed_in(cast.chief).post(f"{RULES}new/", {"name": "缺单位", "lead": "unit"})
    assert answer.status_code == 422
    assert "请选定规则派给的单位" in answer.content.decode()


def test_dispatch_form_begins_with_the_rules_choice_and_says_why(cast: Cast) -> None:
    make_rule("垃圾归城管", "unit", unit=cast.sanitation, problem_class=problem_class())
    page = dispatch_page(cast, case_in("filed", cast))
    assert "规则1（垃圾归城管）：派给区城管局。" in page
    assert f'name="lead_unit_id" value="{cast.sanitation.pk}"' in page


def test_rules_are_asked_in_their_order(cast: Cast) -> None:
    first = make_rule("垃圾归城管", "unit", unit=cast.sanitation)
    second = make_rule("属地", "street")
    case = case_in("filed", cast)
    assert "派给区城管局" in dispatch_page(cast, case)
    assert signed_in(cast.chief).post(f"{RULES}order/", {"ids": [second.pk, first.pk]}).status_code == 302
    assert "派给属地街镇东关街道" in dispatch_page(cast, case)


def test_problem_in_a_community_goes_to_the_street_above_it(cast: Cast) -> None:
    make_rule("属地", "street")
    assert "派给属地街镇东关街道" in dispatch_page(cast, case_in("filed", cast, area_id=cast.lane.pk))


def test_when_no_rule_fits_the_form_says_so_and_offers_the_usual_unit(cast: Cast) -> None:
    make_rule("养犬", "unit", unit=cast.sanitation, problem_class=problem_class("不文明养犬"))
    page = dispatch_page(cast, case_in("filed", cast))
    assert "没有适用的派遣规则" in page
    assert f'name="lead_unit_id" value="{cast.east.pk}"' in page


@pytest.mark.parametrize(("chosen", "followed"), [("sanitation", True), ("west", False)])
def test_step_keeps_which_rule_chose_and_whether_it_was_followed(cast: Cast, chosen: str, followed: object) -> None:
    rule, case = make_rule("垃圾归城管", "unit", unit=cast.sanitation), case_in("filed", cast)
    dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=getattr(cast, chosen).pk)
    kept = CaseEvent.objects.get(case=case, move="dispatch").data["rule"]
    told = {"id": rule.pk, "number": 1, "name": "垃圾归城管", "unit_id": cast.sanitation.pk}
    assert kept == {**told, "followed": followed}
    page = signed_in(cast.chief).get(f"/cases/{case.pk}/").content.decode()
    why = "按规则1（垃圾归城管）派遣" if followed else "规则1（垃圾归城管）选的是其他单位，由派遣人选定"
    assert why in page
    steps = signed_in(cast.chief).get(f"/api/v1/cases/{case.pk}").json()["history"]
    assert steps[-1]["data"]["rule"]["name"] == "垃圾归城管"


def test_ruling_on_a_disputed_duty_binds(cast: Cast) -> None:
    make_rule("属地", "street")
    site = make_site(cast)
    standard = standard_of(make_framework(make_draft("1-1")), "1-1")
    make_item(site.site_type, "1", problem_class="暴露垃圾").standards.add(standard)
    apps.get_model("standards", "DutyRuling").objects.create(
        standard=standard, raised_by_unit=cast.east, question="归谁", ruled_for=cast.sanitation, ruled_at=now()
    )
    page = dispatch_page(cast, case_in("filed", cast, site_id=site.pk))
    assert "职责争议已裁定由区城管局牵头" in page


def test_trial_counts_what_would_have_gone_to_the_unit_that_fixed_it(cast: Cast) -> None:
    make_rule("垃圾归城管", "unit", unit=cast.sanitation, problem_class=problem_class())
    case_in("closed", cast)
    case_in("closed", cast, problem_class=problem_class("不文明养犬"))
    DispatchRule.objects.create(name="其余", lead="street", order=90)  # a draft
    answer = signed_in(cast.chief).get(f"{API}/trial").json()
    assert (answer["tried_count"], answer["agreed_count"], answer["unplaced_count"]) == (2, 1, 0)
    assert answer["differences"][0]["chosen"] == "东关街道"
    assert signed_in(cast.chief).get(f"{API}/trial?with_drafts=false").json()["unplaced_count"] == 1
    page = signed_in(cast.chief).get(f"{RULES}trial/", {"n": "50", "rules": "all"}).content.decode()
    assert "50.0%" in page
    assert "派给属地街镇东关街道" in page


def test_trial_costs_the_same_for_two_and_for_twelve_cases(cast: Cast) -> None:
    make_rule("其余", "street")
    costs = []
    for count in (2, 10):
        for _each in range(count):
            case_in("closed", cast)
        with CaptureQueriesContext(connection) as queries:
            try_rules(actor=actor_of(cast.chief), book=book_with_drafts(day=today()), most=100)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_dispatch_by_a_rule_takes_few_statements_once_the_book_is_kept(cast: Cast) -> None:
    make_rule("其余", "street")
    case, chief = case_in("filed", cast), actor_of(cast.chief)
    office_calendar()
    URGENT_TERM.on(today())
    assert not rule_book(day=today()).is_empty
    with CaptureQueriesContext(connection) as told:
        dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.east.pk)
    # The brackets of the transaction are none of them.
    assert sum("SAVEPOINT" not in each["sql"] for each in told) <= 15


def test_nothing_is_dispatched_by_itself_unless_the_office_says_so(cast: Cast) -> None:
    make_rule("垃圾归城管", "unit", unit=cast.sanitation, is_automatic=True)
    chief = actor_of(cast.chief)
    waiting = report(cast)
    file_case(actor=chief, step=Step(waiting.pk))
    waiting.refresh_from_db()
    assert waiting.state == "filed"
    change_setting(
        actor=chief, key="cases.auto_dispatch", value="on", valid_from=today() - timedelta(days=1), reason="试行"
    )
    sent = report(cast)
    step = Step(sent.pk)
    file_case(actor=chief, step=step)
    file_case(actor=chief, step=step)
    sent.refresh_from_db()
    assert (sent.state, sent.lead_unit) == ("fixing", cast.sanitation)
    assert CaseEvent.objects.filter(case=sent, move="dispatch").count() == 1
    make_site(cast)


def test_rule_that_is_not_automatic_waits_for_a_person(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    change_setting(actor=chief, key="cases.auto_dispatch", value="on", valid_from=date(2020, 1, 1), reason="试行")
    make_rule("垃圾归城管", "unit", unit=cast.sanitation)
    assert case_in("filed", cast).state == "filed"


def test_usual_rules_are_drafts_and_come_once(cast: Cast) -> None:
    client = signed_in(cast.chief)
    client.post(f"{RULES}usual/")
    client.post(f"{RULES}usual/")
    assert DispatchRule.objects.filter(starts_on=None).count() == DispatchRule.objects.count() == 4


def test_api_adds_changes_switches_and_tells_the_choice(cast: Cast) -> None:
    client = signed_in(cast.chief)
    given = {"name": "垃圾归城管", "lead": "unit", "unit_id": cast.sanitation.pk, "assisting_unit_ids": [cast.east.pk]}
    made = client.post(API, given, content_type="application/json")
    assert made.status_code == 201
    rule_id = made.json()["id"]
    changed = client.put(f"{API}/{rule_id}", {**given, "name": "改名"}, content_type="application/json")
    assert changed.json()["name"] == "改名"
    assert client.post(f"{API}/{rule_id}/on").json()["starts_on"] == str(today())
    told = client.get(f"/api/v1/cases/{case_in('filed', cast).pk}/dispatch-choice").json()
    assert (told["lead_unit_id"], told["assisting_unit_ids"]) == (cast.sanitation.pk, [cast.east.pk])
    assert client.post(f"{API}/{rule_id}/off").json()["ends_on"] == str(today())
    assert len(client.get(API).json()) == 1


@pytest.mark.parametrize("who", ["liaison", "inspector", "leader"])
def test_only_the_office_keeps_rules(cast: Cast, who: str) -> None:
    assert signed_in(getattr(cast, who)).get(RULES).status_code == 403
    assert signed_in(getattr(cast, who)).get(API).status_code == 403
