"""Pages of the boards: list of periods, one board, one sheet."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.errors import Refusal
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.scoring.engine import half_up
from chuangcheng.supervision.appraisal import AwardKind, FaultKind, LineResult
from chuangcheng.supervision.appraisal.pricing import price_of
from chuangcheng.supervision.appraisal_access import APPRAISE, VIEW, may_object, opened_ids, result_for, run_for
from chuangcheng.supervision.appraisal_papers import board_workbook
from chuangcheng.supervision.appraisal_wording import (
    LISTED_WORDS,
    MERIT_WORDS,
    NOT_RANKED_WORDS,
    RATE_WORDS,
    STATE_TONES,
    line_words,
    span_words,
)
from chuangcheng.supervision.forms.appraisals import AppraiseForm, RunFilterForm
from chuangcheng.supervision.models import Board, Run
from chuangcheng.supervision.queries.appraisals.runs import board_page, row_count, runs_shown, span_of
from chuangcheng.supervision.queries.appraisals.sheets import (
    PAGE_SIZE,
    kinds_of,
    opened_part,
    records_told,
    sheet_page,
)
from chuangcheng.supervision.services.appraisals.computing import ask_to_appraise
from chuangcheng.supervision.services.appraisals.publishing import open_to_objections, publish_run
from chuangcheng.supervision.views.appraisals.tabs import appraisal_tabs

FORM = ["GET", "HEAD", "POST"]
RUNS_PAGE, ROWS_PAGE = 50, 100
DECIDED = (FaultKind.HELD_TO_ACCOUNT.value, AwardKind.COMMENDED.value)  # what decisions on matters bring


@require_safe
@page(VIEW)
def boards(request: HttpRequest) -> HttpResponse:
    """The periods that were appraised, board by board."""
    actor, form = actor_of(request), RunFilterForm(request.GET)
    chosen = form.chosen()
    rows = runs_shown(actor=actor, chosen=chosen)
    found = Paginator(rows, RUNS_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "views": appraisal_tabs(actor, "boards"),
        "rows": [(run, span_words(span_of(run)), STATE_TONES[run.state]) for run in found],
        "form": form,
        "is_filtered": bool(chosen.period or chosen.board_id),
        "may_appraise": actor.everywhere(APPRAISE),
        "has_boards": Board.objects.exists(),
    }
    return render(request, "supervision/appraisals/boards.html", context)


@require_http_methods(FORM)
@page(APPRAISE)
def compute(request: HttpRequest) -> HttpResponse:
    """Asks for a period to be computed."""
    form = AppraiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = ask_to_appraise(actor=actor_of(request), span=form.span(), board_ids=form.board_ids())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("core:job", job.pk)
    context = {"form": form, "cancel_url": reverse("supervision:boards")}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/appraisals/compute.html", context, status=status)


@require_safe
@page(VIEW)
def board(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One board over one period."""
    actor = actor_of(request)
    run = run_for(actor, run_id)
    count = row_count(actor=actor, run=run)
    pages = Paginator(range(count), max(count, 1) if "all" in request.GET else ROWS_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    found = board_page(actor=actor, run=run, rows=slice(max(shown.start_index() - 1, 0), shown.end_index()))
    is_keeper, own = actor.everywhere(APPRAISE), opened_ids(actor, run)
    context = {
        "run": run,
        "own_sheet": next(iter(own)) if own is not None and len(own) == 1 else None,
        "page": shown,
        "title": run.board.name,
        "period": span_words(span_of(run)),
        "tone": STATE_TONES[run.state],
        "rows": [
            (
                row,
                NOT_RANKED_WORDS.get(row.result.not_ranked, ""),
                LISTED_WORDS.get(row.result.listed),
                own is None or row.result.pk in own,
            )
            for row in found.rows
        ],
        "mean": found.mean,
        "rate": RATE_WORDS[run.board_version.rate],
        "formula": found.formula,
        "lines": [(line.name, line_words(line)) for line in found.lines],
        "uncounted": "、".join(str(MERIT_WORDS[kind]) for kind in DECIDED if not price_of(found.formula, kind)),
        "may_open": is_keeper and run.state == Run.State.PREVIEW,
        "may_publish": is_keeper and _is_over(run),
        "is_open": run.state == Run.State.OPEN,
    }
    return render(request, "supervision/appraisals/board.html", context)


@require_safe
@page(VIEW)
def workbook(request: HttpRequest, run_id: UUID) -> FileResponse:
    """The board as a workbook."""
    actor = actor_of(request)
    name, content = board_workbook(actor=actor, run=run_for(actor, run_id))
    return download(content, name)


@require_POST
@page(APPRAISE)
def open_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """公示."""
    run = open_to_objections(actor=actor_of(request), run_id=run_id)
    messages.success(request, _("已公示，各单位可以提出异议。"))
    return redirect("supervision:board", run.pk)


@require_POST
@page(APPRAISE)
def publish(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """发布."""
    run = publish_run(actor=actor_of(request), run_id=run_id)
    messages.success(request, _("已发布，这一期不再改变。"))
    return redirect("supervision:board", run.pk)


@require_safe
@page(VIEW)
def sheet(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """One unit over one period: how its points were made, a line opened to its records."""
    actor = actor_of(request)
    result = result_for(actor, result_id)
    found = sheet_page(result=result)
    opened = opened_part(found, request.GET.get("line", ""))
    records = Paginator(opened.wanted, PAGE_SIZE) if opened else None
    shown = records.get_page(request.GET.get("page")) if records else None
    context = {
        "result": result,
        "run": result.run,
        "period": span_words(span_of(result.run)),
        "tone": STATE_TONES[result.run.state],
        "start": half_up(found.sheet.start),
        "bound": half_up(found.sheet.bound),
        "lines": [
            (number, line, half_up(line.points), line_words(line.line), _share(line), bool(kinds_of(line)))
            for number, line in enumerate(found.sheet.lines, start=1)
        ],
        "opened": opened,
        "records": [
            (record, None if record.points is None else half_up(record.points), record.id in found.effects)
            for record in records_told(facts=found.facts, wanted=list(shown or ()))
        ],
        "page": shown,
        "rate": RATE_WORDS[result.run.board_version.rate],
        "not_ranked": NOT_RANKED_WORDS.get(result.not_ranked, ""),
        "listed": LISTED_WORDS.get(result.listed),
        "formula": found.formula,
        "put_right": found.points_put_right,
        "later": found.later,
        "may_object": _takes_objections(result.run) and may_object(actor, result),
    }
    return render(request, "supervision/appraisals/sheet.html", context)


def _share(line: LineResult) -> float | None:
    return None if line.share is None or line.share.rate is None else float(line.share.rate)


def _is_over(run: Run) -> bool:
    return run.state == Run.State.OPEN and run.objections_until is not None and now() >= run.objections_until


def _takes_objections(run: Run) -> bool:
    return run.state == Run.State.OPEN and run.objections_until is not None and now() < run.objections_until
