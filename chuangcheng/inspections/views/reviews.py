from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections import queries
from chuangcheng.inspections.access import REVIEW, visit_for
from chuangcheng.inspections.models import ReviewState, Round, Verdict
from chuangcheng.inspections.queries.reviews import MOST_SHOWN
from chuangcheng.inspections.services import accept_visits, leave_out_visit, return_visit
from chuangcheng.inspections.slots import panels_of
from chuangcheng.inspections.views.results import answer_row, distance_told


@require_safe
@page(REVIEW)
def desk(request: HttpRequest) -> HttpResponse:
    """The visits that wait for review, all or those of one round; several are accepted at once."""
    actor = actor_of(request)
    round_id = _id(request.GET.get("round", ""))
    rows = list(queries.waiting_visits(actor=actor, round_id=round_id)[: MOST_SHOWN + 1])
    rounds = queries.rounds_to_review(actor=actor)
    context = {
        "rows": rows[:MOST_SHOWN],
        "has_more": len(rows) > MOST_SHOWN,
        "views": [_tab(_("全部"), None, round_id), *(_tab(row.round.name, row.round.pk, round_id) for row in rounds)],
    }
    return render(request, "inspections/review_desk.html", context)


@require_safe
@page(REVIEW)
def review_page(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One visit with its photos large, and the decision; previous and next by keyboard."""
    actor = actor_of(request)
    visit = visit_for(actor, visit_id)
    sheet = queries.visit_sheet(actor=actor, visit=visit)
    rows = sorted((answer_row(shown) for shown in sheet.answers), key=lambda row: row.shown.verdict != Verdict.FAIL)
    is_own = visit.inspector_id == actor.person_id
    is_open = visit.review == ReviewState.WAITING and visit.round.state != Round.State.RELEASED
    context = {
        "visit": visit,
        "rows": rows,
        "failed_count": len(sheet.with_verdict(Verdict.FAIL)),
        "distance": distance_told(visit),
        "place": queries.place_in_line(actor=actor, visit=visit),
        "versions": queries.versions_of(actor=actor, visit=visit),
        "may_decide": is_open and not is_own,
        "is_own": is_own,
        "panels": panels_of(actor, visit),
    }
    return render(request, "inspections/review.html", context)


@require_POST
@page(REVIEW)
def accept_many(request: HttpRequest) -> HttpResponse:
    """The ticked visits count."""
    count = accept_visits(actor=actor_of(request), visit_ids=_chosen(request.POST, "visit"))
    messages.success(request, _("已通过%(count)s次检查，轮次发布后计入。") % {"count": count})
    return HttpResponseRedirect(f"{reverse('inspections:review_desk')}?{request.GET.urlencode()}")


@require_POST
@page(REVIEW)
def accept(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """This visit counts; the next one comes."""
    onward = _onward(request, visit_id)
    accept_visits(actor=actor_of(request), visit_ids=[visit_id])
    messages.success(request, _("已通过，轮次发布后计入。"))
    return onward


@require_POST
@page(REVIEW)
def send_back(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The visit goes back to its inspector; the next one comes."""
    onward = _onward(request, visit_id)
    ids = _chosen(request.POST, "answer") if "answer" in request.POST else []
    reason = request.POST.get("reason", "")
    return_visit(actor=actor_of(request), visit_id=visit_id, reason=reason, answer_ids=ids)
    messages.success(request, _("已退回，检查员会在待办中看到。"))
    return onward


@require_POST
@page(REVIEW)
def leave_out(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The visit does not count."""
    leave_out_visit(actor=actor_of(request), visit_id=visit_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("这次检查不计入，理由留在记录中。"))
    return redirect("inspections:visit_result", visit_id=visit_id)


def _onward(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """To the next visit of the round, or to the desk when it was the last one."""
    actor = actor_of(request)
    place = queries.place_in_line(actor=actor, visit=visit_for(actor, visit_id))
    following: UUID | None = place.next or place.previous
    if following is None:
        return redirect("inspections:review_desk")
    return redirect("inspections:review", visit_id=following)


def _chosen(posted: QueryDict, name: str) -> list[UUID]:
    found = [_id(value) for value in posted.getlist(name)]
    chosen = [each for each in found if each is not None]
    if not chosen or len(chosen) != len(found):
        raise InvalidInput(_("请先勾选，再办理。"))
    return chosen


def _tab(label: str, round_id: UUID | None, chosen: UUID | None) -> dict[str, object]:
    url = f"?round={round_id}" if round_id else "?"
    return {"label": label, "url": url, "active": round_id == chosen}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
