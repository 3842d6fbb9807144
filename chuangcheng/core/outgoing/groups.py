"""Groups of news among which a person chooses; a group is told by how the key of the line in the inbox begins."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

CASES, SUPERVISION, CHECKS, WORK, SYSTEM = "cases", "supervision", "checks", "work", "system"
GROUPS = {
    CASES: _("问题与来件"),
    SUPERVISION: _("督办与通报"),
    CHECKS: _("检查与测评"),
    WORK: _("任务、会议与文件"),
    SYSTEM: _("账号与系统"),
}
BELONGS = {
    "cases": CASES,
    "intake": CASES,
    "workbench": SUPERVISION,
    "supervision": SUPERVISION,
    "inspections": CHECKS,
    "scoring": CHECKS,
    "evidence": WORK,
    "tasks": WORK,
    "command": WORK,
    "field": CHECKS,
    "reports": WORK,
}
FIRST_WORD = re.compile(r"[a-z_]+")


def group_of(key: str) -> str:
    """The group of a line with this key; what is not known belongs to the system."""
    found = FIRST_WORD.match(key)
    return BELONGS.get(found[0], SYSTEM) if found else SYSTEM
