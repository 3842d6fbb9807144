"""Scores: who passes each door.

Everybody who works for the title sees the score; the third party, which measures it, does not. The creation office and
the officer for the material record what no check brings.
"""

from __future__ import annotations

from decimal import Decimal

from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.testing import make_draft, make_framework, make_part

PAGES = """
scoring:current             GET   OSGIHLMND
scoring:sheet               GET   OSGIHLMND
scoring:method              GET   OSGIHLMND
scoring:download_sheet      GET   OSGIHLMND
scoring:standard            GET   OSGIHLMND
scoring:record_fact         GET   OM
scoring:record_linked       GET   OM
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
"""


def things(_cast: Cast) -> dict[str, object]:
    """An edition in force with a gate, its standard scored by a figure."""
    part = make_part("问卷调查", Decimal(1), "threshold", "target=90")
    framework = make_framework(make_draft("1.1", parts=(part,)), gate={"name": "未成年人", "share": "0.2"})
    return {"framework_id": framework.pk, "standard_id": framework.standards.get().pk}
