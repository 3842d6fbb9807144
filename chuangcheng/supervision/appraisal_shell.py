"""What appraisals add to navigation, trail and readers of files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.core import files, shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import Words, words
from chuangcheng.core.shell import MOST_TODOS, NavEntry, Todo
from chuangcheng.supervision.appraisal_access import DECIDE, VIEW, may_read_objection_file
from chuangcheng.supervision.models import Objection, Run

APPRAISAL_WORDS = Words(
    actions={
        "supervision.appraise": _("计算考核"),
        "supervision.open_appraisal": _("公示考核"),
        "supervision.publish_appraisal": _("发布考核"),
        "supervision.save_formula": _("保存考核办法"),
        "supervision.save_board": _("保存榜单设置"),
        "supervision.print_rules": _("导出考核办法"),
        "supervision.enter_merit": _("登记加减分事项"),
        "supervision.withdraw_merit": _("撤销加减分事项"),
        "supervision.object": _("提出考核异议"),
        "supervision.prove_objection": _("补充考核异议的证明材料"),
        "supervision.decide_objection": _("认定考核异议"),
        "supervision.put_right": _("更正考核"),
    },
    records={
        "supervision.run": _("考核"),
        "supervision.formula": _("考核办法"),
        "supervision.board": _("考核榜单"),
        "supervision.merit": _("加减分事项"),
        "supervision.objection": _("考核异议"),
    },
    details={"units": _("单位数"), "reason": _("理由"), "kind": _("类别"), "upheld": _("是否支持")},
)


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("supervision-appraisals", _entries)
    words.fill("supervision-appraisals", APPRAISAL_WORDS)
    files.readers.fill("supervision-appraisals", may_read_objection_file)
    shell.rare_todos.fill("supervision-appraisals", shell.RareTodos(_objections, _todos))


def _objections(actor: Actor, now: datetime) -> QuerySet[Objection] | None:  # noqa: ARG001 - of the slot
    """Objections that wait for whoever decides."""
    if not actor.everywhere(DECIDE):
        return None
    waiting = Objection.objects.filter(decision__isnull=True, run__state=Run.State.OPEN)
    return waiting.exclude(raised_by=actor.person_id)


def _todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - of the slot
    waiting = _objections(actor, now)
    if waiting is None:
        return []
    return [
        Todo(
            urgency=3,
            title=found.record_label or found.line_name,
            url=reverse("supervision:objection", args=[found.pk]),
            act=_("去认定"),
            kind=_("考核异议"),
            number=found.number,
            detail=found.result.name,
        )
        for found in waiting.select_related("result").order_by("pk")[:MOST_TODOS]
    ]


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(VIEW):
        return []
    return [NavEntry("supervision", _("考核排名"), reverse("supervision:boards"), "award", "/supervision/")]
