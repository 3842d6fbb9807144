"""Workbench: who passes each door.

The to-do page, search and help are everybody's. Settings are those of whose work they concern: here one of the creation
office; system and security administrators have others.
"""

from __future__ import annotations

from chuangcheng.orgs.testing import Cast

PAGES = """
workbench:end_first_day     POST  OY
workbench:help              GET   *
workbench:home              GET   *
workbench:search            GET   *
workbench:setting           GET   OY
workbench:setting           POST  OY
workbench:settings          GET   OYQ
"""

API = """
/figures                    GET   *
/search                     GET   *
/settings                   GET   *
/settings/{key}             GET   OY
/settings/{key}             POST  OY  {"value": 20, "valid_from": "2026-12-01", "reason": "本地规定"}
/todos                      GET   *
"""


def things(cast: Cast) -> dict[str, object]:
    """A setting of the office."""
    return {"key": "cases.reporter_reopen_days"}
