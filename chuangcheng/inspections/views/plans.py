from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections.access import PLAN, plan_for
from chuangcheng.inspections.forms.picked import picked
from chuangcheng.inspections.forms.plans import PlanChangeForm, PlanForm, initial_of
from chuangcheng.inspections.models import Plan, PlanTerms
from chuangcheng.inspections.queries import plans as queries
from chuangcheng.inspections.services.plans import (
    PlanEnded,
    change_plan,
    create_plan,
    end_plan,
    pause_plan,
    resume_plan,
)
from chuangcheng.inspections.wording import PLAN_TONES
from chuangcheng.orgs.queries import unit_options
from chuangcheng.sites.access import visible_sites

VIEWS = (Plan.State.ACTIVE, Plan.State.PAUSED, Plan.State.ENDED)


@require_safe
@page(PLAN)
def plans(request: HttpRequest) -> HttpResponse:
    """The plans in one state, newest first."""
    view = request.GET.get("view", Plan.State.ACTIVE)
    view = view if view in Plan.State.values else Plan.State.ACTIVE
    found = keyset_page(queries.plans_in_view(actor=actor_of(request), view=view), parameters=request.GET)
    tabs = [{"label": str(state.label), "url": f"?view={state}", "active": state == view} for state in VIEWS]
    rows = [(plan, queries.terms_on(plan=plan, day=today()), PLAN_TONES[plan.state]) for plan in found.rows]
    lines = [(plan, terms, queries.rhythm_words(queries.rhythm_of(terms)), tone) for plan, terms, tone in rows]
    return render(request, "inspections/plans.html", {"rows": lines, "views": tabs, "page": found})


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def new_plan(request: HttpRequest) -> HttpResponse:
    """A plan to be made."""
    actor = actor_of(request)
    form = PlanForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = create_plan(
            actor=actor,
            plan_id=values["plan_id"],
            name=values["name"],
            kind=values["kind"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            facts=values["facts"],
        )
        messages.success(request, _("计划已建立，到期会自动生成轮次。"))
        return redirect("inspections:plan", plan_id=made.pk)
    context = {"form": form, "cancel_url": reverse("inspections:plans"), "picked": picked(form, "numbers", actor=actor)}
    return render(request, "inspections/plan_form.html", context, status=_form_status(request))


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def edit_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Other terms from a day on."""
    actor = actor_of(request)
    plan = plan_for(actor, plan_id)
    if plan.state == Plan.State.ENDED:
        raise PlanEnded(_("这个计划已经终止，不能再改，请新建计划。"))
    form = PlanChangeForm(request.POST or None, actor=actor, initial=_initial(actor, plan))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        change_plan(
            actor=actor,
            plan_id=plan_id,
            name=values["name"],
            ends_on=values["ends_on"],
            facts=values["facts"],
            applies_from=values["applies_from"],
        )
        messages.success(request, _("计划已修改，从下一轮起执行。"))
        return redirect("inspections:plan", plan_id=plan_id)
    cancel = reverse("inspections:plan", args=[plan_id])
    context = {"form": form, "plan": plan, "cancel_url": cancel, "picked": picked(form, "numbers", actor=actor)}
    return render(request, "inspections/plan_form.html", context, status=_form_status(request))


@require_safe
@page(PLAN)
def plan_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What a plan says, its next rounds and the last ones."""
    plan = plan_for(actor_of(request), plan_id)
    terms = queries.terms_on(plan=plan, day=today())
    latest = plan.terms.select_related("framework").order_by("-applies_from", "-pk").first()
    later = latest if latest is not None and latest.applies_from > max(today(), terms.applies_from) else None
    context = {
        "plan": plan,
        "tone": PLAN_TONES[plan.state],
        "terms": terms,
        "words": queries.in_words(terms),
        "later": later,
        "later_words": queries.in_words(later) if later else None,
        "coming": queries.next_rounds(plan=plan, today=today()),
        "runs": queries.runs_of(plan=plan),
    }
    return render(request, "inspections/plan.html", context)


@require_POST
@page(PLAN)
def pause(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """No rounds until it is resumed."""
    pause_plan(actor=actor_of(request), plan_id=plan_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("计划已暂停，恢复之前不生成轮次。"))
    return redirect("inspections:plan", plan_id=plan_id)


@require_POST
@page(PLAN)
def resume(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Makes rounds again."""
    resume_plan(actor=actor_of(request), plan_id=plan_id)
    messages.success(request, _("计划已恢复，从下一轮起生成。"))
    return redirect("inspections:plan", plan_id=plan_id)


@require_POST
@page(PLAN)
def end(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """No more rounds, for good."""
    end_plan(actor=actor_of(request), plan_id=plan_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("计划已终止，已生成的轮次不受影响。"))
    return redirect("inspections:plan", plan_id=plan_id)


def _initial(actor: Actor, plan: Plan) -> dict[str, Any]:
    terms: PlanTerms = queries.terms_on(plan=plan, day=today())
    unit_id = next((row["unit_id"] for row in terms.team if row["unit_id"]), None)
    unit = next((unit for unit in unit_options(words="") if unit.pk == unit_id), None) if unit_id else None
    numbers = list(visible_sites(actor).filter(pk__in=terms.scope["site_ids"]).values_list("number", flat=True))
    return {**initial_of(plan, terms, unit=unit, numbers=numbers), "applies_from": max(today(), plan.starts_on)}


def _form_status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
