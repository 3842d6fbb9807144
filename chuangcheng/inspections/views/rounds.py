from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.core.access import Actor
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections import queries
from chuangcheng.inspections.access import (
    PLAN,
    REVIEW,
    VIEW,
    VISIT,
    is_open_to_all,
    may_plan,
    may_visit,
    planned_round_for,
    round_for,
)
from chuangcheng.inspections.forms import (
    AssignmentFilterForm,
    ChangeDraftForm,
    ChangeRoundForm,
    PaperForm,
    RoundFilterForm,
    RoundForm,
)
from chuangcheng.inspections.kinds import DEFAULTS
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.queries.assignments import PAGE_SIZE
from chuangcheng.inspections.queries.composites import composite_scores
from chuangcheng.inspections.queries.rounds import MINE
from chuangcheng.inspections.services import (
    RoundMovedOn,
    change_round,
    create_round,
    discard_round,
    finish_round,
    keep_paper,
    release_round,
    start_round,
)
from chuangcheng.inspections.services.assignments import MOST_SITES
from chuangcheng.inspections.services.releasing import is_large, start_release
from chuangcheng.inspections.services.rounds import OPEN_STATES
from chuangcheng.inspections.wording import STATE_TONES

State = Round.State
VIEWS = (State.RUNNING, State.DRAFT, State.FINISHED, State.RELEASED)  # tabs, in this order; then one's own


@require_safe
@page(VIEW, VISIT)
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds in one state, or one's own, newest first."""
    actor = actor_of(request)
    form = RoundFilterForm(request.GET)
    form.is_valid()
    view = request.GET.get("view", State.RUNNING)
    chosen = {"words": form.cleaned_data.get("q") or "", "kind": form.cleaned_data.get("kind") or ""}
    found = keyset_page(queries.rounds_in_view(actor=actor, view=_known_view(view), **chosen), parameters=request.GET)
    progress = queries.progress_by_round(round_ids=[row.pk for row in found.rows])
    context = {
        "rows": [(row, STATE_TONES[row.state], progress[row.pk]) for row in found.rows],
        "page": found,
        "form": form,
        "views": _tabs(actor, _known_view(view)),
        "is_filtered": any(chosen.values()),
        "may_plan": actor.may(PLAN),
    }
    return render(request, "inspections/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def new_round(request: HttpRequest) -> HttpResponse:
    """A round to be prepared."""
    actor = actor_of(request)
    form = RoundForm(request.POST or None, actor=actor, initial=_usual(request.GET.get("kind", "")))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = create_round(
            actor=actor,
            round_id=values["round_id"],
            name=values["name"],
            kind=values["kind"],
            framework_id=values["framework"].pk,
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            asks_review=form.asks_review,
            organisation=values["organisation"],
            paper=form.paper,
        )
        messages.success(request, _("轮次已建立，请添加点位。"))
        return redirect("inspections:add_sites", round_id=made.pk)
    context = {"form": form, "cancel_url": reverse("inspections:rounds")}
    return render(request, "inspections/round_form.html", context, status=_form_status(request))


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def edit_round(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Name and days of a round, and until it starts whether its visits are reviewed."""
    actor = actor_of(request)
    found = round_for(actor, round_id)
    if found.state not in OPEN_STATES:
        return _edit_paper(request, actor, found)
    columns = ("name", "starts_on", "ends_on", "asks_review")
    form_class = ChangeDraftForm if found.state == State.DRAFT else ChangeRoundForm
    form = form_class(request.POST or None, initial={name: getattr(found, name) for name in columns})
    paper = _paper_form(request, found)
    if request.method == "POST" and form.is_valid() and (paper is None or paper.is_valid()):
        told = paper.paper if paper else None
        change_round(actor=actor, round_id=round_id, paper=told, **form.cleaned_data)
        messages.success(request, _("轮次已修改。"))
        return redirect("inspections:round", round_id=round_id)
    cancel = reverse("inspections:round", args=[round_id])
    context = {"form": form, "paper": paper, "found": found, "cancel_url": cancel}
    return render(request, "inspections/round_form.html", context, status=_form_status(request))


def _edit_paper(request: HttpRequest, actor: Actor, found: Round) -> HttpResponse:
    """Of a round that has ended, only the superior's paper is still to come."""
    form = _paper_form(request, found)
    if form is None:
        raise RoundMovedOn(found)
    if request.method == "POST" and form.is_valid():
        keep_paper(actor=actor, round_id=found.pk, paper=form.paper)
        messages.success(request, _("来文已登记。"))
        return redirect("inspections:round", round_id=found.pk)
    cancel = reverse("inspections:round", args=[found.pk])
    context = {"form": form, "found": found, "cancel_url": cancel}
    return render(request, "inspections/round_form.html", context, status=_form_status(request))


@require_safe
@page(VIEW, VISIT)
def round_page(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """One round: its next act, how far it is, its sites with who visits them."""
    actor = actor_of(request)
    found = round_for(actor, round_id)
    figures = queries.round_figures(actor=actor, found=found)
    form = AssignmentFilterForm(request.GET, figures=figures)
    planning = may_plan(actor, found)
    context = {
        "found": found,
        "tone": STATE_TONES[found.state],
        "figures": figures,
        "form": form,
        "sites": queries.assignments_page(
            actor=actor, found=found, chosen=form.chosen(), number=request.GET.get("page", 1), size=_page_size(request)
        ),
        "may_plan": planning,
        "may_report": found.state == State.RELEASED or (planning and found.state != State.DRAFT),
        "may_change": planning and found.state in OPEN_STATES,
        "may_keep_paper": planning and found.state not in OPEN_STATES and found.kind == Round.Kind.SUPERIOR,
        "may_visit": may_visit(actor) and found.state == State.RUNNING,
        "people": queries.may_visit_people(today=today()) if planning and found.state in OPEN_STATES else (),
        "is_hidden_now": not is_open_to_all(found),
        "review": queries.review_figures(found=found) if found.asks_review else None,
        "may_review": actor.may(REVIEW),
        "may_see_cases": actor.may(VIEW_CASES),
        "composites": composite_scores(actor=actor, found=found),
    }
    return render(request, "inspections/round.html", context)


@require_POST
@page(PLAN)
def start(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Inspectors see it from now on."""
    start_round(actor=actor_of(request), round_id=round_id)
    messages.success(request, _("轮次已启动，检查员可以开始检查。"))
    return redirect("inspections:round", round_id=round_id)


@require_POST
@page(PLAN)
def finish(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """No more visits."""
    finish_round(actor=actor_of(request), round_id=round_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("轮次已结束，核对结果后请发布。"))
    return redirect("inspections:round", round_id=round_id)


@require_POST
@page(PLAN)
def release(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Everybody sees it and its checks count."""
    actor, reason = actor_of(request), request.POST.get("reason", "")
    if is_large(planned_round_for(actor, round_id)):
        return redirect("core:job", start_release(actor=actor, round_id=round_id, reason=reason).pk)
    release_round(actor=actor, round_id=round_id, reason=reason)
    messages.success(request, _("轮次已发布，检查结果计入得分。"))
    return redirect("inspections:round", round_id=round_id)


@require_POST
@page(PLAN)
def discard(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Takes away a round in preparation."""
    discard_round(actor=actor_of(request), round_id=round_id)
    messages.success(request, _("轮次已删除。"))
    return redirect(f"{reverse('inspections:rounds')}?view={State.DRAFT}")


def _page_size(request: HttpRequest) -> int:
    """All sites of a round on one sheet for who prints it, else a page."""
    return MOST_SITES if "whole" in request.GET else PAGE_SIZE


def _known_view(view: str) -> str:
    return view if view in {*VIEWS, MINE} else State.RUNNING


def _tabs(actor: Actor, view: str) -> list[dict[str, Any]]:
    shown = [state for state in VIEWS if state != State.DRAFT or actor.may(PLAN)]
    tabs = [(state.value, str(state.label)) for state in shown]
    if may_visit(actor) or actor.may(PLAN):
        tabs.append((MINE, _("我的")))
    return [{"label": label, "url": f"?view={name}", "active": name == view} for name, label in tabs]


def _usual(kind: str) -> dict[str, Any]:
    """What a round of this kind begins with; nothing for an unknown one."""
    if kind not in DEFAULTS:
        return {}
    first = today()
    return {"kind": kind, "starts_on": first, "ends_on": first + timedelta(days=DEFAULTS[kind].lasts_days - 1)}


def _paper_form(request: HttpRequest, found: Round) -> PaperForm | None:
    """The form of the superior's paper, for a superior's round."""
    if found.kind != Round.Kind.SUPERIOR:
        return None
    told = {"paper_on": found.paper_on, "paper_number": found.paper_number}
    return PaperForm(request.POST or None, initial=told)


def _form_status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
