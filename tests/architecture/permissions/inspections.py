"""Rounds and visits: who passes each door.

Creation and supervision office plan; they, inspectors and third-party testers visit; only the two offices correct. The
ids are of a running weekly round, which is not hidden, and of a visit in it, so that everybody who may read checks sees
them; its report is its planners' until it is released.
The site was given to the inspector: other visitors than who plans must be given it first.
"""

from __future__ import annotations

from datetime import date

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.inspections import services
from chuangcheng.inspections.models import (
    Answer,
    CompositePlace,
    Control,
    ControlAnswer,
    ControlDraw,
    Round,
    Tour,
    TourScore,
    TourStop,
)
from chuangcheng.inspections.rhythm import Rhythm
from chuangcheng.inspections.sample_terms import Terms
from chuangcheng.inspections.sampling import Design
from chuangcheng.inspections.services import AnswerGiven, draw_sample
from chuangcheng.inspections.services.absences import record_absence
from chuangcheng.inspections.services.plans import PlanFacts, Scope, create_plan
from chuangcheng.inspections.sharing import Member
from chuangcheng.inspections.testing import MARKET, make_field, make_round, make_visit, visit_given
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.services import link_town
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.testing import make_site

PAGES = """
inspections:rounds          GET   OSGIHLMNDT
inspections:new_round       GET   OS
inspections:new_round       POST  OS
inspections:round           GET   OSGIHLMND
inspections:edit_round      GET   OS
inspections:edit_round      POST  OS
inspections:start_round     POST  OS
inspections:finish_round    POST  OS
inspections:release_round   POST  OS
inspections:discard_round   POST  OS
inspections:add_sites       GET   OS
inspections:add_sites       POST  OS
inspections:assign_sites    POST  OS
inspections:spread_sites    POST  OS
inspections:remove_sites    POST  OS
inspections:sample          GET   OS
inspections:sample          POST  OS
inspections:draw            GET   OS
inspections:hand_over       POST  OS
inspections:excuse          POST  OS
inspections:lift_excuse     POST  OS
inspections:unit_visits     GET   OSGIHLMND
inspections:completion      GET   OS
inspections:completion_export GET OS
inspections:plans           GET   OS
inspections:new_plan        GET   OS
inspections:new_plan        POST  OS
inspections:plan            GET   OS
inspections:edit_plan       GET   OS
inspections:edit_plan       POST  OS
inspections:pause_plan      POST  OS
inspections:resume_plan     POST  OS
inspections:end_plan        POST  OS
inspections:absences        GET   OS
inspections:absences        POST  OS
inspections:end_absence     POST  OS
inspections:report          GET   OS
inspections:report_checks   GET   OS
inspections:report_file     GET   OS
inspections:visit           GET   OSI
inspections:visit           POST  OSI
inspections:my_visits       GET   OSIHLMNT
inspections:visit_result    GET   OSGIHLMND
inspections:open_cases      POST  OSI
inspections:open_case       POST  OSI
inspections:correct_answer  POST  OS
inspections:liaison         GET   OSGIHLMND
inspections:liaison_town    GET   OSGIHLMND
inspections:assign_town     GET   O
inspections:assign_town     POST  O
inspections:log_liaison_visit GET OHLD
inspections:log_liaison_visit POST OHLD
inspections:help            GET   OHLD
inspections:ask_about_case  GET   HL
inspections:ask_about_case  POST  HL
inspections:answer_help     POST  OHLD
inspections:tours           GET   OSGIHLMND
inspections:new_tour        GET   OS
inspections:new_tour        POST  OS
inspections:tour            GET   OSGIHLMND
inspections:edit_tour       GET   OS
inspections:edit_tour       POST  OS
inspections:open_tour       POST  OS
inspections:finish_tour     POST  OS
inspections:suggest_order   POST  OS
inspections:order_stops     POST  OS
inspections:tour_route      GET   OSGIHLMND
inspections:tour_result     GET   OSGIHLMND
inspections:score_stop      GET   D
inspections:score_stop      POST  D
inspections:control         GET   OS
inspections:draw_controls   POST  OS
inspections:assign_controls POST  OS
inspections:second_visit    GET   I
inspections:second_visit    POST  I
inspections:settle_difference POST OS
inspections:composites      GET   OSGIHLMND
inspections:composite       GET   OSGIHLMND
inspections:new_composite   GET   OS
inspections:new_composite   POST  OS
inspections:edit_composite  GET   OS
inspections:suggest_composite_sites GET OS
inspections:edit_composite  POST  OS
inspections:export_composites GET OSGIHLMND
inspections:review_desk     GET   OS
inspections:accept_visits   POST  OS
inspections:review          GET   OS
inspections:accept_visit    POST  OS
inspections:return_visit    POST  OS
inspections:leave_out_visit POST  OS
inspections:amend_visit     GET   I
inspections:amend_visit     POST  I
"""

API = """
/rounds                                         GET    OSGIHLMNDT
/rounds                                         POST   OS   {"name": "周检查", "kind": "weekly", "framework_id": $framework_id, "starts_on": "2026-01-01", "ends_on": "2026-01-07"}
/rounds/{round_id}                              GET    OSGIHLMND
/rounds/{round_id}                              PATCH  OS   {"name": "周检查", "starts_on": "2026-01-01", "ends_on": "2026-01-07"}
/rounds/{round_id}                              DELETE OS
/rounds/{round_id}/assignments                  GET    OSGIHLMND
/rounds/{round_id}/candidates                   GET    OS
/inspectors                                     GET    OS
/rounds/{round_id}/sites                        POST   OS   {"site_ids": ["01990000-0000-7000-8000-000000000001"]}
/rounds/{round_id}/sites/remove                 POST   OS   {"site_ids": ["01990000-0000-7000-8000-000000000001"]}
/rounds/{round_id}/assign                       POST   OS   {"site_ids": ["01990000-0000-7000-8000-000000000001"], "inspector_id": null}
/rounds/{round_id}/assign-owners                POST   OS   {"site_ids": ["01990000-0000-7000-8000-000000000001"]}
/rounds/{round_id}/spread                       POST   OS   {"inspector_ids": [$inspector_id]}
/rounds/{round_id}/start                        POST   OS
/rounds/{round_id}/finish                       POST   OS   {"reason": "时间已到"}
/rounds/{round_id}/release                      POST   OS
/rounds/{round_id}/paper                        PUT    OS   {"number": "测评〔2026〕1号", "on": "2026-05-01"}
/rounds/{round_id}/sample/preview               POST   OS   {"design": {"size": 1}, "not_in_open_rounds": false}
/rounds/{round_id}/sample                       POST   OS   {"design": {"size": 1}, "not_in_open_rounds": false, "reason": "再抽"}
/rounds/{round_id}/draws                        GET    OS
/rounds/{round_id}/report                       GET    OS
/rounds/{round_id}/report/{kind}                GET    OS
/draws/{draw_id}                                GET    OS
/plans                                          GET    OS
/plans                                          POST   OS   {"name": "日巡查", "framework_id": $framework_id, "rhythm": "daily", "team": [{"person_id": $inspector_id}], "kind": "patrol", "starts_on": "2026-01-01"}
/plans/{plan_id}                                GET    OS
/plans/{plan_id}                                PATCH  OS   {"name": "日巡查", "framework_id": $framework_id, "rhythm": "daily", "team": [{"person_id": $inspector_id}], "applies_from": "2099-01-01"}
/plans/{plan_id}/pause                          POST   OS   {"reason": "暴雪"}
/plans/{plan_id}/resume                         POST   OS
/plans/{plan_id}/end                            POST   OS   {"reason": "到期"}
/rounds/{round_id}/hand-over                    POST   OS   {"site_ids": ["01990000-0000-7000-8000-000000000001"], "person_id": $inspector_id, "reason": "顺路"}
/rounds/{round_id}/excuse                       POST   OS   {"site_ids": ["01990000-0000-7000-8000-000000000001"], "reason": "停业"}
/rounds/{round_id}/lift-excuse                  POST   OS   {"site_ids": ["01990000-0000-7000-8000-000000000001"], "reason": "开业"}
/absences                                       GET    OS
/absences                                       POST   OS   {"person_id": $inspector_id, "starts_on": "2026-01-01", "ends_on": "2026-01-02", "reason": "年假"}
/absences/{absence_id}/end                      POST   OS
/completion                                     GET    OS
/visits/mine                                    GET    OSIHLMNT
/rounds/{round_id}/sites/{site_id}/checklist    GET    OSI
/visits/photos                                  POST   OSIHLMNT
/visits                                         POST   OSIHLMNT {"id": "00000000-0000-0000-0000-000000000000", "round_id": "01990000-0000-7000-8000-000000000002", "site_id": "01990000-0000-7000-8000-000000000003", "started_at": "2026-01-01T00:00:00Z", "answers": []}
/visits/{visit_id}                              GET    OSGIHLMND
/visits/{visit_id}/cases                        POST   OSI
/answers/{answer_id}/case                       POST   OSI {}
/answers/{answer_id}/correction                 POST   OS   {"verdict": "pass", "violations": 0, "reason": "看错了"}
/reviews                                        GET    OS
/reviews/accept                                 POST   OS   {"visit_ids": ["$visit_id"]}
/visits/{visit_id}/return                       POST   OS   {"reason": "照片看不清"}
/visits/{visit_id}/leave-out                    POST   OS   {"reason": "去错了地方"}
/visits/{visit_id}/amendment                    POST   I    {"id": "00000000-0000-0000-0000-000000000000", "started_at": "2026-01-01T00:00:00Z", "answers": []}
/rounds/{round_id}/controls                     GET    OS
/rounds/{round_id}/controls                     POST   OS   {"id": "00000000-0000-0000-0000-000000000000"}
/rounds/{round_id}/controls/assign              POST   OS   {"control_ids": ["01990000-0000-7000-8000-000000000001"], "inspector_id": $inspector_id}
/rounds/{round_id}/agreement                    GET    OS
/controls/mine                                  GET    OSIT
/controls/{control_id}/checklist                GET    I
/controls/{control_id}/visit                    POST   I    {"started_at": "2026-01-01T00:00:00Z", "answers": []}
/control-answers/{second_id}/settle             POST   OS   {"kept": "first", "reason": "第一次有照片"}
/composites                                     GET    OSGIHLMND
/composites                                     POST   OS   {"name": "示例镇", "starts_on": "2026-01-01", "parts": []}
/composites/{place_id}                          PUT    OS   {"name": "示例镇", "starts_on": "2026-01-01", "parts": []}
/rounds/{round_id}/composites                   GET    OSGIHLMND
/tours                                          GET    *
/tours                                          POST   OS   {"id": "00000000-0000-0000-0000-000000000000", "name": "拉练", "held_on": "2026-01-01", "leader_ids": [], "stops": []}
/tours/{tour_id}                                GET    OSGIHLMND
/tours/{tour_id}/order                          POST   OS   {"stop_ids": []}
/tours/{tour_id}/suggest                        POST   OS
/tours/{tour_id}/open                           POST   OS
/tours/{tour_id}/finish                         POST   OS
/tours/{tour_id}/result                         GET    OSGIHLMND
/tour-stops/{stop_id}/score                     POST   D    {"id": "00000000-0000-0000-0000-000000000000", "marks": {}}
/tour-scores/{score_id}/case                    POST   D    {"case_id": "01990000-0000-7000-8000-000000000009"}
/liaison                                        GET    OSGIHLMND
/liaison                                        POST   O    {"town_id": $town_id, "starts_on": "2026-01-01"}
/liaison/visits                                 POST   OHLD {"id": "00000000-0000-0000-0000-000000000000", "link_id": $link_id, "visited_on": "2026-01-01", "seen": "主街干净"}
/help                                           GET    OHLD
/cases/{case_id}/help                           POST   HL   {"id": "00000000-0000-0000-0000-000000000000", "link_id": $link_id, "text": "请协调路灯"}
/help/{request_id}/answer                       POST   OHLD {"answer": "已办"}
/checks/{check_id}/corrections                  POST   OS   {"verdict": "pass", "violations": 0, "reason": "看错了"}
"""  # noqa: E501 - one line, one door


def things(cast: Cast) -> dict[str, object]:
    """A running weekly round with a visit in which one item failed; its site is the inspector's."""
    field = make_field(cast)
    inspector = Person.objects.get(username="role-inspector")
    found = make_round(cast, field, inspector=inspector)
    visit = make_visit(cast, field, found, person=inspector, litter={"faults": 2})
    make_site("第9集贸市场", area=cast.lane, site_type=MARKET)
    drawn = draw_sample(
        actor=actor_of(cast.chief), round_id=found.pk, draw_id=new_id(), terms=Terms(Design(size=1)), seed="甲"
    )
    make_site("第10集贸市场", area=cast.lane, site_type=MARKET)
    plan = create_plan(
        actor=actor_of(cast.chief),
        plan_id=new_id(),
        name="日巡查",
        kind="patrol",
        starts_on=today(),
        ends_on=None,
        facts=PlanFacts(field.framework.pk, Rhythm("daily"), Scope(), (Member(person_id=inspector.pk),)),
    )
    absence = record_absence(
        actor=actor_of(cast.chief),
        absence_id=new_id(),
        person_id=inspector.pk,
        starts_on=today(),
        ends_on=today(),
        reason="年假",
    )
    failed = Answer.objects.get(visit=visit, verdict="fail")
    return {
        "framework_id": field.framework.pk,
        "inspector_id": inspector.pk,
        "round_id": found.pk,
        "site_id": field.sites[0].pk,
        "kind": "docx",
        "draw_id": drawn.pk,
        "plan_id": plan.pk,
        "absence_id": absence.pk,
        "visit_id": visit.pk,
        "answer_id": failed.pk,
        "check_id": failed.checks.get().pk,
        **_second_look(cast, found, inspector),
    }


def _second_look(cast: Cast, found: Round, inspector: Person) -> dict[str, object]:
    """A second visit that is the inspector's, to a site whom the chief saw first, another one made, and a township."""
    chief = actor_of(cast.chief)
    site = make_site("第11集贸市场", area=cast.lane, site_type=MARKET)
    services.add_sites(actor=chief, round_id=found.pk, site_ids=[site.pk])
    answers = [AnswerGiven(item.pk, {"na": True}) for item in site.site_type.checklist_items.all()]
    first = services.submit_visit(actor=chief, given=visit_given(found, site, answers))
    draw = ControlDraw.objects.create(round=found, seed="1", share=5, visited_count=2, drawn_count=1)
    control = Control.objects.create(draw=draw, round=found, visit=first, inspector=inspector, due_on=today())
    item = site.site_type.checklist_items.all()[0]
    answer = ControlAnswer.objects.create(control=control, item=item, verdict="fail", violations=1)
    place = CompositePlace.objects.create(name="白石镇")
    leader = Person.objects.get(username="role-leader")
    tour = Tour.objects.create(name="拉练", held_on=today(), state="open")
    tour.leaders.set([leader])
    stop = TourStop.objects.create(tour=tour, site=site)
    score = TourScore.objects.create(stop=stop, leader=leader, score=80, remark="路面有垃圾")
    link = link_town(actor=chief, town_id=cast.east.pk, starts_on=date(2025, 12, 1), bureau_id=cast.place.pk)
    linked = {"town_id": cast.east.pk, "link_id": link.pk}
    toured = {"tour_id": tour.pk, "stop_id": stop.pk, "score_id": score.pk}
    return {**linked, **toured, "control_id": control.pk, "second_id": answer.pk, "place_id": place.pk}
