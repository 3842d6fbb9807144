"""The audit trail of tasks in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words
from chuangcheng.tasks.workflow import MOVES

TASK_WORDS = Words(
    actions={
        "tasks.create": _("交办任务"),
        "tasks.change": _("修改任务"),
        "tasks.split": _("分解任务"),
        "tasks.link": _("设定任务的前后关系"),
        "tasks.unlink": _("去掉任务的前后关系"),
        "tasks.goals": _("设定任务服务的迎检"),
        "tasks.export": _("导出任务台账"),
        "tasks.print_contract": _("生成目标责任书"),
        **{f"tasks.{code}": _(move.label) for code, move in MOVES.items()},
    },
    records={"tasks.task": _("任务")},
    details={
        "parts": _("分解出的任务数"),
        "lines": _("任务数"),
        "event": _("步骤编号"),
        "fields": _("修改的内容"),
        "waits_for": _("要等的任务"),
        "lag": _("间隔（工作日）"),
    },
)
