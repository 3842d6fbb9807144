from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chuangcheng.core.documents.media_types import PPTX
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.reports.access import READ, require_everywhere
from chuangcheng.reports.meeting_slides import meeting_slides, meeting_slides_name
from chuangcheng.reports.periods import Kind
from chuangcheng.reports.queries.meeting_told import MOST_PAIRS, meeting_told, pairs_offered
from chuangcheng.reports.wording import period_words

PLACE = "place-"  # before the id of a case: which pair it is


@require_safe
@page(READ)
def choose_slides(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What the slides of a meeting will show, and which photos in which order; the first six unless said."""
    actor = actor_of(request)
    require_everywhere(actor, READ)
    story, span, offered = pairs_offered(actor=actor, meeting_id=meeting_id, now=now())
    context = {
        "meeting": story.meeting,
        "period": period_words(Kind.MONTHLY, span.first, span.last),
        "item_count": len(story.items),
        "checked_count": len(story.checked),
        "pairs": [(pair, at if at <= MOST_PAIRS else 0) for at, pair in enumerate(offered, start=1)],
        "places": range(1, len(offered) + 1),
        "meeting_url": reverse("command:meeting", args=[meeting_id]),
    }
    return render(request, "reports/meeting_slides.html", context)


@require_safe
@page(READ)
def slides_of_meeting(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """The slides of a meeting as of now."""
    actor = actor_of(request)
    require_everywhere(actor, READ)
    found = meeting_told(actor=actor, meeting_id=meeting_id, now=now(), case_ids=_chosen(request.GET))
    return download(meeting_slides(found), meeting_slides_name(found), PPTX)


def _chosen(given: QueryDict) -> list[str] | None:
    """The cases that have a place, in the order of the places; None when nothing was said."""
    places = {name.removeprefix(PLACE): str(place) for name, place in given.items() if name.startswith(PLACE)}
    taken = [case_id for case_id, place in places.items() if place.isdecimal()]
    return sorted(taken, key=lambda case_id: int(places[case_id][:4])) if places else None
