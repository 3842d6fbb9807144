"""Visits and meetings as an iCalendar file (RFC 5545), which every calendar program reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.command.models import AssessorVisit, Meeting
from chuangcheng.command.queries.specials.calendar import DayMark

LINE_OCTETS = 75  # RFC 5545, 3.1
ICALENDAR = "text/calendar; charset=utf-8"
USUAL_LENGTH = timedelta(hours=2)  # of a meeting, since nobody says when it ends; our choice


@dataclass(frozen=True)
class Event:
    """An entry: whole days, or from a moment on."""

    key: UUID
    summary: str
    about: str
    first_on: date | None = None
    last_on: date | None = None
    starts_at: datetime | None = None
    place: str = ""


def calendar_file(visits: Iterable[AssessorVisit], marks: Mapping[date, Sequence[DayMark]], *, at: datetime) -> bytes:
    """The visits, and what begins and ends, as whole-day events. at: the moment of making."""
    days = (_mark(mark, day) for day, there in sorted(marks.items()) for mark in there)
    return _file(chain((_visit(visit) for visit in visits), days), at)


def meetings_file(meetings: Iterable[Meeting], *, at: datetime) -> bytes:
    """The meetings at their hours. at: the moment of making."""
    return _file((_meeting(meeting) for meeting in meetings), at)


def _visit(visit: AssessorVisit) -> Event:
    about = "；".join(part for part in (visit.creation.name, visit.assessor, visit.note) if part)
    summary = _("迎检：%(name)s") % {"name": visit.name}
    return Event(visit.pk, summary, about, first_on=visit.first_on, last_on=visit.last_on)


def _mark(mark: DayMark, day: date) -> Event:
    return Event(mark.key, mark.label, _("专项整治"), first_on=day, last_on=day)


def _meeting(found: Meeting) -> Event:
    about = "；".join(part for part in (found.chair, found.note) if part)
    return Event(found.pk, found.title, about, starts_at=found.starts_at, place=found.place)


def _file(events: Iterable[Event], at: datetime) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//chuangcheng//visits//ZH", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += _lines(event, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _lines(event: Event, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.key}@chuangcheng",
        f"DTSTAMP:{_moment(at)}",
        *_times(event),
        f"SUMMARY:{_text(event.summary)}",
        f"DESCRIPTION:{_text(event.about)}",
        *([f"LOCATION:{_text(event.place)}"] if event.place else []),
        "END:VEVENT",
    ]


def _times(event: Event) -> list[str]:
    if event.starts_at is not None:
        return [f"DTSTART:{_moment(event.starts_at)}", f"DTEND:{_moment(event.starts_at + USUAL_LENGTH)}"]
    if event.first_on is None or event.last_on is None:
        return []
    after = event.last_on + timedelta(days=1)  # the first day after it
    return [f"DTSTART;VALUE=DATE:{event.first_on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, no letter cut; each but the first begins with a space."""
    piece, used = "", 0
    for letter in line:
        size = len(letter.encode())
        if used + size > LINE_OCTETS:
            yield piece
            piece, used = " ", 1
        piece, used = piece + letter, used + size
    yield piece
