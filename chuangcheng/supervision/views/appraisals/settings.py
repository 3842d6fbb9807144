"""Pages of the settings: formulas with their versions, ready-made ones, boards."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.errors import Refusal
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.orgs.queries import unit_kinds
from chuangcheng.supervision.appraisal import read_formula, ready_made
from chuangcheng.supervision.appraisal_access import APPRAISE, VIEW, board_for, formula_for
from chuangcheng.supervision.appraisal_wording import RATE_WORDS, line_words
from chuangcheng.supervision.forms.boards import BoardForm, TakeOverForm, board_initial
from chuangcheng.supervision.models import BoardVersion, Formula, FormulaVersion
from chuangcheng.supervision.queries.appraisals.formulas import current_of, every_board, every_formula
from chuangcheng.supervision.rules_papers import file_name
from chuangcheng.supervision.rules_templates import write_rules
from chuangcheng.supervision.services.appraisals.boards import save_board
from chuangcheng.supervision.services.appraisals.formulas import take_over
from chuangcheng.supervision.views.appraisals.tabs import appraisal_tabs

FORM = ["GET", "HEAD", "POST"]


@require_safe
@page(VIEW)
def formulas(request: HttpRequest) -> HttpResponse:
    """The formulas of the place and the ready-made ones."""
    day = today()
    rows = [(formula, current_of(formula.versions.all(), day)) for formula in every_formula()]
    context = {
        "views": appraisal_tabs(actor_of(request), "formulas"),
        "rows": [(formula, version, formula.versions.all()) for formula, version in rows],
        "ready": [(code, found) for code, found in ready_made(valid_from=day).items()],
        "may_change": actor_of(request).everywhere(APPRAISE),
    }
    return render(request, "supervision/appraisals/formulas.html", context)


@require_safe
@page(VIEW)
def formula(request: HttpRequest, formula_id: UUID) -> HttpResponse:
    """One formula: what it says, and what it said before."""
    found = formula_for(actor_of(request), formula_id)
    versions = list(found.versions.all())
    shown = _asked_version(request, versions)
    read = read_formula(shown.body)
    context = {
        "formula": found,
        "read": read,
        "lines": [(line, line_words(line)) for line in read.lines],
        "versions": versions,
        "shown": shown,
        "current": current_of(versions, today()),
        "may_change": actor_of(request).everywhere(APPRAISE),
    }
    return render(request, "supervision/appraisals/formula.html", context)


@require_safe
@page(VIEW)
def rules(request: HttpRequest, formula_id: UUID) -> FileResponse:
    """考核办法 as Word, by one of its versions; without `version` by the one in force."""
    actor = actor_of(request)
    found = formula_for(actor, formula_id)
    version = _asked_version(request, list(found.versions.all()))
    return download(write_rules(actor=actor, version=version), file_name(version), DOCX)


@require_http_methods(FORM)
@page(APPRAISE)
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a ready-made formula over."""
    found = ready_made(valid_from=today()).get(code)
    if found is None:
        return redirect("supervision:formulas")
    form = TakeOverForm(request.POST or None, initial={"code": code})
    if request.method == "POST" and form.is_valid():
        formula_id, version_id = form.ids()
        try:
            made = take_over(
                actor=actor_of(request),
                formula_id=formula_id,
                version_id=version_id,
                code=code,
                valid_from=form.cleaned_data["valid_from"],
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已采用，可以按本地的文件修改。"))
            return redirect("supervision:formula", made.formula_id)
    context = {
        "form": form,
        "found": found,
        "lines": [(line, line_words(line)) for line in found.lines],
        "cancel_url": reverse("supervision:formulas"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/appraisals/take_over.html", context, status=status)


@require_safe
@page(APPRAISE)
def board_settings(request: HttpRequest) -> HttpResponse:
    """Every board as it ranks today, and what is to come."""
    kinds, day = unit_kinds(), today()
    rows = []
    for board in every_board():
        version = current_of(board.versions.all(), day)
        rows.append((board, version, [kinds.get(kind, kind) for kind in version.kinds], RATE_WORDS[version.rate]))
    tabs = appraisal_tabs(actor_of(request), "board_settings")
    context = {"rows": rows, "views": tabs, "has_formulas": Formula.objects.exists()}
    return render(request, "supervision/appraisals/board_settings.html", context)


@require_http_methods(FORM)
@page(APPRAISE)
def new_board(request: HttpRequest) -> HttpResponse:
    """A board."""
    return _board_form(request, None)


@require_http_methods(FORM)
@page(APPRAISE)
def edit_board(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """Another version of a board."""
    board = board_for(actor_of(request), board_id)
    return _board_form(request, board.versions.select_related("board").first())


def _asked_version(request: HttpRequest, versions: list[FormulaVersion]) -> FormulaVersion:
    asked = request.GET.get("version")
    return next((one for one in versions if str(one.pk) == asked), current_of(versions, today()))


def _board_form(request: HttpRequest, version: BoardVersion | None) -> HttpResponse:
    form = BoardForm(request.POST or None, initial=board_initial(version) if version else {})
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            save_board(
                actor=actor_of(request),
                board_id=version.board_id if version else found["board_id"],
                version_id=found["version_id"],
                given=form.given(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("榜单设置已保存。"))
            return redirect("supervision:board_settings")
    context = {
        "form": form,
        "title": _("修改榜单") if version else _("新建榜单"),
        "versions": list(version.board.versions.all()) if version else [],
        "cancel_url": reverse("supervision:board_settings"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/appraisals/board_form.html", context, status=status)
