"""周期和验收: what the years brought, what the rest must bring, and the gate beside them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.scoring.access import MANAGE_CYCLES, VIEW, VIEW_RANKS, cycle_for, visible_official_rounds
from chuangcheng.scoring.cycle_papers import cycle_paper
from chuangcheng.scoring.cycles_shown import (
    gate_words,
    needed_words,
    reach_words,
    shown_years,
    void_words,
    weights_words,
)
from chuangcheng.scoring.engine import score_text
from chuangcheng.scoring.forms_cycles import AssumeForm, CycleForm, YearForm
from chuangcheng.scoring.models import OfficialResult
from chuangcheng.scoring.queries import (
    CycleView,
    cycle_list,
    cycle_view,
    edition_now,
    gate_state,
    history_of_year,
    if_assumed,
    void_codes,
)
from chuangcheng.scoring.services import (
    change_cycle,
    close_cycle,
    close_year,
    correct_year,
    create_cycle,
    record_gate_from_sheet,
)
from chuangcheng.standards.access import visible_frameworks

UNPROCESSABLE = 422
MOST_RESULTS = 30  # official results of ours to choose from
FIELDS = ("name", "kind", "first_year", "line", "quota", "note")


@require_GET
@page(VIEW)
def cycles(request: HttpRequest) -> HttpResponse:
    """All cycles and acceptances with where they stand."""
    actor = actor_of(request)
    found = cycle_list(actor=actor)
    rows = [
        {"found": each, "weights": weights_words(each), "so_far": _so_far(each), "reach": _reach(each)}
        for each in found
    ]
    frameworks = {each.cycle.framework.code: each.cycle.framework for each in found}
    void = [void_words(codes) for row in frameworks.values() if (codes := void_codes(actor=actor, framework=row))]
    context = {"rows": rows, "void": void, "may_manage": actor.may(MANAGE_CYCLES)}
    return render(request, "scoring/cycles.html", context)


@require_GET
@page(VIEW)
def cycle(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """A cycle; `?year=` and `?assumed=` say what is supposed of one year that remains."""
    actor = actor_of(request)
    found = cycle_view(actor=actor, cycle_id=cycle_id)
    edition = edition_now(actor=actor, framework=found.cycle.framework) or found.cycle.framework
    gate = gate_state(actor=actor, framework=edition)
    context = {
        "found": found,
        "weights": weights_words(found),
        "years": shown_years(found),
        "standing": _standing(found),
        "reach": _reach(found),
        "void": void_words(void_codes(actor=actor, framework=found.cycle.framework)),
        "gate": gate,
        "gate_words": gate_words(gate) if gate else None,
        "assumed": _assumed(request, found),
        "remaining": [each.year for each in found.years if each.result is None],
        "this_year": today().year,
        "may_manage": actor.may(MANAGE_CYCLES),
    }
    return render(request, "scoring/cycle.html", context)


@page(MANAGE_CYCLES)
def add_cycle(request: HttpRequest) -> HttpResponse:
    """A new cycle or acceptance."""
    actor = actor_of(request)
    initial = {"cycle_id": new_id(), "first_year": today().year}
    form = CycleForm(request.POST or None, frameworks=list(visible_frameworks(actor)), initial=initial)
    if form.is_valid():
        try:
            given = form.cleaned_data
            key, framework = given["cycle_id"], int(given["framework"])
            made = create_cycle(actor=actor, framework_id=framework, facts=form.facts(), cycle_id=key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已建，可以登记各年结果。"))
            return redirect("scoring:cycle", cycle_id=made.pk)
    return _form(request, form, _("新建周期或验收"), reverse("scoring:cycles"))


@page(MANAGE_CYCLES)
def edit_cycle(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """Another edition, other weights, another line."""
    actor = actor_of(request)
    found = cycle_for(actor, cycle_id, permission=MANAGE_CYCLES)
    initial = {"framework": found.framework_id, "weights": ";".join(found.weights)}
    initial |= {name: getattr(found, name) for name in FIELDS}
    form = CycleForm(request.POST or None, frameworks=list(visible_frameworks(actor)), initial=initial)
    if form.is_valid():
        try:
            framework = int(form.cleaned_data["framework"])
            change_cycle(actor=actor, cycle_id=found.pk, framework_id=framework, facts=form.facts())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已修改，已登记的年度结果不变。"))
            return redirect("scoring:cycle", cycle_id=found.pk)
    return _form(request, form, _("修改周期或验收"), reverse("scoring:cycle", args=[found.pk]), lead=found.name)


@page(MANAGE_CYCLES)
def year_result(request: HttpRequest, cycle_id: UUID, year: int) -> HttpResponse:
    """What a year brought; what stands there already is corrected with a reason."""
    actor = actor_of(request)
    found = cycle_for(actor, cycle_id, permission=MANAGE_CYCLES)
    history = history_of_year(cycle=found, year=year)
    is_correction = bool(history)
    form = YearForm(request.POST or None, results=_our_results(request), is_correction=is_correction)
    if form.is_valid():
        try:
            if is_correction:
                reason = form.cleaned_data["reason"]
                correct_year(actor=actor, cycle_id=found.pk, year=year, told=form.told(), reason=reason)
            else:
                close_year(actor=actor, cycle_id=found.pk, year=year, told=form.told())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(year)s年的结果已登记，不再随体系改变。") % {"year": year})
            return redirect("scoring:cycle", cycle_id=found.pk)
    words = _("更正%(year)s年的结果") if is_correction else _("登记%(year)s年的结果")
    back = reverse("scoring:cycle", args=[found.pk])
    void = void_words(void_codes(actor=actor, framework=found.framework))
    return _form(request, form, words % {"year": year}, back, lead=found.name, history=history, void=void)


@require_POST
@page(MANAGE_CYCLES)
def end_cycle(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """Freezes the weights for good."""
    close_cycle(actor=actor_of(request), cycle_id=cycle_id)
    messages.success(request, _("已关闭，以后改权重也不影响它。"))
    return redirect("scoring:cycle", cycle_id=cycle_id)


@require_POST
@page(MANAGE_CYCLES)
def gate_from_sheet(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """Records the linked framework's own total of today."""
    made = record_gate_from_sheet(actor=actor_of(request), cycle_id=cycle_id)
    messages.success(request, _("已登记门槛得分%(score)s分。") % {"score": made.score})
    return redirect("scoring:cycle", cycle_id=cycle_id)


@require_GET
@page(VIEW)
def download_cycle(request: HttpRequest, cycle_id: UUID) -> FileResponse:
    """The cycle as a short paper in Word."""
    actor = actor_of(request)
    found = cycle_view(actor=actor, cycle_id=cycle_id)
    edition = edition_now(actor=actor, framework=found.cycle.framework) or found.cycle.framework
    gate = gate_state(actor=actor, framework=edition)
    void = void_words(void_codes(actor=actor, framework=found.cycle.framework))
    return download(cycle_paper(found, gate=gate, void=void), f"{found.cycle.name}.docx", DOCX)


def _so_far(found: CycleView) -> str:
    standing = found.prospect.standing if found.prospect else None
    return (standing and score_text(standing.so_far)) or ""


def _reach(found: CycleView) -> dict[str, str]:
    tone, sentence = reach_words(found.prospect, found.cycle.line)
    return {"tone": tone, "sentence": sentence}


def _standing(found: CycleView) -> dict[str, str]:
    if found.prospect is None:
        return {}
    standing = found.prospect.standing
    return {
        "so_far": score_text(standing.so_far) or "",
        "full": score_text(standing.full) or "",
        "needed": needed_words(standing.needed),
        "lowest": score_text(found.prospect.lowest) or "",
        "highest": score_text(found.prospect.highest) or "",
    }


def _assumed(request: HttpRequest, found: CycleView) -> dict[str, Any] | None:
    """What remains when one year is assumed; None when nothing sound was asked."""
    form = AssumeForm(request.GET)
    if not form.is_valid():
        return None
    year, points = form.cleaned_data["year"], form.cleaned_data["assumed"]
    prospect = if_assumed(found, {year: points})
    tone, sentence = reach_words(prospect, found.cycle.line)
    full = score_text(prospect.standing.full) if prospect else None
    return {"year": year, "points": points, "tone": tone, "sentence": sentence, "full": full or ""}


def _our_results(request: HttpRequest) -> list[OfficialResult]:
    """Our official results with a total, the latest first."""
    actor = actor_of(request)
    if not actor.may(VIEW_RANKS):
        return []
    rows = OfficialResult.objects.filter(
        round__in=visible_official_rounds(actor), is_ours=True, total__isnull=False, corrected_by__isnull=True
    )
    return list(rows.select_related("round").order_by("-round__held_on")[:MOST_RESULTS])


def _form(request: HttpRequest, form: Any, title: str, back: str, *, lead: str = "", **context: Any) -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    facts = {"form": form, "title": title, "lead": lead, "cancel_url": back, **context}
    return render(request, "scoring/cycle_form.html", facts, status=status)
