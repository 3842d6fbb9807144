"""Scores: who passes each door.

Everybody who works for the title sees the score; the third party, which measures it, does not. The creation office and
the officer for the material record what no check brings. Places among rivals are for the office, those who supervise
and the leaders; the office alone records them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chuangcheng.cases.testing import problem_class
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.scoring.queries import SheetChoice
from chuangcheng.scoring.services import (
    CycleFacts,
    HitGiven,
    ResultFacts,
    RoundFacts,
    YearTold,
    close_year,
    create_cycle,
    create_official_round,
    keep_sheet,
    record_hard_fault,
    record_hit,
    record_official_result,
    watch_class,
)
from chuangcheng.standards.models import Framework, NegativeEntry
from chuangcheng.standards.testing import make_draft, make_framework, make_part

PAGES = """
scoring:current             GET   OSGIHLMND
scoring:sheet               GET   OSGIHLMND
scoring:method              GET   OSGIHLMND
scoring:download_sheet      GET   OSGIHLMND
scoring:standard            GET   OSGIHLMND
scoring:record_fact         GET   OM
scoring:record_linked       GET   OM
scoring:cycles              GET   OSGIHLMND
scoring:cycle               GET   OSGIHLMND
scoring:download_cycle      GET   OSGIHLMND
scoring:add_cycle           GET   O
scoring:edit_cycle          GET   O
scoring:year_result         GET   O
scoring:end_cycle           POST  O
scoring:gate_from_sheet     POST  O
scoring:losses              GET   OSGIHLMND
scoring:download_bulletin   GET   OSGIHLMND
scoring:compare             GET   OSGIHLMND
scoring:stored              GET   OSGIHLMND
scoring:keep_sheet          POST  OG
scoring:keep_all            POST  OG
scoring:ranks               GET   OSGD
scoring:rank_round          GET   OSGD
scoring:rank_workbook       GET   OSGD
scoring:rank_bulletin       GET   OSGD
scoring:add_rank_round      GET   O
scoring:change_rank_round   GET   O
scoring:add_rank_result     GET   O
scoring:correct_rank_result GET   O
scoring:add_hard_fault      GET   O
scoring:take_back_fault     POST  O
scoring:decide_match        POST  O
scoring:negative_current    GET   OSGIHLMND
scoring:negative            GET   OSGIHLMND
scoring:record_hit          GET   OS
scoring:hit                 GET   OSGD
scoring:hit_step            GET   OG
scoring:watch_class         POST  O
scoring:unwatch_class       POST  O
"""

API = """
/scores/{framework_id}                       GET   OSGIHLMND
/scores/{framework_id}/items                 GET   OSGIHLMND
/scores/{framework_id}/method                GET   OSGIHLMND
/scores/{framework_id}/workbook              GET   OSGIHLMND
/standards/{standard_id}/score               GET   OSGIHLMND
/standards/{standard_id}/checks              GET   OSGIHLMND
/standards/{standard_id}/values              POST  OM  {"observed_on":"2026-10-01","source":"表","number":"90"}
/standards/{standard_id}/grades              POST  OM  {"observed_on":"2026-10-01","source":"表","letter":"A"}
/standards/{standard_id}/proofs  POST  OM  {"observed_on":"2026-10-01","source":"表","accepted":1,"required":2}
/scores/{framework_id}/losses                GET   OSGIHLMND
/scores/{framework_id}/bulletin              GET   OSGIHLMND
/scores/{framework_id}/kept                  GET   OSGIHLMND
/scores/{framework_id}/kept                  POST  OG
/scores/{framework_id}/compared              GET   OSGIHLMND
/kept-sheets/{sheet_id}                      GET   OSGIHLMND
/scores/{framework_id}/negative              GET   OSGIHLMND
/negative-hits                               GET   OSGD
/negative-hits/{hit_id}                      GET   OSGD
/negative-hits                  POST  OS  {"entry_id":$entry_id,"happened_on":"2026-10-01","account":"事","source":"文"}
/negative-hits/{hit_id}/steps   POST  OG  {"move":"refuse","note":"否"}
/negative-hits/{hit_id}/evidence/{move}      POST  OG
/negative-watches               POST  O  {"entry_id":$entry_id,"problem_class_id":$class_id}
/negative-watches/{watched_id}               DELETE  O
/frameworks/{framework_id}/linked-scores     GET   OSGIHLMND
/frameworks/{framework_id}/linked-scores     POST  OM  {"observed_on":"2026-10-01","source":"表","score":"90"}
/cycles                                      GET   OSGIHLMND
/cycles  POST  O  {"framework_id":$framework_id,"name":"另一周期","first_year":2025,"weights":["1"]}
/cycles/now                                  GET   *
/cycles/{cycle_id}                           GET   OSGIHLMND
/cycles/{cycle_id}  PUT  O  {"framework_id":$framework_id,"name":"周期","first_year":2025,"weights":["1"]}
/cycles/{cycle_id}/assumed                   GET   OSGIHLMND
/cycles/{cycle_id}/paper.docx                GET   OSGIHLMND
/cycles/{cycle_id}/years/{year}              POST  O  {"total":"90","source":"文件"}
/cycles/{cycle_id}/years/{year}/corrections  POST  O  {"total":"91","source":"文件","reason":"公布有误"}
/cycles/{cycle_id}/close                     POST  O
/cycles/{cycle_id}/gate                      POST  O
/official-rounds                             GET   OSGD
/official-rounds  POST  O  {"framework_id":$framework_id,"name":"2024年测评","held_on":"2024-11-01"}
/official-rounds/latest-standing             GET   *
/official-rounds/{round_id}                  GET   OSGD
/official-rounds/{round_id}                  PUT   O  {"name":"2025年测评","held_on":"2025-11-01"}
/official-rounds/{round_id}/losses           GET   OSGD
/official-rounds/{round_id}/workbook         GET   OSGD
/official-rounds/{round_id}/bulletin         GET   OSGD
/official-rounds/{round_id}/results          POST  O  {"place":"虚构区","total":"90"}
/official-rounds/{round_id}/matches          POST  O  {"published":"环境","item":""}
/official-results/{result_id}/corrections    POST  O  {"place":"云澜区","total":"91","reason":"公布有误"}
/official-results/{result_id}/hard-faults    POST  O  {"text":"公厕长期关闭"}
/hard-faults/{fault_id}/take-back            POST  O  {"reason":"登记错了"}
"""


def things(_cast: Cast) -> dict[str, object]:
    """An edition in force with a gate, its standard scored by a figure; our result of a round, with a hard fault."""
    part = make_part("问卷调查", Decimal(1), "threshold", "target=90")
    framework = make_framework(make_draft("1.1", parts=(part,)), gate={"name": "未成年人", "share": "0.2"})
    standards = {"framework_id": framework.pk, "standard_id": framework.standards.get().pk}
    told = CycleFacts("周期", 2025, weights=["30", "30", "40"])
    cycle = create_cycle(actor=SYSTEM, framework_id=framework.pk, facts=told)
    close_year(actor=SYSTEM, cycle_id=cycle.pk, year=2025, told=YearTold(total=Decimal(90), source="文件"))
    return {**standards, **_negative(framework), **_official(framework), "cycle_id": cycle.pk, "year": 2025}


def _negative(framework: Framework) -> dict[str, object]:
    entry = NegativeEntry.objects.create(framework=framework, code="N1", text="事故", sanction="void", order=1)
    kept = keep_sheet(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))
    told = HitGiven(entry.pk, today(), "一起事故", "通报")
    return {
        "framework_id": framework.pk,
        "standard_id": framework.standards.get().pk,
        "sheet_id": kept.pk,
        "entry_id": entry.pk,
        "class_id": problem_class().pk,
        "hit_id": record_hit(actor=SYSTEM, given=told).pk,
        "move": "refuse",
        "watched_id": watch_class(actor=SYSTEM, entry_id=entry.pk, class_id=problem_class().pk).pk,
    }


def _official(framework: Framework) -> dict[str, object]:
    told = RoundFacts("2025年测评", date(2025, 11, 1))
    found = create_official_round(actor=SYSTEM, framework_id=framework.pk, facts=told)
    marks = [{"name": "环境", "earned": "8", "full": "10"}]
    result = record_official_result(actor=SYSTEM, round_id=found.pk, facts=ResultFacts("云澜区", items=marks))
    fault = record_hard_fault(actor=SYSTEM, result_id=result.pk, text="公厕长期关闭")
    return {"round_id": found.pk, "result_id": result.pk, "fault_id": fault.pk}
