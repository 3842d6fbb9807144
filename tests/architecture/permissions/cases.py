"""Cases: who passes each door.

Everybody who works here sees the cases of their units; third-party testers report and see what they reported. The
creation office files, dispatches, voids and reopens; heads of units and liaison officers fix and feed back; creation
office, supervision, inspectors and the government's supervisors verify; whoever walks the lanes fixes on the spot. The
ids are of a case that a unit is fixing; `move` is its verification, which waits for the feedback: its page leads back.
"""

from __future__ import annotations

from typing import Any

from chuangcheng.cases.models import DispatchRule, LookBack, ProblemList
from chuangcheng.cases.services import plan_look_backs
from chuangcheng.cases.services.notices import NoticeSource, issue_notices
from chuangcheng.cases.testing import case_in, problem_class
from chuangcheng.orgs.testing import Cast, actor_of

PAGES = """
cases:bulk                  POST  OSGIHL
cases:bulk_result           GET   OSGIHL
cases:bulk_act              POST  OSG
cases:add_class             GET   O
cases:add_class             POST  O
cases:board                 GET   OSGIHLMNDTK
cases:case                  GET   OSGIHLMNDK
cases:change_class          GET   O
cases:change_class          POST  O
cases:classes               GET   O
cases:deadlines             GET   OSGIHLMNDK
cases:figures               GET   OSGIHLMNDK
cases:figures_bulletin      GET   OSGIHLMND
cases:figures_workbook      GET   OSGIHLMND
cases:desk                  GET   OSGIHLMNDK
cases:export                GET   OSGIHLMND
cases:export_classes        GET   O
cases:order_classes         POST  O
cases:find_class_units      POST  O
cases:problem_lists         GET   O
cases:rules                 GET   O
cases:add_rule              GET   O
cases:add_rule              POST  O
cases:change_rule           GET   O
cases:change_rule           POST  O
cases:switch_rule           POST  O
cases:order_rules           POST  O
cases:offer_rules           POST  O
cases:try_rules             GET   O
cases:add_problem_list      GET   O
cases:add_problem_list      POST  O
cases:change_problem_list   GET   O
cases:change_problem_list   POST  O
cases:list                  GET   OSGIHLMNDTK
cases:map                   GET   OSGIHLMNDTK
cases:map_points            GET   OSGIHLMNDTK
cases:map_rows              GET   OSGIHLMNDTK
cases:move                  GET   OSGI
cases:move                  POST  OSGI
cases:new                   GET   OSINTK
cases:new                   POST  OSINTK
cases:look_back             GET   OSIHL
cases:look_back             POST  OSIHL
cases:look_backs            GET   OSIHL
cases:relapse_cause         POST  OSHL
cases:relapse_ruling        POST  OS
cases:relapses              GET   OSGIHLMNDK
cases:notices               GET   OSGIHLMNDK
cases:phones                POST  O
cases:notice                GET   OSGIHLMNDK
cases:notice_file           GET   OSGIHLMNDK
cases:issue_notices         GET   O
cases:issue_notices         POST  O
cases:pack_notices          POST  OSGIHLMNDK
cases:sign_notice           POST  HL
cases:remind                POST  OSGD
cases:suggest_called        GET   OHL
cases:suspended             GET   OSGIHLMNDK
cases:suggest_sites         GET   OSINTK
cases:suggest_units         GET   O
cases:assign_look_backs     POST  OS
cases:take_look_backs       POST  OSIHL
"""

API = """
/cases                          GET   OSGIHLMNDTK
/cases                          POST  OSINTK {"id": "00000000-0000-0000-0000-000000000000", "description": "垃圾", "place_text": "东关"}
/cases/points                   GET   OSGIHLMNDTK
/cases/bulk                     POST  O      {"move": "file", "case_ids": ["00000000-0000-0000-0000-000000000000"]}
/cases/photos                   POST  OSGIHLNTK
/cases/workbook                 GET   OSGIHLMND
/cases/deadlines                GET   OSGIHLMNDK
/cases/figures                  GET   OSGIHLMNDK
/cases/figures/bulletin         GET   OSGIHLMND
/cases/figures/workbook         GET   OSGIHLMND
/cases/desk                     GET   OSGIHLMNDK
/cases/desk/remind              POST  OSGD   {"unit_ids": []}
/cases/{case_id}                GET   OSGIHLMNDK
/cases/{case_id}/phones         POST  O
/cases/{case_id}/photo-doubts   GET   OSGI
/cases/{case_id}/file           POST  O      {}
/cases/{case_id}/reject         POST  O      {"reason": "不属实"}
/cases/{case_id}/void           POST  O      {"reason": "重复登记"}
/cases/{case_id}/dispatch       POST  O      {"lead_unit_id": 1}
/cases/{case_id}/send_back      POST  OHL    {"reason": "不归我们"}
/cases/{case_id}/feed_back      POST  HL     {"after": []}
/cases/{case_id}/fix_on_spot    POST  ON     {"after": []}
/cases/{case_id}/close          POST  OSGI   {}
/cases/{case_id}/fail_check     POST  OSGI   {"reason": "仍有垃圾"}
/cases/{case_id}/reopen         POST  O      {"reason": "又出现了"}
/cases/{case_id}/relapse        GET   OSGIHLMNDK
/cases/{case_id}/relapse/cause  POST  OSHL   {"cause": "其他"}
/cases/{case_id}/relapse/ruling POST  OS     {"ruling": "denied", "reason": "不是同一处"}
/relapses                       GET   OSGIHLMNDK
/look-backs                     GET   OSIHL
/look-backs/assign              POST  OS     {"ids": []}
/look-backs/take                POST  OSIHL    {"ids": []}
/look-backs/{look_back_id}      POST  OSIHL    {"finding": "still_fixed"}
/cases/{case_id}/claim          POST  OHL    {"lead_unit_id": 1}
/cases/{case_id}/reassign       POST  O      {"lead_unit_id": 1, "reason": "经核实"}
/cases/{case_id}/change_assists POST  O      {"assisting_unit_ids": []}
/cases/{case_id}/note           POST  HL     {"reason": "已到场"}
/cases/{case_id}/suspend        POST  O      {"reason": "等待施工"}
/cases/{case_id}/resume         POST  O      {}
/cases/{case_id}/ask_extension  POST  HL     {"term": "3个工作日", "reason": "需要施工"}
/cases/{case_id}/grant_extension POST O      {}
/cases/{case_id}/refuse_extension POST O     {"reason": "可以按期"}
/cases/{case_id}/whistle        POST  OHL    {"called_unit_ids": [1], "reason": "塌陷"}
/cases/{case_id}/answer_whistle POST  O      {"unit_id": 1, "arrived_at": "2026-09-30T10:00:00+08:00", "who_came": "两人", "reason": "已围挡"}
/cases/{case_id}/end_whistle    POST  OHL    {"reason": "已解决"}
/cases/{case_id}/whistles       GET   OSGIHLMNDK
/cases/{case_id}/escalate       POST  O      {"reason": "请研究"}
/cases/{case_id}/decide         POST  O      {"reason": "由城管局牵头"}
/cases/escalated                GET   OSGIHLMNDK
/cases/suspended                GET   OSGIHLMNDK
/cases/{case_id}/join_candidates GET  OSGIHLMNDK
/cases/{case_id}/join           POST  O      {"main_case_id": "01900000-0000-7000-8000-000000000000"}
/cases/{case_id}/unjoin         POST  O      {"reason": "不是同一处"}
/cases/{case_id}/pass_recheck   POST  OSGI   {}
/cases/{case_id}/fail_recheck   POST  OSGI   {"reason": "仍有垃圾"}
/rectification-notices          GET   OSGIHLMNDK
/rectification-notices          POST  O      {"filter": {}, "batch_id": "01900000-0000-7000-8000-000000000000"}
/rectification-notices/pack     POST  OSGIHLMNDK {"source": "01900000-0000-7000-8000-000000000000"}
/rectification-notices/{notice_id}/sign    POST  HL
/rectification-notices/{notice_id}/{kind}  GET   OSGIHLMNDK
/problem-classes                GET   OSGIHLMNDTK
/problem-classes                POST  O      {"code": "QT01", "group": "其他", "name": "其他", "limit_amount": 3, "limit_unit": "working_days"}
/problem-classes/order          POST  O      {"ids": []}
/problem-classes/find-units     POST  O
/problem-classes/workbook       GET   O
/dispatch-rules                 GET   O
/dispatch-rules                 POST  O      {"name": "属地", "lead": "street"}
/dispatch-rules/order           POST  O      {"ids": []}
/dispatch-rules/trial           GET   O
/dispatch-rules/{rule_id}       PUT   O      {"name": "属地", "lead": "street"}
/dispatch-rules/{rule_id}/on    POST  O
/dispatch-rules/{rule_id}/off   POST  O
/cases/{case_id}/dispatch-choice  GET   O
/problem-lists                  GET   OSGIHLMNDTK
/problem-lists                  POST  O      {"name": "三乱"}
/problem-lists/{list_id}        PUT   O      {"name": "三乱"}
/problem-classes/{class_id}     PUT   O      {"code": "QT01", "group": "其他", "name": "其他", "limit_amount": 3, "limit_unit": "working_days"}
"""  # noqa: E501 - one line, one door


def things(cast: Cast) -> dict[str, object]:
    """A case being fixed by the sanitation bureau, and a class."""
    where: Any = {"place_text": "东关大街", "lon": 114.5, "lat": 36.6}
    fixed = case_in("closed", cast, **where)
    plan_look_backs(fixed.pk)
    LookBack.objects.filter(case=fixed).update(unit=cast.place)  # given to those who fix there
    case = case_in("fixing", cast, **where)
    source = NoticeSource("inspections.round", "01990000-0000-7000-8000-000000000001", "9月月评比")
    (notice,) = issue_notices(actor=actor_of(cast.chief), source=source, case_ids=[case.pk])
    return {
        "look_back_id": LookBack.objects.filter(case=fixed).latest("due_on").pk,
        "notice_id": notice.pk,
        "kind": "pdf",
        "case_id": case.pk,
        "list_id": ProblemList.objects.earliest("pk").pk,
        "rule_id": DispatchRule.objects.create(name="属地", lead="street").pk,
        "way": "on",
        "name": "supervision-order",
        "class_id": problem_class().pk,
        "move": "fail_check",
    }
