"""名次与对手: a round of official results, what lost us most in it, and how we and rivals moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.scoring.access import MANAGE_RANKS, VIEW_RANKS, visible_official_rounds
from chuangcheng.scoring.cycles_shown import void_words
from chuangcheng.scoring.official_papers import round_bulletin, round_workbook
from chuangcheng.scoring.official_shown import (
    head_figures,
    remarks,
    shown_losses,
    shown_places,
    trend_figures,
)
from chuangcheng.scoring.queries import (
    RoundResults,
    latest_round,
    results_of_rounds,
    round_before,
    round_results,
    rounds_like,
    void_codes,
    what_lost,
)
from chuangcheng.scoring.queries.official import MOST_RIVALS

SHOWN_ROUNDS = 20
ALL_GROUPS = "all"
USUAL_RIVALS = 3  # in the trend when nobody chose; our choice


@require_GET
@page(VIEW_RANKS)
def ranks(request: HttpRequest) -> HttpResponse:
    """The last round that we were in; on the first day what belongs here and who brings it."""
    found = latest_round(actor=actor_of(request))
    if found is None:
        return render(request, "scoring/no_ranks.html", {"may_manage": actor_of(request).may(MANAGE_RANKS)})
    return redirect("scoring:rank_round", round_id=found.pk)


@require_GET
@page(VIEW_RANKS)
def rank_round(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """A round: our place, the rivals, the trend, and what lost us most; `?group=`, `?rival=` choose what is shown."""
    actor = actor_of(request)
    found = round_results(actor=actor, round_id=round_id)
    rounds = results_of_rounds(rounds_like(actor=actor, found=found.round))
    before = round_before(rounds, found.round)
    group = _group(request, found)
    rivals = _rivals(request, found, group)
    lost = what_lost(actor=actor, found=found)
    context = {
        "found": found,
        "figures": head_figures(found, before),
        "remarks": remarks(found),
        "void": void_words(void_codes(actor=actor, framework=found.round.framework)),
        "groups": _group_tabs(found, group),
        "group": group,
        "rows": shown_places(found, group=group),
        "has_line": found.round.line is not None,
        "has_faults": any(each.faults for each in found.places),
        "has_quota": found.ranking.scope(group).quota is not None,
        "trend": trend_figures(rounds, rivals) if len(rounds) > 1 else None,
        "rivals": _rival_choices(found, rivals),
        "lost": lost,
        "lost_methods": shown_losses(lost.methods) if lost else [],
        "lost_items": shown_losses(lost.items) if lost else [],
        "rounds": [each for each in visible_official_rounds(actor)[:SHOWN_ROUNDS] if each.pk != found.round.pk],
        "may_manage": actor.may(MANAGE_RANKS),
    }
    return render(request, "scoring/rank_round.html", context)


@require_GET
@page(VIEW_RANKS)
def rank_workbook(request: HttpRequest, round_id: UUID) -> FileResponse:
    """The round as Excel, in the layout that an import takes."""
    actor = actor_of(request)
    found = round_results(actor=actor, round_id=round_id)
    void = void_words(void_codes(actor=actor, framework=found.round.framework))
    return download(round_workbook(found, void=void), f"{found.round.name}.xlsx")


@require_GET
@page(VIEW_RANKS)
def rank_bulletin(request: HttpRequest, round_id: UUID) -> FileResponse:
    """The round as a notice in Word."""
    actor = actor_of(request)
    found = round_results(actor=actor, round_id=round_id)
    before = round_before(results_of_rounds(rounds_like(actor=actor, found=found.round)), found.round)
    lost, void = what_lost(actor=actor, found=found), void_codes(actor=actor, framework=found.round.framework)
    content = round_bulletin(found, before=before, lost=lost, void=void_words(void))
    return download(content, f"{found.round.name}.docx", DOCX)


def _group(request: HttpRequest, found: RoundResults) -> str:
    """The group shown: the chosen one, else ours; "" for everybody."""
    wanted = request.GET.get("group", "")
    names = {scope.name for scope in found.ranking.groups}
    if wanted == ALL_GROUPS or not names:
        return ""
    if wanted in names:
        return wanted
    return found.ours.result.group if found.ours else ""


def _group_tabs(found: RoundResults, chosen: str) -> list[dict[str, Any]]:
    if not found.ranking.groups:
        return []
    tabs = [
        {"url": f"?group={quote(scope.name)}", "label": scope.name, "active": scope.name == chosen, "count": scope.size}
        for scope in found.ranking.groups
    ]
    return [
        {"url": f"?group={ALL_GROUPS}", "label": _("全部"), "active": not chosen, "count": found.ranking.over_all.size},
        *tabs,
    ]


def _rivals(request: HttpRequest, found: RoundResults, group: str) -> list[str]:
    """Ours first, then the chosen ones; by default the first, and who is just above and below us."""
    ours = [found.ours.result.place] if found.ours else []
    known = {each.result.place for each in found.places}
    chosen = [name for name in dict.fromkeys(request.GET.getlist("rival")) if name in known and name not in ours]
    if not chosen:
        chosen = _near_us(found, group)
    return [*ours, *chosen[:MOST_RIVALS]]


def _near_us(found: RoundResults, group: str) -> list[str]:
    if found.ours is None:
        return [each.result.place for each in found.places[:MOST_RIVALS]]
    standing = found.ours.standing
    place = standing.in_group or standing.over_all
    rows = [each.result for each in found.places if not group or each.result.group == group]
    first = [row.place for row in rows[:1] if not row.is_ours]
    near = [*(place.above[:1] if place else ()), *(place.below[:1] if place else ())]
    others = [row.place for row in rows if not row.is_ours]
    return list(dict.fromkeys([*first, *near, *others]))[:USUAL_RIVALS]


def _rival_choices(found: RoundResults, chosen: Sequence[str]) -> list[tuple[str, bool]]:
    """Name and whether it is chosen, of everybody but us, the best first."""
    return [(each.result.place, each.result.place in chosen) for each in found.places if not each.result.is_ours]
