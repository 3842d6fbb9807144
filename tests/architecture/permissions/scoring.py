"""Scores: who passes each door.

Everybody who works for the title sees the score; the third party, which measures it, does not. The creation office and
the officer for the material record what no check brings.
"""

from __future__ import annotations

from decimal import Decimal

from chuangcheng.cases.testing import problem_class
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.scoring.services import HitGiven, record_hit, watch_class
from chuangcheng.standards.models import NegativeEntry
from chuangcheng.standards.testing import make_draft, make_framework, make_part

PAGES = """
scoring:current             GET   OSGIHLMND
scoring:sheet               GET   OSGIHLMND
scoring:method              GET   OSGIHLMND
scoring:download_sheet      GET   OSGIHLMND
scoring:standard            GET   OSGIHLMND
scoring:record_fact         GET   OM
scoring:record_linked       GET   OM
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
"""


def things(_cast: Cast) -> dict[str, object]:
    """An edition in force with a gate, its standard scored by a figure."""
    part = make_part("问卷调查", Decimal(1), "threshold", "target=90")
    framework = make_framework(make_draft("1.1", parts=(part,)), gate={"name": "未成年人", "share": "0.2"})
    entry = NegativeEntry.objects.create(framework=framework, code="N1", text="事故", sanction="void", order=1)
    told = HitGiven(entry.pk, today(), "一起事故", "通报")
    return {
        "framework_id": framework.pk,
        "standard_id": framework.standards.get().pk,
        "entry_id": entry.pk,
        "class_id": problem_class().pk,
        "hit_id": record_hit(actor=SYSTEM, given=told).pk,
        "move": "refuse",
        "watched_id": watch_class(actor=SYSTEM, entry_id=entry.pk, class_id=problem_class().pk).pk,
    }
