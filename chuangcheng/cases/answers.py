"""What waits for somebody's answer, as to-dos: whistles, extensions, re-checks, the meeting, help asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from chuangcheng.cases.queries import Request, expected_to_resume, waiting_requests
from chuangcheng.cases.workflow import SUSPEND_CASES
from chuangcheng.core.access import Actor
from chuangcheng.core.shell import MOST_TODOS, Todo

OVERDUE, TODAY, RETURNED, NEW, COMING = range(5)  # urgencies of `core.shell.Todo`
MOST_EXPECTED = 20

# Move that answers → how urgent it is, the act as a verb, and how it stands.
TOLD = {
    "answer_whistle": (TODAY, _("去到场回应"), _("吹哨召集，等您单位到场")),
    "grant_extension": (TODAY, _("去批复"), _("申请延期")),
    "decide": (COMING, _("去记录决定"), _("待联席会议研究")),
    "pass_recheck": (NEW, _("去抽查"), _("立行立改抽查")),
    "note": (NEW, _("去补充情况"), _("请您单位配合")),
    "resume": (TODAY, _("去恢复处置"), _("挂账到了预计恢复的日子")),
}


def request_todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """What this person has to answer."""
    found = [_todo(request, now) for request in waiting_requests(actor=actor)]
    if actor.may(SUSPEND_CASES):
        expected = expected_to_resume(actor=actor, now=now, most=MOST_EXPECTED)
        found += [_todo(Request(case, "resume", case.suspended_at), now) for case in expected]
    return sorted(found, key=lambda todo: todo.urgency)[:MOST_TODOS]


def _todo(request: Request, now: datetime) -> Todo:
    case = request.case
    urgency, act, situation = TOLD[request.move]
    is_late = request.respond_by is not None and request.respond_by < now
    page = reverse("cases:case", args=[case.pk])
    return Todo(
        urgency=OVERDUE if is_late else urgency,
        title=case.told,
        url=page,
        act=act,
        act_url=reverse("cases:move", args=[case.pk, request.move]),
        kind=pgettext("to-do", "问题"),
        number=case.number,
        due_at=request.respond_by,
        detail=case.place,
        situation=situation,
    )
