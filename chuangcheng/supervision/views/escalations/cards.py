from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.escalation_access import (
    CHANGE_LADDER,
    HANDLE_ESCALATIONS,
    VIEW_ESCALATIONS,
    visible_streak_steps,
)
from chuangcheng.supervision.escalation_policies import STREAKS
from chuangcheng.supervision.escalation_wording import step_word, whom_word
from chuangcheng.supervision.forms.escalations import StreakRungForms
from chuangcheng.supervision.ladder import Card
from chuangcheng.supervision.models import StreakStep
from chuangcheng.supervision.queries.streaks import UnitStreak, unit_streaks
from chuangcheng.supervision.services.escalations import change_streaks, undo_streak_step
from chuangcheng.supervision.streak_rows import read_streaks
from chuangcheng.supervision.views.escalations.lists import tabs
from chuangcheng.supervision.views.tables import TablePage

CARDS = {
    Card.RED: ("red", gettext_noop("红牌")),
    Card.YELLOW: ("amber", gettext_noop("黄牌")),
    Card.GREEN: ("green", gettext_noop("绿牌")),
}
HISTORY_ROWS = 30  # on a page; our choice


@require_safe
@page(VIEW_ESCALATIONS)
def cards(request: HttpRequest) -> HttpResponse:
    """红黄绿牌: who stood on the black or red list so many periods in a row, and what was recorded about it."""
    actor = actor_of(request)
    taken = keyset_page(visible_streak_steps(actor), parameters=request.GET, size=HISTORY_ROWS)
    context = {
        "rows": [_shown(each) for each in unit_streaks(actor=actor)],
        "tabs": tabs("cards"),
        "page": taken,
        "taken": [_taken(row, actor) for row in taken.rows],
        "may_change": actor.may(CHANGE_LADDER),
    }
    return render(request, "supervision/escalations/cards.html", context)


@require_POST
@page(HANDLE_ESCALATIONS)
def undo(request: HttpRequest, streak_step_id: UUID) -> HttpResponse:
    """Takes a step for periods in a row back, with a reason."""
    undo_streak_step(actor=actor_of(request), step_id=streak_step_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤销，记录保留；同一档不会再次升级。"))
    return redirect("supervision:cards")


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_LADDER)
def streaks(request: HttpRequest) -> HttpResponse:
    """The table: after so many periods, which step by whom."""
    return STREAKS_PAGE.answer(request)


def told(rows: Any) -> str:
    """The table on one line."""
    said = [
        _("连续%(count)s期 → %(by)s：%(step)s")
        % {"count": rung.periods, "by": whom_word(rung.by), "step": step_word(rung.step)}
        for rung in read_streaks(rows)
    ]
    return "；".join(said) or _("不采取措施")


STREAKS_PAGE = TablePage(
    setting=STREAKS,
    forms=StreakRungForms,
    prefix="rung",
    needed="periods",
    change=change_streaks,
    told=told,
    saved=gettext_lazy("已保存，从所填日期起生效；已经记录的不变。"),
    here="supervision:streaks",
    back="supervision:cards",
    template="supervision/escalations/streaks.html",
)


def _shown(each: UnitStreak) -> dict[str, object]:
    tone, word = CARDS[each.card or Card.GREEN]
    steps = [
        _("%(by)s：%(step)s") % {"by": whom_word(one.rung.by), "step": step_word(one.rung.step)} for one in each.earned
    ]
    return {
        "unit": each.unit,
        "tone": tone,
        "word": _(word),
        "board": each.board,
        "count": len(each.streak.periods),
        "since": each.streak.periods[0].split("/")[0],
        "steps": "；".join(steps[-1:]),
    }


def _taken(row: StreakStep, actor: Actor) -> dict[str, object]:
    undone = getattr(row, "undone", None)
    if undone is not None:
        standing = ("muted", _("已撤销"))
    elif row.is_passed_over:
        standing = ("muted", _("由更高一档代替"))
    else:
        standing = ("blue", _("已记录，已通知"))
    return {
        "row": row,
        "measure": _("%(by)s：%(step)s") % {"by": whom_word(row.by), "step": step_word(row.step)},
        "standing": standing,
        "undone": undone,
        "dialog": f"undo-{row.pk}",
        "may_undo": undone is None
        and actor.may(HANDLE_ESCALATIONS)
        and actor.may_at(HANDLE_ESCALATIONS, row.unit.path),
    }
