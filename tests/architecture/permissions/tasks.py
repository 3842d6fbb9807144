"""Tasks: who passes each door.

Everybody who works for the title sees the tasks of their units; the office gives them, units split, accept and report.
"""

from __future__ import annotations

from chuangcheng.orgs.testing import Cast
from chuangcheng.tasks.testing import make_task

PAGES = """
tasks:list                  GET   OSGIHLMND
tasks:sheet                 GET   OHL
tasks:duties                GET   OSGIHLMND
tasks:standing              GET   OSGIHLMND
tasks:standing_workbook     GET   OSGIHLMND
tasks:unit_duties           GET   OSGIHLMND
tasks:unit_duty_workbook    GET   OSGIHLMND
tasks:unit_duty_paper       GET   OSGIHLMND
tasks:unit_duty_contract    GET   OSGIHLMND
tasks:leader_duties         GET   OSGIHLMND
tasks:leader_duty_workbook  GET   OSGIHLMND
tasks:leader_duty_paper     GET   OSGIHLMND
tasks:schedule              GET   OSGIHLMND
tasks:export                GET   OSGIHLMND
tasks:task                  GET   OSGIHLMND
tasks:new                   GET   O
tasks:new                   POST  O
tasks:by_standard           GET   O
tasks:by_standard           POST  O
tasks:suggest_units         GET   OHL
tasks:suggest_people        GET   OHL
tasks:tag                   POST  OHL
tasks:serve                 POST  OHL
tasks:edit                  GET   O
tasks:edit                  POST  O
tasks:split                 GET   OHL
tasks:split                 POST  OHL
tasks:reschedule            POST  O
tasks:undo_days             POST  O
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
/tasks/{task_id}/delay                   GET   OSGIHLMND
/task-cells                              POST  OHL  {"reason":"","cells":[]}
/task-tags                               GET   OSGIHLMND
/task-tags                               POST  OHL  {"task_ids":[],"put_on":["乡村振兴"]}
/task-visits                             GET   OSGIHLMND
/task-visits                             POST  OHL  {"task_ids":[],"key":"K"}
/task-schedule                           GET   OSGIHLMND
/task-duties                             GET   OSGIHLMND
/task-duties/units/{unit_id}             GET   OSGIHLMND
/task-duties/units/{unit_id}/workbook    GET   OSGIHLMND
/task-duties/units/{unit_id}/paper       GET   OSGIHLMND
/task-duties/units/{unit_id}/contract    GET   OSGIHLMND
/task-duties/leaders/{person_id}         GET   OSGIHLMND
/task-duties/leaders/{person_id}/workbook GET   OSGIHLMND
/task-duties/leaders/{person_id}/paper   GET   OSGIHLMND
/standing-tasks                          GET   OSGIHLMND
/standing-tasks/workbook                 GET   OSGIHLMND
"""


def things(cast: Cast) -> dict[str, object]:
    """A task that waits to be accepted, and one before it."""
    task = make_task(cast)
    return {
        "unit_id": cast.sanitation.pk,
        "person_id": cast.leader.pk,
        "task_id": task.pk,
        "before_id": make_task(cast).pk,
        "move": "accept",
    }
