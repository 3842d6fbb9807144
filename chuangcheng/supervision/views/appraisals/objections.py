"""Pages of objections and of praise and faults."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.files import DOCUMENTS, documents_from_request
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.appraisal_access import (
    APPRAISE,
    DECIDE,
    VIEW,
    may_object,
    objection_for,
    result_for,
    visible_objections,
)
from chuangcheng.supervision.appraisal_wording import MERIT_WORDS, span_words
from chuangcheng.supervision.forms.objections import UPHELD, DecisionForm, MeritForm, ObjectionForm
from chuangcheng.supervision.models import Decision, Merit, Objection, Result, Run
from chuangcheng.supervision.queries.appraisals.runs import span_of
from chuangcheng.supervision.queries.appraisals.sheets import kinds_of, record_ids_of, records_told, sheet_page
from chuangcheng.supervision.services.appraisals.merits import enter_merit, withdraw_merit
from chuangcheng.supervision.services.appraisals.objecting import (
    MOST_FILES,
    decide_objection,
    effects_for,
    raise_objection,
)
from chuangcheng.supervision.views.appraisals.tabs import appraisal_tabs

FORM = ["GET", "HEAD", "POST"]


@require_safe
@page(VIEW)
def objections(request: HttpRequest) -> HttpResponse:
    """The objections that the actor sees, those that wait first."""
    actor = actor_of(request)
    rows = visible_objections(actor)
    waiting = request.GET.get("view") != "all"
    shown = rows.filter(decision__isnull=True) if waiting else rows
    found = keyset_page(shown, parameters=request.GET)
    context = {
        "views": appraisal_tabs(actor, "objections"),
        "page": found,
        "rows": [(row, span_words(span_of(row.run)), *_state(row)) for row in found.rows],
        "is_waiting": waiting,
    }
    return render(request, "supervision/appraisals/objections.html", context)


@require_http_methods(FORM)
@page(VIEW)
def raise_one(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """A unit objects to a record of its sheet."""
    actor = actor_of(request)
    result = result_for(actor, result_id)
    if not may_object(actor, result):
        raise NotPermitted(_("只有本单位的负责人和联络员可以提出异议。"))
    line, record_id, label, kinds = _chosen(request, result)
    form = ObjectionForm(request.POST or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        try:
            made = raise_objection(
                actor=actor,
                objection_id=form.cleaned_data["objection_id"],
                result_id=result_id,
                line=line,
                record_id=record_id,
                missing=form.cleaned_data.get("missing", ""),
                reason=form.cleaned_data["reason"],
                files=documents_from_request(request, "files", at_most=MOST_FILES, limits=DOCUMENTS),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("异议已提交，编号%(number)s。") % {"number": made.number})
            return redirect("supervision:objection", made.pk)
    context = {
        "form": form,
        "result": result,
        "label": label,
        "period": span_words(span_of(result.run)),
        "cancel_url": f"{reverse('supervision:sheet', args=[result.pk])}?line={line}",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/appraisals/objection_form.html", context, status=status)


@require_http_methods(FORM)
@page(VIEW)
def objection(request: HttpRequest, objection_id: UUID) -> HttpResponse:
    """One objection; who decides does so here."""
    actor = actor_of(request)
    found = objection_for(actor, objection_id)
    decision = Decision.objects.filter(objection=found).first()
    result = Result.objects.select_related("run__board", "run__board_version").get(pk=found.result_id)
    may_decide = (
        decision is None
        and actor.everywhere(DECIDE)
        and result.run.state == Run.State.OPEN
        and found.raised_by_id != actor.person_id
    )
    sheet = sheet_page(result=result)
    form = None
    if may_decide:
        form = DecisionForm(request.POST or None, effects=effects_for(sheet.facts, found.record_id))
    if request.method == "POST":
        if form is None:
            raise NotPermitted(_("您不能认定这件异议。"))
        if form.is_valid():
            return _decided(request, form, objection_id)
    tone, word = _state(found)
    context = {
        "objection": found,
        "result": result,
        "period": span_words(span_of(result.run)),
        "tone": tone,
        "word": word,
        "decision": decision,
        "record": records_told(facts=sheet.kept, wanted=[(found.record_id, None, None)])[0],
        "files": list(found.files.select_related("file")),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/appraisals/objection.html", context, status=status)


def _decided(request: HttpRequest, form: DecisionForm, objection_id: UUID) -> HttpResponse:
    found = form.cleaned_data
    decide_objection(
        actor=actor_of(request),
        objection_id=objection_id,
        is_upheld=found["verdict"] == UPHELD,
        effect=found["effect"],
        reason=found["reason"],
    )
    messages.success(request, _("已认定，提出单位会收到通知。"))
    return redirect("supervision:objection", objection_id)


@require_safe
@page(APPRAISE)
def merits(request: HttpRequest) -> HttpResponse:
    """Praise and faults, the latest entered first."""
    rows = Merit.objects.select_related("unit", "withdrawal").defer("unit__boundary")
    found = keyset_page(rows, parameters=request.GET)
    context = {
        "views": appraisal_tabs(actor_of(request), "merits"),
        "page": found,
        "rows": [(row, MERIT_WORDS[row.kind]) for row in found.rows],
    }
    return render(request, "supervision/appraisals/merits.html", context)


@require_http_methods(FORM)
@page(APPRAISE)
def new_merit(request: HttpRequest) -> HttpResponse:
    """Enters praise or a fault."""
    form = MeritForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_merit(actor=actor_of(request), merit_id=form.cleaned_data["merit_id"], given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("加减分事项已登记。"))
            return redirect("supervision:merits")
    context = {"form": form, "cancel_url": reverse("supervision:merits")}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/appraisals/merit_form.html", context, status=status)


@require_POST
@page(APPRAISE)
def withdraw(request: HttpRequest, merit_id: UUID) -> HttpResponse:
    """It does not hold."""
    withdraw_merit(actor=actor_of(request), merit_id=merit_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤销，登记和撤销的理由都留存。"))
    return redirect("supervision:merits")


def _state(found: Objection) -> tuple[str, str]:
    decision = getattr(found, "decision", None)
    if decision is None:
        return "amber", _("待认定")
    return ("green", _("已支持")) if decision.is_upheld else ("muted", _("不支持"))


def _chosen(request: HttpRequest, result: Result) -> tuple[int, str, str, list[str]]:
    """Line, record and its name, as the address says; or the kinds of praise of which one is missing."""
    typed, record_id = request.GET.get("line", ""), request.GET.get("record", "")
    found = sheet_page(result=result)
    line = int(typed) if typed.isdecimal() and len(typed) < 3 else 0  # noqa: PLR2004 - at most 50 lines
    if not 1 <= line <= len(found.sheet.lines):
        raise InvalidInput(_("没有这个计分项，请从考核单进入。"))
    if request.GET.get("missing") and (kinds := kinds_of(found.sheet.lines[line - 1])):
        return line, "", _("漏记的加分事项"), kinds
    wanted = [each for each in record_ids_of(found.sheet.lines[line - 1]) if each[0] == record_id]
    if not wanted:
        raise InvalidInput(_("这个计分项里没有这条记录，请从考核单进入。"))
    return line, record_id, records_told(facts=found.facts, wanted=wanted)[0].label, []
