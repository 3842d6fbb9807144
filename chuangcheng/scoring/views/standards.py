from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_tables2.paginators import LazyPaginator

from chuangcheng.core.web import actor_of, page
from chuangcheng.evidence.access import VIEW as VIEW_MATERIAL
from chuangcheng.inspections.access import VIEW as VIEW_CHECKS
from chuangcheng.scoring.access import RECORD, VIEW
from chuangcheng.scoring.explained import explained
from chuangcheng.scoring.forms import VERDICTS
from chuangcheng.scoring.queries import (
    checks_behind,
    counting_facts,
    facts_of_standard,
    failures_behind,
    kinds_taken,
    material_of_standard,
    materials_of_standard,
    sheet_for,
)
from chuangcheng.scoring.shown import shown_line
from chuangcheng.scoring.views.common import choice_context, chosen_by
from chuangcheng.standards.access import standard_for
from chuangcheng.standards.queries import parameter_words, rule_name

PAGE = 50
SHOWN_FACTS = 50


@require_GET
@page(VIEW)
def standard(request: HttpRequest, standard_id: int) -> HttpResponse:
    """What a standard's marks rest on: its parts, the checks behind them and the recorded facts."""
    actor = actor_of(request)
    row = standard_for(actor, standard_id)
    form, choice = chosen_by(request)
    found = sheet_for(actor=actor, framework_id=row.framework_id, choice=choice)
    scored, bases = found.sheet.standards[row.code], found.bases[row.code]
    parts = [
        explained(part, basis, rule=rule_name(stored.rule), parameters=parameter_words(stored.rule, stored.parameters))
        for stored, part, basis in zip(row.parts.all(), scored.parts, bases, strict=True)
    ]
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in VERDICTS else ""
    checks = checks_behind(actor=actor, standard=row, choice=choice, verdict=verdict)
    material = material_of_standard(standard=row, choice=choice)
    facts = list(facts_of_standard(standard=row, choice=choice)[:SHOWN_FACTS])
    context = {
        **choice_context(request, form, choice),
        "failures": failures_behind(actor=actor, standard=row, choice=choice),
        "standard": row,
        "line": shown_line(scored.line),
        "has_sound_shares": scored.standard.has_sound_shares,
        "parts": parts,
        "checks": LazyPaginator(checks, PAGE).get_page(request.GET.get("page", 1)),
        "verdict": verdict,
        "views": _views(verdict),
        "sees_all_checks": actor.everywhere(VIEW_CHECKS),
        "facts": facts,
        "counting": counting_facts(standard=row, facts=facts, material=material),
        "material": material,
        "materials": materials_of_standard(actor=actor, standard=row, choice=choice),
        "sees_all_material": actor.everywhere(VIEW_MATERIAL),
        "may_record": actor.may(RECORD)
        and bool(kinds_taken(row))
        and row.framework.state != row.framework.State.CLOSED,
    }
    return render(request, "scoring/standard.html", context)


def _views(verdict: str) -> list[tuple[str, str, bool]]:
    """Value of the address, words and whether it is chosen, for the tabs over the checks."""
    labels = {"": _("全部"), "fail": _("不合格"), "pass": _("合格"), "na": _("不适用")}
    return [(value, words, value == verdict) for value, words in labels.items()]
