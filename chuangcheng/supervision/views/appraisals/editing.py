"""Pages on which a formula is written: line by line, faults beside the line, its effect on the last period before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.appraisal import UnusableFormula, read_formula
from chuangcheng.supervision.appraisal.periods import PeriodKind, span_around
from chuangcheng.supervision.appraisal_access import APPRAISE, formula_for
from chuangcheng.supervision.appraisal_faults import FormulaRefused
from chuangcheng.supervision.appraisal_wording import span_words
from chuangcheng.supervision.forms.formula_lines import KINDS, body_sent, empty_line, rows_drawn
from chuangcheng.supervision.models import FormulaVersion
from chuangcheng.supervision.queries.appraisals.runs import span_of
from chuangcheng.supervision.services.appraisals.formulas import save_formula
from chuangcheng.supervision.services.appraisals.trying import Tried, try_formula

FORM = ["GET", "HEAD", "POST"]
MOST_TRIED = 60  # rows shown of the effect; our choice


@require_http_methods(FORM)
@page(APPRAISE)
def new_formula(request: HttpRequest) -> HttpResponse:
    """A formula of one's own."""
    body = {"name": "", "valid_from": today().replace(day=1).isoformat(), "start": "100", "source": "", "lines": []}
    return _edit(request, None, body)


@require_http_methods(FORM)
@page(APPRAISE)
def edit_formula(request: HttpRequest, formula_id: UUID) -> HttpResponse:
    """Another version of a formula, from the next month on unless said."""
    found = formula_for(actor_of(request), formula_id)
    newest = FormulaVersion.objects.filter(formula=found).first()
    following = span_around(PeriodKind.MONTH, today()).last + timedelta(days=1)
    body = {**(newest.body if newest else {"lines": []}), "name": found.name, "valid_from": following.isoformat()}
    return _edit(request, formula_id, body)


def _edit(request: HttpRequest, formula_id: UUID | None, body: dict[str, Any]) -> HttpResponse:
    problems: dict[int, list[str]] = {}
    tried: Tried | None = None
    ids = {"formula_id": formula_id or new_id(), "version_id": new_id()}
    act, reason, was_tried = "", "", False
    if request.method == "POST":
        ids = {name: _id(request, name) for name in ids} | ({"formula_id": formula_id} if formula_id else {})
        body = body_sent(request.POST, body.get("choices", ()))
        act, reason = request.POST.get("act", "save"), request.POST.get("reason", "")
        if act in KINDS:
            body["lines"].append(empty_line(act))
        else:
            try:
                if act != "try":
                    made = save_formula(actor=actor_of(request), body=body, reason=reason, **ids)
                    messages.success(request, _("考核办法已保存，以前各期不变。"))
                    return redirect("supervision:formula", made.formula_id)
                tried, was_tried = _tried(request, ids["formula_id"], body), True
            except FormulaRefused as refusal:
                problems = refusal.by_line
            except Refusal as refusal:
                problems = {0: [str(refusal)]}
    context = {
        "ids": ids,
        "body": body,
        "reason": reason,
        "rows": rows_drawn(body, problems),
        "kinds": list(KINDS.items()),
        "problems": problems.get(0, []),
        "is_wrong": bool(problems),
        "tried": tried,
        "tried_rows": tried.rows[:MOST_TRIED] if tried else [],
        "tried_period": span_words(span_of(tried.run)) if tried else "",
        "was_tried": was_tried,
        "is_new": formula_id is None,
        "cancel_url": reverse("supervision:formula", args=[formula_id])
        if formula_id
        else reverse("supervision:formulas"),
    }
    return render(request, "supervision/appraisals/formula_form.html", context, status=422 if problems else 200)


def _page_of(formula_id: UUID | None) -> str:
    return reverse("supervision:formula", args=[formula_id]) if formula_id else reverse("supervision:formulas")


def _tried(request: HttpRequest, formula_id: UUID, body: Mapping[str, Any]) -> Tried | None:
    try:
        read = read_formula(body)
    except UnusableFormula as error:
        raise FormulaRefused(error.problems) from error
    return try_formula(actor=actor_of(request), formula_id=formula_id, formula=read)


def _id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。")) from error
