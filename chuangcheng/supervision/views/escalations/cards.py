from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.escalation_access import (
    CHANGE_LADDER,
    VIEW_ESCALATIONS,
    visible_streak_steps,
)
from chuangcheng.supervision.escalation_policies import STREAKS
from chuangcheng.supervision.escalation_wording import card_words, step_word, streak_standing, whom_word
from chuangcheng.supervision.forms.escalations import StreakRungForms
from chuangcheng.supervision.models import StreakStep
from chuangcheng.supervision.queries.streak_steps import streak_deeds_of
from chuangcheng.supervision.queries.streaks import UnitStreak, unit_streaks
from chuangcheng.supervision.services.escalations import change_streaks
from chuangcheng.supervision.streak_rows import read_streaks
from chuangcheng.supervision.views.escalations.lists import tabs
from chuangcheng.supervision.views.escalations.streak_steps import measure_of
from chuangcheng.supervision.views.tables import TablePage

HISTORY_ROWS = 30  # on a page; our choice


@require_safe
@page(VIEW_ESCALATIONS)
def cards(request: HttpRequest) -> HttpResponse:
    """红黄绿牌: who stood on the black or red list so many periods in a row, and what was recorded about it."""
    actor = actor_of(request)
    taken = keyset_page(visible_streak_steps(actor), parameters=request.GET, size=HISTORY_ROWS)
    done = streak_deeds_of(taken.rows)
    context = {
        "rows": [_shown(each) for each in unit_streaks(actor=actor)],
        "tabs": tabs("cards"),
        "page": taken,
        "taken": [_taken(row, done.get(row.pk, set())) for row in taken.rows],
        "may_change": actor.may(CHANGE_LADDER),
    }
    return render(request, "supervision/escalations/cards.html", context)


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
    tone, word = card_words(each.card)
    steps = [
        _("%(by)s：%(step)s") % {"by": whom_word(one.rung.by), "step": step_word(one.rung.step)} for one in each.earned
    ]
    return {
        "unit": each.unit,
        "tone": tone,
        "word": word,
        "board": each.board,
        "count": len(each.streak.periods),
        "since": each.streak.periods[0].split("/")[0],
        "steps": "；".join(steps[-1:]),
    }


def _taken(row: StreakStep, done: set[str]) -> dict[str, object]:
    return {
        "row": row,
        "measure": measure_of(row),
        "standing": streak_standing(row, done),
        "undone": getattr(row, "undone", None),
    }
