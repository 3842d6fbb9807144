from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.command.queries.circulars import Sum, sums_of
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.office_pdf import can_print
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.web import actor_of, page
from chuangcheng.reports.access import MAKE, READ, bulletin_for, changeable_kinds
from chuangcheng.reports.figures import Grid, unpacked
from chuangcheng.reports.forms.bulletins import FilterForm
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.papers import chosen_photos
from chuangcheng.reports.queries.lists import bulletins_shown, moves_offered, steps_of
from chuangcheng.reports.queries.templates import has_own_word
from chuangcheng.reports.sections import main_table, table_of
from chuangcheng.reports.shown import shown, shown_change
from chuangcheng.reports.states import MOVES, STATE_LABELS, TONES, State
from chuangcheng.reports.wording import overview, period_words

FIRST_FIGURES = (
    "cases.received",
    "cases.closed",
    "cases.on_time_rate",
    "cases.overdue",
    "relapses.count",
    "score.total",
)


@require_safe
@page(READ)
def bulletins(request: HttpRequest) -> HttpResponse:
    """The bulletins, the newest first."""
    actor = actor_of(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in Bulletin.Kind.values else ""
    form = FilterForm(request.GET)
    chosen = form.chosen(kind)
    found = keyset_page(bulletins_shown(actor=actor, chosen=chosen), parameters=request.GET)
    context = {
        "page": found,
        "rows": [(row, state_of(row), period_words(row.kind, row.first_on, row.last_on)) for row in found.rows],
        "views": _tabs(kind),
        "kind": kind,
        "form": form,
        "is_filtered": bool(chosen.state),
        "may_make": actor.everywhere(MAKE),
        "may_template": bool(changeable_kinds(actor)),
    }
    return render(request, "reports/bulletins.html", context)


@require_safe
@page(READ)
def bulletin(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """One bulletin: its figures, what was written by hand, how far it is."""
    actor = actor_of(request)
    found = bulletin_for(actor, bulletin_id)
    return render(request, "reports/bulletin.html", _context(actor, found))


def state_of(found: Bulletin) -> tuple[str, str]:
    """Tone and word of a badge."""
    state = State(found.state)
    return TONES[state], _(STATE_LABELS[state])


def _context(actor: Actor, found: Bulletin) -> dict[str, Any]:
    figures = unpacked(found.figures)
    offered = {move.code: move for move in moves_offered(actor=actor, bulletin=found)}
    first = [figure for key in FIRST_FIGURES if (figure := figures.figure(key)) is not None]
    sums = sums_of(actor=actor, circulars=[found.circular]) if found.circular else {}
    return {
        "bulletin": found,
        "state": state_of(found),
        "period": period_words(found.kind, found.first_on, found.last_on),
        "figures": figures,
        "first": [(each, shown(each.value), shown_change(each.change)) for each in first],
        "sentences": overview(figures),
        "main": main_table(figures),
        "grids": [(grid, table_of(grid), _numeric(grid)) for grid in figures.grids if grid.rows],
        "boards_note": figures.note("boards_note"),
        "photos": [_pair(pair) for pair in chosen_photos(found, figures)],
        "has_own_word": has_own_word(found),
        "can_print": can_print(),
        "moves": offered,
        "is_draft": found.state == State.DRAFT and actor.everywhere(MAKE),
        "events": [_event(step) for step in steps_of(found)],
        "sent": sums.get(found.circular.pk, Sum(0, 0, 0)) if found.circular else None,
    }


def _pair(pair: Any) -> dict[str, Any]:
    def shot(file_id: str) -> dict[str, str]:
        url = reverse("core:file_copy", args=[file_id, 1600])
        return {"url": url, "thumbnail_url": reverse("core:file_copy", args=[file_id, 480]), "caption": pair.place}

    return {"pair": pair, "before": shot(pair.before), "after": shot(pair.after)}


def _numeric(grid: Grid) -> list[bool]:
    return [kind != "text" for kind in grid.columns]


def _event(step: Any) -> dict[str, Any]:
    word = _("起草") if step.move == "make" else _(MOVES[step.move].label)
    return {
        "at": step.made_at,
        "word": word,
        "who": step.made_by.name if step.made_by else "",
        "tone": "amber" if step.move in {"return", "withdraw"} else "blue",
        "icon": "circle-dot",
        "note": step.reason,
    }


def _tabs(active: str) -> list[dict[str, Any]]:
    address = reverse("reports:bulletins")
    found = [
        ("", _("全部"), address),
        *((code, label, f"{address}?kind={code}") for code, label in Bulletin.Kind.choices),
    ]
    return [{"label": label, "url": url, "active": code == active} for code, label, url in found]
