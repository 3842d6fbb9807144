from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections.access import SELF_CHECK, VISIT, visit_for
from chuangcheng.inspections.forms.amendments import AmendmentForm
from chuangcheng.inspections.models import Visit
from chuangcheng.inspections.queries import is_open_to_amend, last_review
from chuangcheng.inspections.services import VisitMovedOn, amend_visit, answers_to_amend


@require_http_methods(["GET", "HEAD", "POST"])
@page(VISIT, SELF_CHECK)
def amend(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The marked items of a returned visit, filled with what was sent, to be put right and sent again."""
    actor = actor_of(request)
    visit = visit_for(actor, visit_id)
    if visit.inspector_id != actor.person_id:
        raise NotFound(_("没有找到您的该次检查，请从“我的检查”进入。"))
    answers = answers_to_amend(visit)
    if request.method == "POST":
        form = AmendmentForm(answers, note=visit.note, posted=request.POST)
        form.keep_photos(request, actor)
        return _sent(request, visit, form)
    if not is_open_to_amend(visit):
        raise VisitMovedOn(visit)
    return _page(request, visit, AmendmentForm(answers, note=visit.note), 200)


def _sent(request: HttpRequest, visit: Visit, form: AmendmentForm) -> HttpResponse:
    by_script = request.headers.get("HX-Request") == "true"
    if not form.check():
        return _page(request, visit, form, 422)
    try:
        made = amend_visit(actor=actor_of(request), given=form.amendment(visit_id=visit.pk))
    except Refusal as refusal:
        form.refused(str(refusal))
        return _page(request, visit, form, 422 if by_script else refusal.status)
    messages.success(request, _("已补正并重新提交，等待审核。"))
    address = reverse("inspections:visit_result", args=[made.pk])
    return HttpResponseClientRedirect(address) if by_script else HttpResponseRedirect(address)


def _page(request: HttpRequest, visit: Visit, form: AmendmentForm, status: int) -> HttpResponse:
    context = {"visit": visit, "site": visit.site, "found": visit.round, "form": form}
    context["last_review"] = last_review(visit=visit)
    return render(request, "inspections/amend.html", context, status=status)
