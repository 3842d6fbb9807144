"""What the head of a special campaign and each of its tabs show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import SpecialCampaign, SpecialReport, SpecialStep
from chuangcheng.command.queries.specials.lists import Special, days_of_reports, reports_of_day
from chuangcheng.command.special_access import ORGANISE, REPORT
from chuangcheng.command.special_wording import TONES, days_words, move_word, state_of
from chuangcheng.command.special_workflow import ALIVE, State, moves_from
from chuangcheng.command.views.specials import parts as tabs
from chuangcheng.core.access import Actor
from chuangcheng.core.times import today

LARGE, SMALL = 1600, 160  # pixels of a picture
ContextOf: TypeAlias = Callable[[HttpRequest, Actor, Special], dict[str, Any]]


@dataclass(frozen=True)
class Tab:
    """A part of the page; its template is named like it."""

    name: str
    label: str | Promise
    context: ContextOf


def head_context(actor: Actor, parts: Special, active: str) -> dict[str, Any]:
    """What stands above every tab: how it stands, and what may be done next."""
    found = parts.campaign
    day, may_organise = today(), actor.everywhere(ORGANISE)
    tone, word = state_of(found, day)
    return {
        "special": found,
        "state_tone": tone,
        "state_word": word,
        "days_words": days_words(found, day),
        "may_organise": may_organise,
        "moves": moves_from(found.state) if may_organise else [],
        "may_report": found.state in ALIVE and any(actor.may_at(REPORT, unit.path) for unit in parts.made_of.units),
        "views": [
            {"label": tab.label, "url": _url(found, tab.name), "active": tab.name == active} for tab in TABS.values()
        ],
        "active": active,
    }


def _reports(request: HttpRequest, actor: Actor, parts: Special) -> dict[str, Any]:
    found = parts.campaign
    days = days_of_reports(found, today=today())
    day = _day_of(request, days[0] if days else min(max(found.starts_on, today()), found.ends_on))
    told = reports_of_day(actor=actor, found=found, day=day)
    rows = [(unit, told.get(unit.pk), _photos(told.get(unit.pk))) for unit in parts.made_of.units]
    missing = [unit for unit, report, _pictures in rows if report is None]
    return {"rows": rows, "day": day, "days": days, "missing": missing}


def _history(_request: HttpRequest, _actor: Actor, parts: Special) -> dict[str, Any]:
    return {"events": [_event(step) for step in parts.steps]}


def _event(step: SpecialStep) -> dict[str, Any]:
    return {
        "at": step.made_at,
        "word": move_word(step.move),
        "who": step.made_by.name if step.made_by else "",
        "note": "；".join(part for part in (step.what, step.reason) if part),
        "tone": TONES[State(step.to_state)],
    }


TABS = {
    tab.name: tab
    for tab in (
        Tab("overview", _("概况"), tabs.overview),
        Tab("cases", _("问题"), tabs.cases),
        Tab("rounds", _("检查"), tabs.rounds),
        Tab("gallery", _("前后对比"), tabs.gallery),
        Tab("reports", _("各单位进展"), _reports),
        Tab("history", _("办理记录"), _history),
    )
}


def _photos(report: SpecialReport | None) -> list[dict[str, str]]:
    rows = report.photos.all() if report is not None else []
    return [
        {
            "url": reverse("core:file_copy", args=[row.file_id, LARGE]),
            "thumbnail_url": reverse("core:file_copy", args=[row.file_id, SMALL]),
            "caption": report.unit.name if report is not None else "",
        }
        for row in rows
    ]


def _day_of(request: HttpRequest, usual: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return usual


def _url(found: SpecialCampaign, name: str) -> str:
    return f"{reverse('command:special', args=[found.pk])}?view={name}"
