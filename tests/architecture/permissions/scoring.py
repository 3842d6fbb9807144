"""Scores: who passes each door.

Everybody who works for the title sees the score; the third party, which measures it, does not. The creation office and
the officer for the material record what no check brings. Places among rivals are for the office, those who supervise
and the leaders; the office alone records them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chuangcheng.core.access import SYSTEM
from chuangcheng.orgs.testing import Cast
from chuangcheng.scoring.services import (
    ResultFacts,
    RoundFacts,
    create_official_round,
    record_hard_fault,
    record_official_result,
)
from chuangcheng.standards.testing import make_draft, make_framework, make_part

PAGES = """
scoring:current             GET   OSGIHLMND
scoring:sheet               GET   OSGIHLMND
scoring:method              GET   OSGIHLMND
scoring:download_sheet      GET   OSGIHLMND
scoring:standard            GET   OSGIHLMND
scoring:record_fact         GET   OM
scoring:record_linked       GET   OM
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
/frameworks/{framework_id}/linked-scores     GET   OSGIHLMND
/frameworks/{framework_id}/linked-scores     POST  OM  {"observed_on":"2026-10-01","source":"表","score":"90"}
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
    told = RoundFacts("2025年测评", date(2025, 11, 1))
    found = create_official_round(actor=SYSTEM, framework_id=framework.pk, facts=told)
    marks = [{"name": "环境", "earned": "8", "full": "10"}]
    result = record_official_result(actor=SYSTEM, round_id=found.pk, facts=ResultFacts("云澜区", items=marks))
    fault = record_hard_fault(actor=SYSTEM, result_id=result.pk, text="公厕长期关闭")
    standards = {"framework_id": framework.pk, "standard_id": framework.standards.get().pk}
    return {**standards, "round_id": found.pk, "result_id": result.pk, "fault_id": fault.pk}
