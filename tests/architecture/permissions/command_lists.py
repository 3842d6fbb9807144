"""Red and black lists as circulars: the creation office sends what is published."""

from __future__ import annotations

from datetime import date

from chuangcheng.orgs.testing import Cast
from chuangcheng.supervision.models import HonourList, Run
from chuangcheng.supervision.testing import compute, make_board, opened

PAGES = """
command:send_honour_list  GET   O
command:send_honour_list  POST  O
"""

API = """
/honour-lists/{list_id}/circular  POST  O  {}
"""


def things(cast: Cast) -> dict[str, object]:
    """A published list."""
    run = opened(cast, compute(cast, make_board(cast, red=1), date(2026, 1, 5)))
    Run.objects.filter(pk=run.pk).update(state=Run.State.FINAL)
    return {"list_id": HonourList.objects.create(run=run, state="published").pk}
