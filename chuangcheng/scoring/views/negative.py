"""The negative list: how each entry stands, and the hits with their course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.cases.access import case_for
from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.texts import translated
from chuangcheng.core.times import local_date, today
from chuangcheng.core.web import actor_of, page
from chuangcheng.scoring import workflow
from chuangcheng.scoring.access import VIEW, VIEW_HITS, WATCH, hit_for, visible_hits
from chuangcheng.scoring.forms import HitForm, StepForm, WatchForm
from chuangcheng.scoring.models import WatchedClass
from chuangcheng.scoring.queries import SheetChoice, last_counting_day, negative_list, sheet_for
from chuangcheng.scoring.services import move_hit, record_hit, require_move, suspect_hit, unwatch_class, watch_class
from chuangcheng.scoring.shown import shown_total
from chuangcheng.scoring.views.negative_shown import TONES, course_of, moves_for
from chuangcheng.standards.access import framework_for
from chuangcheng.standards.queries import framework_in_force, frameworks_in_force

if TYPE_CHECKING:
    from chuangcheng.scoring.services.hits import Evidence
    from chuangcheng.standards.models import Framework

MOST_HITS = 200  # on the page of the list, newest first
CASE = "cases.case"
GET_POST = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


@require_safe
@page(VIEW)
def current(request: HttpRequest) -> HttpResponse:
    """The list of the edition in force."""
    found = framework_in_force(actor=actor_of(request))
    if found is None:
        return render(request, "scoring/no_framework.html")
    return redirect("scoring:negative", framework_id=found.pk)


@require_safe
@page(VIEW)
def negative(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Every entry with how it stands, and the hits that the person may see."""
    actor, day = actor_of(request), today()
    row = framework_for(actor, framework_id)
    state = request.GET.get("state", "")
    hits = visible_hits(actor).filter(entry__framework__code=row.code)
    shown = hits.filter(state=state) if state in workflow.STATE_LABELS else hits
    found = sheet_for(actor=actor, framework_id=row.pk, choice=SheetChoice(day))
    context = {
        "framework": row,
        "others": [other for other in frameworks_in_force(actor=actor) if other.pk != row.pk],
        "total": shown_total(found),
        "entries": negative_list(actor=actor, framework=row, day=day),
        "hits": [(hit, TONES[workflow.HitState(hit.state)], last_counting_day(hit)) for hit in shown[:MOST_HITS]],
        "views": _state_views(state) if actor.may(VIEW_HITS) else [],
        "may_see_hits": actor.may(VIEW_HITS),
        "may_record": actor.may(workflow.RECORD_HITS),
        "may_watch": actor.may(WATCH),
        "watched": WatchedClass.objects.filter(entry__framework=row).select_related("entry", "problem_class"),
        "watch_form": WatchForm(framework=row),
        "today": day,
    }
    return render(request, "scoring/negative.html", context)


@require_http_methods(GET_POST)
@page(workflow.RECORD_HITS)
def record(request: HttpRequest) -> HttpResponse:
    """Records a hit, or marks a case as a possible one (`?case=`)."""
    actor = actor_of(request)
    row = _framework(request)
    case = _case(request)
    initial: dict[str, Any] = {"hit_id": new_id(), "entry": request.GET.get("entry", "")}
    if case is not None:
        initial |= {"source": _("问题%(number)s") % {"number": case.number}, "account": case.description}
        initial |= {"unit": case.area, "happened_on": local_date(case.reported_at)}
    form = HitForm(request.POST or None, framework=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        source = (CASE, str(case.pk)) if case is not None else ("", "")
        try:
            evidence = documents_from_request(request, "evidence")
            given = form.given(evidence=evidence, source_kind=source[0], source_id=source[1])
            made = (suspect_hit if case is not None else record_hit)(actor=actor, given=given)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记，等待另一位同事确认。") if case is None else _("已作为预警登记。"))
            return redirect("scoring:hit", hit_id=made.pk)
    back = reverse("scoring:negative", args=[row.pk])
    context = {"form": form, "framework": row, "case": case, "cancel_url": back}
    return render(request, "scoring/hit_form.html", context, status=_status(request))


@require_safe
@page(VIEW_HITS)
def hit(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """A hit with its course, its evidence and what may be done about it."""
    actor = actor_of(request)
    found = hit_for(actor, hit_id)
    state = workflow.HitState(found.state)
    steps = list(found.steps.prefetch_related("files__file"))
    context = {
        "hit": found,
        "tone": TONES[state],
        "events": course_of(steps),
        "files": [file for step in steps for file in step.files.all()],
        "moves": moves_for(actor, found, state),
        "last_day": last_counting_day(found),
        "is_past": last_counting_day(found) < today(),
        "case_url": reverse("cases:case", args=[found.source_id]) if found.source_kind == CASE else "",
    }
    return render(request, "scoring/hit.html", context)


@require_http_methods(GET_POST)
@page(VIEW_HITS)
def step(request: HttpRequest, hit_id: UUID, move: str) -> HttpResponse:
    """Makes a step with its reason and, where there is some, evidence."""
    actor = actor_of(request)
    found = hit_for(actor, hit_id)
    require_move(actor=actor, hit=found, move=move)
    form = StepForm(request.POST or None, initial={"step_id": new_id()})
    if request.method == "POST" and form.is_valid():
        try:
            evidence: Evidence = documents_from_request(request, "evidence")
            given = form.cleaned_data
            move_hit(
                actor=actor,
                hit_id=found.pk,
                move=move,
                note=given["note"],
                evidence=evidence,
                step_id=given["step_id"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已办理，记录已保存。"))
            return redirect("scoring:hit", hit_id=found.pk)
    label = translated(workflow.MOVES[move].label)
    context = {"form": form, "hit": found, "label": label, "cancel_url": reverse("scoring:hit", args=[found.pk])}
    return render(request, "scoring/hit_step.html", context, status=_status(request))


@require_POST
@page(WATCH)
def watch(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Adds a class of problems that warns of an entry."""
    actor = actor_of(request)
    row = framework_for(actor, framework_id)
    form = WatchForm(request.POST, framework=row)
    if form.is_valid():
        given = form.cleaned_data
        watch_class(actor=actor, entry_id=given["entry"].pk, class_id=given["problem_class"].pk)
        messages.success(request, _("已设定，今后立案的这类问题会发出预警。"))
    else:
        messages.error(request, _("请选择条目和问题类别。"))
    return redirect("scoring:negative", framework_id=row.pk)


@require_POST
@page(WATCH)
def unwatch(request: HttpRequest, framework_id: int, watched_id: int) -> HttpResponse:
    """Takes a class away; warnings that were given stay."""
    unwatch_class(actor=actor_of(request), watched_id=watched_id)
    messages.success(request, _("已取消，已有的预警保留。"))
    return redirect("scoring:negative", framework_id=framework_id)


def _framework(request: HttpRequest) -> Framework:
    actor, asked = actor_of(request), request.GET.get("framework", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:  # noqa: PLR2004 - a key of the table
        return framework_for(actor, int(asked))
    found = framework_in_force(actor=actor)
    if found is None:
        raise NotFound(_("还没有执行中的测评体系，请先启用体系。"))
    return found


def _case(request: HttpRequest) -> Any:
    asked = request.GET.get("case", "")
    if not asked:
        return None
    try:
        return case_for(actor_of(request), UUID(asked))
    except ValueError as error:
        raise NotFound(_("没有找到该问题，请从问题页面进入。")) from error


def _state_views(chosen: str) -> list[dict[str, Any]]:
    views = [{"url": "?", "label": _("全部"), "active": chosen not in workflow.STATE_LABELS}]
    for state, label in workflow.STATE_LABELS.items():
        views.append({"url": f"?state={state}", "label": translated(label), "active": chosen == state})
    return views


def _status(request: HttpRequest) -> int:
    return UNPROCESSABLE if request.method == "POST" else 200
