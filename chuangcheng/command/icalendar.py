"""Visits as an iCalendar file (RFC 5545), which every calendar program reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from chuangcheng.command.models import AssessorVisit

LINE_OCTETS = 75  # RFC 5545, 3.1


def calendar_file(visits: Iterable[AssessorVisit], *, at: datetime) -> bytes:
    """The visits as whole-day events. at: the moment of making."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//chuangcheng//visits//ZH", "CALSCALE:GREGORIAN"]
    for visit in visits:
        lines += _event(visit, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(visit: AssessorVisit, at: datetime) -> list[str]:
    about = "；".join(part for part in (visit.creation.name, visit.assessor, visit.note) if part)
    return [
        "BEGIN:VEVENT",
        f"UID:{visit.pk}@chuangcheng",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_day(visit.first_on)}",
        f"DTEND;VALUE=DATE:{_day(visit.last_on + timedelta(days=1))}",  # the first day after it
        f"SUMMARY:{_text(_('迎检：%(name)s') % {'name': visit.name})}",
        f"DESCRIPTION:{_text(about)}",
        "END:VEVENT",
    ]


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


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
