"""Kept sheets: beside each other, over time, and one by its permanent address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.fields import offer_text
from chuangcheng.orgs.queries import unit_kinds
from chuangcheng.scoring.access import KEEP, VIEW, subject_for
from chuangcheng.scoring.cycles_shown import void_words
from chuangcheng.scoring.forms import CompareForm
from chuangcheng.scoring.jobs import start_keeping
from chuangcheng.scoring.queries import (
    SheetChoice,
    compared,
    kinds_kept,
    last_day_kept,
    line_over_time,
    sheet_for,
    sheet_of_stored,
    stored_sheet,
)
from chuangcheng.scoring.queries.linked import linked_void
from chuangcheng.scoring.queries.voids import codes_voiding
from chuangcheng.scoring.services import keep_sheet
from chuangcheng.scoring.shown import (
    bounds_of,
    item_figures,
    linked_void_words,
    shown_items,
    shown_line,
    shown_problems,
    shown_total,
)
from chuangcheng.scoring.views.common import chosen_by
from chuangcheng.standards.access import framework_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chuangcheng.scoring.models import StoredSheet
    from chuangcheng.scoring.queries import SubjectSheet

WEEK, YEAR = 7, 365  # days
USUAL_KINDS = ("street", "town", "community", "bureau")


@require_safe
@page(VIEW)
def compare(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Units of one kind by score on a day with the change since an earlier one, and a subject over time."""
    actor = actor_of(request)
    row = framework_for(actor, framework_id, permission=VIEW)
    form = CompareForm(request.GET)
    chosen = form.chosen(until=today())
    subject = subject_for(actor, chosen.unit)
    day = last_day_kept(framework=row, until=chosen.day)
    kinds = kinds_kept(framework=row, day=day) if day else ()
    kind = chosen.kind if chosen.kind in kinds else next((each for each in USUAL_KINDS if each in kinds), "")
    since = chosen.since or (day - timedelta(days=WEEK) if day else None)
    line = line_over_time(framework=row, subject=subject, first=chosen.day - timedelta(days=YEAR), last=chosen.day)
    context = {
        "framework": row,
        "form": form,
        "subject": subject,
        "total": shown_total(sheet_for(actor=actor, framework_id=row.pk, choice=SheetChoice(today()))),
        "day": day,
        "since": since,
        "views": _kind_views(request, kinds, kind),
        "lines": compared(actor=actor, framework=row, day=day, kind=kind, since=since) if day and kind else [],
        "line": list(reversed(line)),
        "chart": _over_time(line),
        "may_keep": actor.may(KEEP),
    }
    return render(request, "scoring/compare.html", context)


@require_safe
@page(VIEW)
def stored(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """A kept sheet as it was, for ever under this address."""
    row = stored_sheet(actor=actor_of(request), sheet_id=sheet_id)
    found = sheet_of_stored(row, actor=actor_of(request))
    known = row.made_at.isoformat().replace("+00:00", "Z")
    chosen = {"day": row.day.isoformat(), "known": known}
    if row.subject:
        chosen["unit"] = offer_text(row.subject)
    context = {
        "row": row,
        "void_now": _void_now(request, found),
        "found": found,
        "framework": row.framework,
        "total": shown_total(found),
        "bounds": bounds_of(found.sheet),
        "items": shown_items(found),
        "methods": [(name, shown_line(line)) for name, line in found.sheet.methods.items()],
        "problems": shown_problems(found.sheet),
        "chart": item_figures(found.sheet),
        "kept": f"?{urlencode(chosen)}",
    }
    return render(request, "scoring/stored.html", context)


def _void_now(request: HttpRequest, found: SubjectSheet) -> list[str]:
    """Sentences on vetoes that stand today and did not when the sheet was kept."""
    choice = SheetChoice(today(), found.choice.subject)
    own = () if found.sheet.outcome.is_void else codes_voiding(found.framework, choice)
    linked = linked_void(actor=actor_of(request), framework=found.framework, choice=choice)
    words = [void_words(own)] if own else []
    if linked and not found.linked_void:
        words.append(linked_void_words(str(found.framework.gate["name"]), linked))
    return words


@require_POST
@page(KEEP)
def keep(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Keeps the sheet that the address chooses, and goes to its permanent address."""
    _form, choice = chosen_by(request)
    made = keep_sheet(actor=actor_of(request), framework_id=framework_id, choice=choice)
    messages.success(request, _("已留存，这个地址以后打开看到的都是这张表。"))
    return redirect("scoring:stored", sheet_id=made.pk)


@require_POST
@page(KEEP)
def keep_all(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Asks for the sheets of today of every unit."""
    row = framework_for(actor_of(request), framework_id)
    start_keeping(framework_id=row.pk, day=today())
    messages.success(request, _("正在计算各单位今天的得分表，稍后刷新本页查看。"))
    return redirect("scoring:compare", framework_id=row.pk)


def _kind_views(request: HttpRequest, kinds: Sequence[str], chosen: str) -> list[dict[str, Any]]:
    labels, views = unit_kinds(), []
    for kind in kinds:
        query = request.GET.copy()
        query["kind"] = kind
        views.append({"url": f"?{query.urlencode()}", "label": labels[kind], "active": kind == chosen})
    return views


def _over_time(line: Sequence[StoredSheet]) -> dict[str, Any]:
    return {
        "kind": "line",
        "category": _("日期"),
        "categories": [_written(row.day) for row in line],
        "unit": _("分"),
        "max": 100,
        "series": [
            {
                "name": _("总分"),
                "tone": "blue",
                "values": [_number(row.total) for row in line],
                "low": [_number(row.low) for row in line],
                "high": [_number(row.high) for row in line],
            }
        ],
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _written(day: date) -> str:
    return day.isoformat()
