"""Drafts of speeches for the list and the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from chuangcheng.command.meeting_access import visible_meetings
from chuangcheng.command.models import Meeting, SpeechDraft
from chuangcheng.command.speech_access import READ_SPEECHES, visible_speeches
from chuangcheng.command.speeches.figures import (
    Change,
    Figure,
    Said,
    by_name,
    changes_from,
    figures_from,
    names_in,
    said,
)
from chuangcheng.core.access import Actor
from chuangcheng.orgs.queries import people_with

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Person

MOST_MEETINGS = 50  # to choose from, the newest; our choice


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its paragraphs in pieces and the figures that it uses."""

    key: str
    head: str
    paragraphs: list[list[Said]]
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class ShownSpeech:
    """What the page shows."""

    sections: list[ShownSection]
    unused: list[Figure]
    changes: list[Change]


def speeches_shown(*, actor: Actor) -> QuerySet[SpeechDraft]:
    """The drafts that the actor may see, the latest first."""
    rows = visible_speeches(actor).select_related("leader", "meeting")
    return rows.defer("sections", "figures", "changes").order_by("-speaks_on", "-pk")


def shown_speech(found: SpeechDraft) -> ShownSpeech:
    """The draft with values for the names of figures."""
    figures = by_name(figures_from(found.figures))
    used: set[str] = set()
    sections = []
    for section in found.sections:
        names = [name for name in names_in(section["text"]) if name in figures]
        used.update(names)
        lines = [said(line, figures) for line in section["text"].split("\n") if line.strip()]
        sections.append(ShownSection(section["key"], section["head"], lines, [figures[name] for name in names]))
    unused = [figure for name, figure in figures.items() if name not in used]
    return ShownSpeech(sections, unused, changes_from(found.changes))


def speakers(*, today: date) -> list[Person]:
    """Who may be chosen to speak. Two queries."""
    return list(people_with(permission=READ_SPEECHES, today=today))


def meetings_to_speak_at(*, actor: Actor) -> list[Meeting]:
    """The newest meetings that are not cancelled. A query."""
    rows = visible_meetings(actor).filter(cancelled_at__isnull=True)
    return list(rows.order_by("-starts_at", "-pk")[:MOST_MEETINGS])
