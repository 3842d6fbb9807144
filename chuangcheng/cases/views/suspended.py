from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.cases.access import VIEW
from chuangcheng.cases.queries import suspended_cases, with_pauses
from chuangcheng.cases.queries.suspended import Suspended
from chuangcheng.cases.wording import deadline_told
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import local_date, now
from chuangcheng.core.web import actor_of, page

MOST_SHOWN = 200  # those that stand still longest; a list this long is worked off from the top


@require_safe
@page(VIEW)
def suspended(request: HttpRequest) -> HttpResponse:
    """Whose clock stands still: since when, why, and when it is expected to go on."""
    actor = actor_of(request)
    found = list(suspended_cases(actor=actor)[: MOST_SHOWN + 1])
    rows = [_row(each) for each in with_pauses(found[:MOST_SHOWN])]
    return render(request, "cases/suspended.html", {"rows": rows, "is_cut": len(found) > MOST_SHOWN})


def _row(found: Suspended) -> dict[str, Any]:
    moment = now()
    expected = found.pause.expected_on if found.pause is not None else None
    return {
        "case": found.case,
        "reason": found.pause.event.reason if found.pause is not None else "",
        "expected_on": expected,
        "is_late": expected is not None and expected < local_date(moment),
        "deadline": deadline_told(found.case, now=moment, calendar=office_calendar()),
    }
