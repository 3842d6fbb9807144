"""Workbench: who passes each door.

The to-do page, search and help are everybody's; the leaders' screen is theirs, the office's and the government
supervision's. Settings are those of whose work they concern: here one of the creation office; system and security
administrators have others.
"""

from __future__ import annotations

from chuangcheng.orgs.testing import Cast

PAGES = """
workbench:board             GET   OGD
workbench:board_remind      POST  OSGD
workbench:end_first_day     POST  OY
workbench:help              GET   *
workbench:home              GET   *
workbench:search            GET   *
workbench:setting           GET   OY
workbench:setting           POST  OY
workbench:settings          GET   OGYQ
workbench:urge              POST  OGD
"""

API = """
/board                      GET   OGD
/board/urge/{matter}        POST  OGD {}
/figures                    GET   *
/search                     GET   *
/settings                   GET   *
/settings/{key}             GET   OY
/settings/{key}             POST  OY  {"value": 20, "valid_from": "2026-12-01", "reason": "本地规定"}
/todos                      GET   *
"""


def things(cast: Cast) -> dict[str, object]:
    """A setting of the office."""
    return {"key": "cases.reporter_reopen_days", "matter": "dispatch"}
