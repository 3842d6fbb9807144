from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS
from chuangcheng.supervision.escalation_wording import step_word, whom_word
from chuangcheng.supervision.ladder import Card
from chuangcheng.supervision.queries.streaks import UnitStreak, unit_streaks
from chuangcheng.supervision.views.escalations.lists import tabs

CARDS = {
    Card.RED: ("red", gettext_noop("红牌")),
    Card.YELLOW: ("amber", gettext_noop("黄牌")),
    Card.GREEN: ("green", gettext_noop("绿牌")),
}


@require_safe
@page(VIEW_ESCALATIONS)
def cards(request: HttpRequest) -> HttpResponse:
    """红黄绿牌: who stood on the black or red list so many periods in a row, and what that earns."""
    rows = [_shown(each) for each in unit_streaks(actor=actor_of(request))]
    return render(request, "supervision/escalations/cards.html", {"rows": rows, "tabs": tabs("cards")})


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
