from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.documents.office_pdf import can_print, kept_pdf
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, page
from chuangcheng.reports.access import APPROVE, MAKE, bulletin_for, teller
from chuangcheng.reports.figures import unpacked
from chuangcheng.reports.forms.bulletins import NewForm, SendForm, WordsForm, words_initial
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.papers import told_of, word_paper
from chuangcheng.reports.periods import Kind, usual_span
from chuangcheng.reports.queries.collecting import preview as preview_figures
from chuangcheng.reports.queries.templates import has_own_word
from chuangcheng.reports.services import (
    ask_for_bulletin,
    ask_to_recount,
    change_bulletin,
    issue_bulletin,
    move_bulletin,
)
from chuangcheng.reports.services.bulletins import NotADraft, checked_span
from chuangcheng.reports.shown import shown, shown_change
from chuangcheng.reports.states import MOVES, State
from chuangcheng.reports.wording import period_words

FORM = ["GET", "HEAD", "POST"]
DONE = {
    "submit": gettext_lazy("已送审，等待核准。"),
    "approve": gettext_lazy("已核准，文号已生成，等待印发。"),
    "return": gettext_lazy("已退回修改。"),
    "archive": gettext_lazy("已归档。"),
    "withdraw": gettext_lazy("已撤回。"),
}


@require_http_methods(FORM)
@page(MAKE)
def new_bulletin(request: HttpRequest) -> HttpResponse:
    """Which paper of which period; the figures are collected by a job."""
    kind = _kind(request.GET.get("kind", "")) or Kind.MONTHLY
    initial = {"kind": kind.value, "day": usual_span(kind, today()).first}
    form = NewForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            job = ask_for_bulletin(
                actor=actor_of(request),
                bulletin_id=values["bulletin_id"],
                kind=Kind(values["kind"]),
                day=values["day"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("core:job", job.pk)
    context = {"form": form, "cancel_url": reverse("reports:bulletins"), "preview_url": reverse("reports:preview")}
    return render(request, "reports/bulletin_new.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@page(MAKE)
def preview(request: HttpRequest) -> HttpResponse:
    """The main figures of the period that is being chosen."""
    kind, day = _kind(request.GET.get("kind", "")), _day(request.GET.get("day", ""))
    context: dict[str, object] = {}
    if kind is not None and day is not None:
        try:
            span = checked_span(kind, day)
        except InvalidInput as refusal:
            context = {"problem": str(refusal)}
        else:
            figures = preview_figures(actor=teller(actor_of(request)), kind=kind, span=span, now=now())
            rows = [
                (each, shown(each.value, each.unit), shown(each.before, each.unit), shown_change(each.change))
                for each in figures
            ]
            context = {"rows": rows, "period": period_words(kind, span.first, span.last)}
    return render(request, "reports/parts/preview.html", context)


@require_http_methods(FORM)
@page(MAKE)
def edit_bulletin(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """What is written by hand."""
    actor = actor_of(request)
    found = bulletin_for(actor, bulletin_id)
    if found.state != State.DRAFT:
        raise NotADraft
    photos = list(unpacked(found.figures).photos)
    form = WordsForm(request.POST or None, initial=words_initial(found), photos=photos)
    if request.method == "POST" and form.is_valid():
        try:
            change_bulletin(actor=actor, bulletin_id=bulletin_id, given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已保存。"))
            return redirect("reports:bulletin", bulletin_id)
    chosen = set(form["case_ids"].value() or [])
    context = {
        "form": form,
        "bulletin": found,
        "photos": [(pair, pair.case_id in chosen) for pair in photos],
        "cancel_url": reverse("reports:bulletin", args=[bulletin_id]),
    }
    return render(request, "reports/bulletin_edit.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page(MAKE)
def recount(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """The figures of a draft anew."""
    return redirect("core:job", ask_to_recount(actor=actor_of(request), bulletin_id=bulletin_id).pk)


@require_POST
@page(MAKE, APPROVE)
def move(request: HttpRequest, bulletin_id: UUID, code: str) -> HttpResponse:
    """送审, 核准, 退回, 归档, 撤回."""
    if code not in MOVES or code == "issue":
        raise NotFound(_("没有这一步，请从通报页面办理。"))
    reason = request.POST.get("reason", "")
    move_bulletin(actor=actor_of(request), bulletin_id=bulletin_id, code=code, reason=reason)
    messages.success(request, DONE[code])
    return redirect("reports:bulletin", bulletin_id)


@require_http_methods(FORM)
@page(MAKE)
def issue(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """印发 to units."""
    actor = actor_of(request)
    found = bulletin_for(actor, bulletin_id)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issue_bulletin(actor=actor, bulletin_id=bulletin_id, given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已印发，各单位会收到待签收的文件。"))
            return redirect("reports:bulletin", bulletin_id)
    context = {"form": form, "bulletin": found, "cancel_url": reverse("reports:bulletin", args=[bulletin_id])}
    context |= _printing(found)
    return render(request, "reports/bulletin_issue.html", context, status=422 if request.method == "POST" else 200)


def _printing(found: Bulletin) -> dict[str, bool]:
    """Whether the PDF that goes out looks like the Word paper, and whether it could."""
    if not has_own_word(found):
        return {"is_as_word": True, "can_print": False}
    return {"is_as_word": kept_pdf(word_paper(told_of(found))) is not None, "can_print": can_print()}


def _kind(text: str) -> Kind | None:
    return Kind(text) if text in set(Kind) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
