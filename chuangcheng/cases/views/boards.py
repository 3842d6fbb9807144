from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from chuangcheng.cases.access import REPORT, VIEW
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import CaseLists, board
from chuangcheng.cases.views.lists import filter_form, known_view, only_filter
from chuangcheng.cases.wording import Told, deadline_told
from chuangcheng.cases.workflow import (
    DISPATCH_CASES,
    FILE_CASES,
    FIX_CASES,
    STATE_LABELS,
    SUSPEND_CASES,
    VERIFY_CASES,
    State,
)
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page

# State → the next act: permission, word, move whose form it opens. The page of the case says whether it may be done.
NEXT: Mapping[State, tuple[str, str | Promise, str]] = {
    State.REPORTED: (FILE_CASES, _("立案"), "file"),
    State.FILED: (DISPATCH_CASES, _("派遣"), "dispatch"),
    State.FIXING: (FIX_CASES, _("反馈"), "feed_back"),
    State.FED_BACK: (VERIFY_CASES, _("核查"), "close"),
    State.SUSPENDED: (SUSPEND_CASES, _("恢复"), "resume"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A case on the board."""

    case: Case
    deadline: Told


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A state with its first cases."""

    name: str
    label: str | Promise
    cards: Sequence[Card]
    act: str | Promise  # the word of the next act; empty: not this person's
    move: str
    more_url: str  # empty: these are all


@require_safe
@page(VIEW, REPORT)
def case_board(request: HttpRequest) -> HttpResponse:
    """The open cases by state, each with its next act."""
    actor, moment = actor_of(request), now()
    form = filter_form(request, actor)
    chosen = form.chosen(actor, view=known_view(request))
    columns = board(CaseLists(actor, moment), chosen)
    shown = [_shown(request, actor, column.state, column.cases, moment, has_more=column.has_more) for column in columns]
    context = {
        "form": form,
        "columns": shown,
        "is_empty": not any(column.cards for column in shown),
        "is_filtered": bool(form.has_chosen()),
        "may_report": actor.may(REPORT),
        "switch_query": only_filter(request),
        "open_view": "board",
    }
    return render(request, "cases/board.html", context)


def _shown(
    request: HttpRequest, actor: Actor, state: State, cases: Sequence[Case], moment: datetime, *, has_more: bool
) -> ShownColumn:
    permission, act, move = NEXT[state]
    calendar = office_calendar()
    query = request.GET.copy()
    query["state"] = state.value
    return ShownColumn(
        name=state.value,
        label=_(STATE_LABELS[state]),
        cards=[Card(case, deadline_told(case, now=moment, calendar=calendar)) for case in cases],
        act=act if actor.may(permission) else "",
        move=move,
        more_url=f"{reverse('cases:list')}?{query.urlencode()}" if has_more else "",
    )
