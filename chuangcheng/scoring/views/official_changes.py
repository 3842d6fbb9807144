"""What the creation office writes about official results: rounds, results, corrections, hard faults, matches."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.web import actor_of, page
from chuangcheng.scoring.access import MANAGE_RANKS, official_round_for
from chuangcheng.scoring.cycles_shown import void_words
from chuangcheng.scoring.forms_official import HardFaultForm, OfficialResultForm, OfficialRoundForm, marks_text
from chuangcheng.scoring.models import OfficialResult, OfficialRound
from chuangcheng.scoring.queries import void_codes
from chuangcheng.scoring.queries.official_rows import results_in_force
from chuangcheng.scoring.services import (
    change_official_round,
    correct_official_result,
    create_official_round,
    decide_item_match,
    record_hard_fault,
    record_official_result,
    take_back_hard_fault,
)
from chuangcheng.standards.access import visible_frameworks

ROUND_FIELDS = ("name", "held_on", "level", "published_on", "quota", "line", "source", "note")
RESULT_FIELDS = ("place", "group", "total", "published_place", "comments")
UNPROCESSABLE = 422


@page(MANAGE_RANKS)
def add_rank_round(request: HttpRequest) -> HttpResponse:
    """A round to which results are then brought in."""
    actor = actor_of(request)
    frameworks = list(visible_frameworks(actor))
    form = OfficialRoundForm(request.POST or None, frameworks=frameworks, initial={"round_id": new_id()})
    if form.is_valid():
        try:
            given = form.cleaned_data
            made = create_official_round(
                actor=actor, framework_id=int(given["framework"]), facts=form.facts(), round_id=given["round_id"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("轮次已建，可以导入或逐个登记结果。"))
            return redirect("scoring:rank_round", round_id=made.pk)
    return _form(request, "scoring/rank_form.html", form, _("新建轮次"), reverse("scoring:ranks"))


@page(MANAGE_RANKS)
def change_rank_round(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Other facts about a round."""
    actor = actor_of(request)
    found = official_round_for(actor, round_id, permission=MANAGE_RANKS)
    initial = {"framework": found.framework_id, **{name: getattr(found, name) for name in ROUND_FIELDS}}
    form = OfficialRoundForm(request.POST or None, frameworks=[found.framework], groups=found.groups, initial=initial)
    if form.is_valid():
        try:
            change_official_round(actor=actor, round_id=found.pk, facts=form.facts())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("轮次已修改。"))
            return redirect("scoring:rank_round", round_id=found.pk)
    back = reverse("scoring:rank_round", args=[found.pk])
    return _form(request, "scoring/rank_form.html", form, _("修改轮次"), back, lead=found.name)


@page(MANAGE_RANKS)
def add_rank_result(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """One more place of a round."""
    actor = actor_of(request)
    found = official_round_for(actor, round_id, permission=MANAGE_RANKS)
    form = OfficialResultForm(request.POST or None, initial={"result_id": new_id()})
    if form.is_valid():
        try:
            key = form.cleaned_data["result_id"]
            made = record_official_result(actor=actor, round_id=found.pk, facts=form.facts(), result_id=key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记“%(place)s”的结果。") % {"place": made.place})
            return redirect("scoring:rank_round", round_id=found.pk)
    back = reverse("scoring:rank_round", args=[found.pk])
    return _form(request, "scoring/rank_form.html", form, _("登记结果"), back, lead=found.name)


@page(MANAGE_RANKS)
def correct_rank_result(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """What was published wrongly or written wrongly, as it should be; the old row stays on record."""
    actor = actor_of(request)
    before, found = _result(request, result_id)
    initial = {name: getattr(before, name) for name in RESULT_FIELDS}
    initial |= {"methods": marks_text(before.methods), "items": marks_text(before.items)}
    form = OfficialResultForm(request.POST or None, before=before, initial=initial)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            correct_official_result(actor=actor, result_id=before.pk, facts=form.facts(), reason=reason)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已更正“%(place)s”的结果，原来的保留在记录里。") % {"place": before.place})
            return redirect("scoring:rank_round", round_id=found.pk)
    back = reverse("scoring:rank_round", args=[found.pk])
    void = void_words(void_codes(actor=actor, framework=found.framework)) if before.is_ours else ""
    context = {"history": _history(before), "void": void}
    return _form(request, "scoring/rank_result.html", form, _("更正结果"), back, lead=before.place, **context)


@page(MANAGE_RANKS)
def add_hard_fault(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """A grave fault beside a place."""
    before, found = _result(request, result_id)
    form = HardFaultForm(request.POST or None)
    if form.is_valid():
        try:
            record_hard_fault(actor=actor_of(request), result_id=before.pk, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记硬伤。"))
            return redirect("scoring:rank_round", round_id=found.pk)
    back = reverse("scoring:rank_round", args=[found.pk])
    return _form(request, "scoring/rank_form.html", form, _("登记硬伤"), back, lead=before.place)


@require_POST
@page(MANAGE_RANKS)
def take_back_fault(request: HttpRequest, fault_id: UUID) -> HttpResponse:
    """Takes a wrongly recorded fault back."""
    made = take_back_hard_fault(actor=actor_of(request), fault_id=fault_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤回，记录仍在。"))
    return redirect("scoring:rank_round", round_id=made.round_id)


@require_POST
@page(MANAGE_RANKS)
def decide_match(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Says which of our items a published one means."""
    given = request.POST
    decide_item_match(
        actor=actor_of(request), round_id=round_id, published=given.get("published", ""), item=given.get("item", "")
    )
    messages.success(request, _("已记下，以后各轮都按此对照。"))
    return redirect(f"{reverse('scoring:rank_round', args=[round_id])}#lost")


def _result(request: HttpRequest, result_id: UUID) -> tuple[OfficialResult, OfficialRound]:
    """The result with its round; NotFound when it is absent."""
    row = OfficialResult.objects.filter(pk=result_id).first()
    if row is None:
        raise NotFound(_("没有找到这个结果，请从名次页面进入。"))
    found = official_round_for(actor_of(request), row.round_id, permission=MANAGE_RANKS)
    current = results_in_force([found.pk]).filter(place=row.place).first()
    return current or row, found


def _history(result: OfficialResult) -> list[OfficialResult]:
    """All rows about the place, the latest first."""
    rows = OfficialResult.objects.filter(round_id=result.round_id, place=result.place).select_related("recorded_by")
    return list(rows.order_by("-recorded_at", "-pk"))


def _form(
    request: HttpRequest, template: str, form: Any, title: str, back: str, *, lead: str = "", **context: Any
) -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    facts = {"form": form, "title": title, "lead": lead, "cancel_url": back, **context}
    return render(request, template, facts, status=status)
