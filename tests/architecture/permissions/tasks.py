"""Tasks: who passes each door.

Everybody who works for the title sees the tasks of their units; the office gives them, units split, accept and report.
"""

from __future__ import annotations

from chuangcheng.orgs.testing import Cast
from chuangcheng.tasks.testing import make_task

PAGES = """
tasks:list                  GET   OSGIHLMND
tasks:schedule              GET   OSGIHLMND
tasks:export                GET   OSGIHLMND
tasks:task                  GET   OSGIHLMND
tasks:new                   GET   O
tasks:new                   POST  O
tasks:by_standard           GET   O
tasks:by_standard           POST  O
tasks:suggest_units         GET   OHL
tasks:edit                  GET   O
tasks:edit                  POST  O
tasks:split                 GET   OHL
tasks:split                 POST  OHL
tasks:link                  POST  O
tasks:unlink                POST  O
tasks:step                  POST  HLMN
"""

API = """
/tasks                                   GET   OSGIHLMND
/tasks                                   POST  O  {"tasks":[]}
/tasks/{task_id}                         GET   OSGIHLMND
/tasks/{task_id}                         PUT   O  {"title":"T","reason":"R"}
/tasks/{task_id}/parts                   POST  OHL  {"tasks":[]}
/tasks/{task_id}/steps                   POST  HLMN  {"move":"accept"}
/tasks/{task_id}/links                   POST  O  {"before_id":"$task_id"}
/tasks/{task_id}/links/{before_id}       DELETE  O
/task-schedule                           GET   OSGIHLMND
"""


def things(cast: Cast) -> dict[str, object]:
    """A task that waits to be accepted, and one before it."""
    task = make_task(cast)
    return {"task_id": task.pk, "before_id": make_task(cast).pk, "move": "accept"}
