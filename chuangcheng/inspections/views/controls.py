from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections import queries
from chuangcheng.inspections.access import CORRECT, PLAN, VISIT, own_control_shown, round_to_control
from chuangcheng.inspections.forms.visits import VisitForm
from chuangcheng.inspections.models import Control, ControlDraw
from chuangcheng.inspections.policies import CONTROL_SHARES
from chuangcheng.inspections.queries.controls import control_items, control_result, controls_of_round, still_to_draw
from chuangcheng.inspections.services.controls import (
    CONTROLLED_STATES,
    ControlGiven,
    assign_controls,
    draw_controls,
    settle_difference,
    submit_control,
)


@require_safe
@page(PLAN)
def control_page(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Quality control of a round: what is drawn and done, how far both visits agree, where they differ."""
    actor = actor_of(request)
    found = round_to_control(actor, round_id)
    controls = list(controls_of_round(found=found))
    is_open = found.state in CONTROLLED_STATES
    result = control_result(found=found)
    unequal = [row for row in result.by_item if row.agreement.agreed < row.agreement.count]
    context = {
        "found": found,
        "controls": controls,
        "done": sum(control.submitted_at is not None for control in controls),
        "overdue": sum(control.submitted_at is None and control.due_on < today() for control in controls),
        "result": result,
        "unequal": unequal,
        "equal_count": len(result.by_item) - len(unequal),
        "share": CONTROL_SHARES[found.kind].on(today()),
        "draws": ControlDraw.objects.filter(round=found).select_related("drawn_by").order_by("pk"),
        "people": queries.may_visit_people(today=today()) if is_open else (),
        "may_draw": is_open and still_to_draw(found=found) > 0,
        "may_assign": is_open,
        "may_settle": actor.may(CORRECT),
        "draw_id": new_id(),
        "today": today(),
    }
    return render(request, "inspections/control.html", context)


@require_POST
@page(PLAN)
def draw(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Sites are drawn for a second visit."""
    draw_id = _id(request.POST.get("draw", "")) or new_id()
    seed = request.POST.get("seed", "")
    made = draw_controls(actor=actor_of(request), round_id=round_id, draw_id=draw_id, seed=seed)
    messages.success(request, _("已抽取%(count)s个点位复核，请分给别的检查员。") % {"count": made.drawn_count})
    return redirect("inspections:control", round_id=round_id)


@require_POST
@page(PLAN)
def assign(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Drawn sites go to a person."""
    ids = [found for found in map(_id, request.POST.getlist("control")) if found is not None]
    person = request.POST.get("person", "")
    if not person.isdecimal() or len(person) > 18:  # noqa: PLR2004 - digits of a key
        raise InvalidInput(_("请选择复核的人。"))
    count = assign_controls(actor=actor_of(request), round_id=round_id, control_ids=ids, inspector_id=int(person))
    messages.success(request, _("已分派%(count)s个点位。") % {"count": count})
    return redirect("inspections:control", round_id=round_id)


@require_http_methods(["GET", "HEAD", "POST"])
@page(VISIT)
def second_visit(request: HttpRequest, control_id: UUID) -> HttpResponse:
    """The checklist once more, by another person, without what was found first."""
    control = own_control_shown(actor_of(request), control_id)
    if control.submitted_at is not None and request.method != "POST":
        return render(request, "inspections/control_done.html", {"control": control})
    if request.method == "POST":
        return _sent(request, control)
    return _page(request, control, VisitForm(control_items(control)), 200)


@require_POST
@page(CORRECT)
def settle(request: HttpRequest, second_id: UUID) -> HttpResponse:
    """Which of two answers counts."""
    kept, reason = request.POST.get("kept", ""), request.POST.get("reason", "")
    made = settle_difference(actor=actor_of(request), answer_id=second_id, kept=kept, reason=reason)
    messages.success(request, _("已裁定，理由留在记录中。"))
    address = reverse("inspections:control", args=[made.control.round_id])
    return HttpResponseRedirect(f"{address}#differences")


def _sent(request: HttpRequest, control: Control) -> HttpResponse:
    by_script = request.headers.get("HX-Request") == "true"
    form = VisitForm(control_items(control), posted=request.POST)
    form.keep_photos(request, actor_of(request))
    if not form.check():
        return _page(request, control, form, 422)
    try:
        given = form.given(round_id=control.round_id, site_id=control.visit.site_id)
        sent = ControlGiven(control.pk, given.started_at, given.answers, given.note)
        submit_control(actor=actor_of(request), given=sent)
    except Refusal as refusal:
        form.refused(str(refusal))
        return _page(request, control, form, 422 if by_script else refusal.status)
    messages.success(request, _("复核结果已提交。"))
    address = reverse("inspections:my_visits")
    return HttpResponseClientRedirect(address) if by_script else HttpResponseRedirect(address)


def _page(request: HttpRequest, control: Control, form: VisitForm, status: int) -> HttpResponse:
    site, found = control.visit.site, control.round
    context = {"control": control, "site": site, "found": found, "form": form}
    return render(request, "inspections/control_form.html", context, status=status)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
