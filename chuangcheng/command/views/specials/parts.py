"""The tabs of a special campaign that draw on cases, rounds and photos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import (
    FIXED_ONES,
    OPEN_ONES,
    OVERDUE_ONES,
    cases_in_scope,
    fixed_with_photos,
    photo_pairs,
)
from chuangcheng.command.forms.specials import RoundForm
from chuangcheng.command.queries.specials.figures import Day, SpecialFigures, figures_with
from chuangcheng.command.queries.specials.lists import Special
from chuangcheng.command.queries.specials.scope import last_words
from chuangcheng.command.special_access import ORGANISE
from chuangcheng.command.special_wording import TARGET_UNITS, Kind
from chuangcheng.core.access import Actor
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import now
from chuangcheng.inspections.queries import progress_by_round, rounds_by_id, rounds_to_attach

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

LARGE = 1600  # pixels of a picture
A_PAGE, MOST_TO_ATTACH = 12, 50  # pairs of photos; rounds offered; our choice
ALL = ""


def overview(_request: HttpRequest, actor: Actor, parts: Special) -> dict[str, Any]:
    """Targets, figures, units, towns."""
    figures = figures_with(actor=actor, parts=parts, now=now())
    return {
        "parts": parts,
        "figures": figures,
        "cells": figure_cells(figures),
        "targets": [(each, TARGET_UNITS[Kind(each.target.kind)]) for each in figures.targets],
        "chart": days_chart(figures.days) if figures.days else None,
        "is_whole": actor.everywhere(VIEW_CASES),
    }


def cases(request: HttpRequest, actor: Actor, parts: Special) -> dict[str, Any]:
    """The cases that belong, newest first, and those put in or left out by hand."""
    names = {ALL: _("全部"), OPEN_ONES: _("未结"), OVERDUE_ONES: _("超期"), FIXED_ONES: _("已整改")}
    which = request.GET.get("which", ALL)
    which = which if which in names else ALL
    found = parts.campaign
    address = f"{reverse('command:special', args=[found.pk])}?view=cases"
    if not actor.may(VIEW_CASES):
        return {"page": None, "kinds": []}
    rows = cases_in_scope(actor=actor, scope=parts.made_of.scope(found), view=which, now=now())
    return {
        "page": keyset_page(rows, parameters=request.GET),
        "kinds": [
            {"label": label, "url": f"{address}&which={name}", "active": name == which} for name, label in names.items()
        ],
        "list_url": f"{reverse('cases:list')}?special={found.pk}",
        "chosen": last_words(found),
        "may_organise": actor.everywhere(ORGANISE),
    }


def rounds(_request: HttpRequest, actor: Actor, parts: Special) -> dict[str, Any]:
    """Its rounds as far as the actor sees them, and what can be added."""
    found, ids = parts.campaign, parts.made_of.round_ids
    may_organise = actor.everywhere(ORGANISE)
    rows = rounds_by_id(actor=actor, round_ids=ids)
    progress = progress_by_round(round_ids=[row.pk for row in rows])
    offered = []
    if may_organise:
        near = rounds_to_attach(actor=actor, first=found.starts_on, last=found.ends_on, at_most=MOST_TO_ATTACH)
        offered = [row for row in near if row.pk not in ids]
    usual = {"name": _("%(name)s检查") % {"name": found.name}, "starts_on": found.starts_on, "ends_on": found.ends_on}
    return {
        "rows": [(row, progress[row.pk]) for row in rows],
        "offered": offered,
        "round_form": RoundForm(initial=usual) if may_organise else None,
    }


def gallery(request: HttpRequest, actor: Actor, parts: Special) -> dict[str, Any]:
    """Before and after of what was fixed, that the actor sees."""
    if not actor.may(VIEW_CASES):
        return {"page": None, "pairs": []}
    found = parts.campaign
    rows = fixed_with_photos(actor=actor, scope=parts.made_of.scope(found), now=now())
    page = keyset_page(rows, parameters=request.GET, size=A_PAGE)
    picked = set(found.picks.values_list("case", flat=True))
    return {"page": page, "pairs": shown_pairs(page.rows, picked), "picked_count": len(picked)}


def shown_pairs(rows: Sequence[Case], picked: set[UUID]) -> list[dict[str, Any]]:
    """Each case with its two pictures, as `photo_pair.html` takes them."""
    pairs = photo_pairs([row.pk for row in rows])
    return [
        {
            "case": row,
            "before": _picture(pairs[row.pk].before, row) if row.pk in pairs else None,
            "after": _picture(pairs[row.pk].after, row) if row.pk in pairs else None,
            "is_picked": row.pk in picked,
        }
        for row in rows
    ]


def figure_cells(figures: SpecialFigures) -> list[dict[str, Any]]:
    """The figures at the top."""
    whole = figures.whole
    rate, coverage = whole.fixed_rate, whole.coverage
    return [
        {"label": _("发现问题"), "value": whole.found, "unit": _("件"), "note": ""},
        {
            "label": _("整改完成"),
            "value": whole.fixed,
            "unit": _("件"),
            "note": "" if rate is None else _("整改率%(rate)s%%") % {"rate": rate},
        },
        {
            "label": _("未结"),
            "value": whole.open,
            "unit": _("件"),
            "note": _("其中超期%(count)s件") % {"count": whole.overdue},
        },
        {
            "label": _("检查点位"),
            "value": whole.visited,
            "unit": _("个"),
            "note": ""
            if coverage is None
            else _("范围内%(sites)s个，覆盖%(rate)s%%") % {"sites": whole.sites, "rate": coverage},
        },
        {
            "label": _("参加人次"),
            "value": whole.work.people,
            "unit": _("人次"),
            "note": _("工时%(hours)s小时") % {"hours": whole.work.hours},
        },
    ]


def days_chart(days: Sequence[Day]) -> dict[str, Any]:
    """Found and fixed on each day."""
    return {
        "kind": "columns",
        "category": _("日期"),
        "unit": _("件"),
        "categories": [f"{each.day:%m-%d}" for each in days],
        "series": [
            {"name": _("发现问题"), "values": [each.found for each in days], "tone": "amber"},
            {"name": _("整改完成"), "values": [each.fixed for each in days], "tone": "green"},
        ],
    }


def _picture(file_id: UUID | None, case: Case) -> dict[str, str] | None:
    if file_id is None:
        return None
    return {"url": reverse("core:file_copy", args=[file_id, LARGE]), "caption": case.number}
