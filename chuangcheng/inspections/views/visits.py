from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections import queries
from chuangcheng.inspections.access import SELF_CHECK, VISIT, assignment_for, visible_visits
from chuangcheng.inspections.forms import VisitForm
from chuangcheng.inspections.models import Assignment, Round, Visit
from chuangcheng.inspections.queries.controls import my_open_controls
from chuangcheng.inspections.services import checklist_for, submit_visit
from chuangcheng.inspections.services.visits import NotRunning, VisitIdTaken

if TYPE_CHECKING:
    from chuangcheng.core.access import Actor

MOST_SHOWN = 300  # sites on the page of one's own visits; the rest follows when these are done


@require_safe
@page(VISIT, SELF_CHECK)
def my_visits(request: HttpRequest) -> HttpResponse:
    """The sites that I still have to visit, by round, in order; and what I visited today."""
    actor = actor_of(request)
    rows = list(queries.my_open_assignments(actor=actor)[: MOST_SHOWN + 1])
    groups = [(found, list(sites)) for found, sites in groupby(rows[:MOST_SHOWN], key=lambda row: row.round)]
    context = {
        "groups": groups,
        "open_rounds": {row.round.pk: row.left for row in queries.my_open_rounds(actor=actor)},
        "controls": list(my_open_controls(actor=actor)[:MOST_SHOWN]),
        "returned": list(queries.returned_to(actor=actor)[:MOST_SHOWN]),
        "has_more": len(rows) > MOST_SHOWN,
        "done_today": list(queries.my_visits_since(actor=actor, day=today())[:MOST_SHOWN]),
        "today": today(),
    }
    return render(request, "inspections/my_visits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(VISIT, SELF_CHECK)
def visit(request: HttpRequest, round_id: UUID, site_id: UUID) -> HttpResponse:
    """The checklist of a site, filled in on a phone or at a desk."""
    actor, moment = actor_of(request), now()
    assignment = assignment_for(actor, round_id, site_id)
    if request.method == "POST":
        return _submitted(request, actor, assignment, moment)
    if assignment.round.state != Round.State.RUNNING:
        raise NotRunning(_("该轮次不在进行中，现在不能检查，请联系安排检查的人员。"))
    return _page(request, actor, assignment, VisitForm(checklist_for(assignment, moment=moment)), 200)


def _submitted(request: HttpRequest, actor: Actor, assignment: Assignment, moment: datetime) -> HttpResponse:
    form = VisitForm(checklist_for(assignment, moment=moment), posted=request.POST)
    form.keep_photos(request, actor)
    if not form.check():
        return _page(request, actor, assignment, form, 422)
    try:
        made = submit_visit(actor=actor, given=form.given(round_id=assignment.round_id, site_id=assignment.site_id))
    except NotFound:
        raise
    except Refusal as refusal:
        form.refused(str(refusal))
        if isinstance(refusal, VisitIdTaken):
            form.visit_id = new_id()
        return _page(request, actor, assignment, form, 422 if _is_sent_by_script(request) else refusal.status)
    messages.success(request, _("检查结果已提交，照片和记录都已保存。"))
    address = reverse("inspections:visit_result", args=[made.pk])
    return HttpResponseClientRedirect(address) if _is_sent_by_script(request) else HttpResponseRedirect(address)


def _is_sent_by_script(request: HttpRequest) -> bool:
    """True when the page waits for the answer: after a broken connection everything is still there to be sent again."""
    return request.headers.get("HX-Request") == "true"


def _page(request: HttpRequest, actor: Actor, assignment: Assignment, form: VisitForm, status: int) -> HttpResponse:
    context = {
        "assignment": assignment,
        "found": assignment.round,
        "site": assignment.site,
        "form": form,
        "earlier": _earlier(actor, assignment),
    }
    return render(request, "inspections/visit_form.html", context, status=status)


def _earlier(actor: Actor, assignment: Assignment) -> Visit | None:
    if assignment.visited_at is None:
        return None
    return visible_visits(actor).filter(assignment=assignment).order_by("-submitted_at").first()
