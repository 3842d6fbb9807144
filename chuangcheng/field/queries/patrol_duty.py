"""Who patrolled and who did not: what each steward's places ask for, against the days on which they were ticked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput
from chuangcheng.field.access import VIEW_PATROLS
from chuangcheng.field.frequency import FREQUENCIES, Duty, Frequency, Held, duty_of, lacking_of, period_of
from chuangcheng.field.models import PatrolStop
from chuangcheng.field.policies import PATROL_AREAS, PATROL_DAYS
from chuangcheng.field.queries.patrols import EARLIEST, LATEST
from chuangcheng.inspections.queries.absences import away_between
from chuangcheng.orgs.access import unit_for, within
from chuangcheng.orgs.queries import unit_paths_named
from chuangcheng.sites.queries import stewardships_between

if TYPE_CHECKING:
    from chuangcheng.sites.models import Stewardship

LONGEST_PERIOD = timedelta(days=31)
LONGEST_TIME = timedelta(days=366)
BY_PERSON, BY_PLACE, BY_AREA = "person", "place", "area"


@dataclass(frozen=True, slots=True)
class DutyFilter:
    """Which time and whose places are reckoned."""

    first: date
    last: date
    unit_id: int | None = None  # where the places lie; with all below
    kind: str = ""  # Stewardship.Kind
    words: str = ""  # in the name of the steward or place
    group: str = BY_PERSON
    only_lacking: bool = False  # whose last finished period lacks a patrol to this day


@dataclass(slots=True)
class PlaceDuty:
    """A steward and one of their places."""

    stewardship: Stewardship
    frequency: Frequency
    duty: Duty
    last_on: date | None  # the last patrol in the time and the month before it
    lacking: int  # days that the last finished period lacks, until somebody goes


@dataclass(slots=True)
class DutyLine:
    """A steward, place or area with what was asked and done."""

    label: str
    note: str  # the posts
    person_id: int | None = None
    site_id: UUID | None = None
    places: int = 0
    last_on: date | None = None
    duty: Duty = field(default_factory=Duty)


@dataclass(frozen=True)
class Rhythm:
    """How often on a day, by kind of steward and by area."""

    by_kind: Mapping[str, str]
    by_area: Sequence[tuple[str, str, str]]  # tree path, kind or "", code; the nearest and most exact first

    def of(self, kind: str, area_path: str) -> Frequency | None:
        """None when nothing is asked for."""
        for path, only, code in self.by_area:
            if area_path.startswith(path) and only in {"", kind}:
                return FREQUENCIES.get(code)
        return FREQUENCIES.get(self.by_kind.get(kind, ""))


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month."""
    return period_of("month", day)


def rhythm_on(day: date) -> Rhythm:
    """What the office asks for on a day. One query at most, besides the settings."""
    areas = PATROL_AREAS.on(day)
    told = [(*name.partition("/")[::2], code) for name, code in areas.items()]
    paths = unit_paths_named(name for name, _kind, _code in told) if told else {}
    rows = [(path, kind, code) for name, kind, code in told for path in paths.get(name, ())]
    rows.sort(key=lambda row: (-len(row[0]), row[1] == ""))
    return Rhythm({kind: setting.on(day) for kind, setting in PATROL_DAYS.items()}, rows)


def duties(*, actor: Actor, chosen: DutyFilter, today: date) -> list[PlaceDuty]:
    """What was asked for in periods that ended within the time, and before today, and what was done. Six queries."""
    _check(chosen)
    last = min(chosen.last, today - timedelta(days=1))
    rows = stewardships_between(actor=actor, permission=VIEW_PATROLS, first=chosen.first, last=chosen.last)
    if chosen.unit_id is not None:
        rows = rows.filter(within("site__area__path", frozenset({unit_for(actor, chosen.unit_id).path})))
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if words := chosen.words.strip():
        rows = rows.filter(name__icontains=words) | rows.filter(site__name__icontains=words)
    since = chosen.first - LONGEST_PERIOD
    held = _held(list(rows), since=since, until=today)
    rhythm, is_working = rhythm_on(chosen.last), office_calendar().is_working_day
    found = []
    for row, facts in held:
        frequency = rhythm.of(row.kind, row.site.area.path)
        if frequency is None:
            continue
        duty = duty_of(frequency, facts, first=chosen.first, last=last, is_working=is_working)
        lacking = lacking_of(frequency, facts, today=today, is_working=is_working)
        if chosen.only_lacking and not lacking:
            continue
        found.append(PlaceDuty(row, frequency, duty, max(facts.patrolled, default=None), lacking))
    return found


def grouped(rows: Iterable[PlaceDuty], group: str) -> list[DutyLine]:
    """The rows by steward, place or area, the most missed first."""
    lines: dict[object, DutyLine] = {}
    for row in rows:
        line = lines.setdefault(*_line(row, group))
        line.places += 1
        if group == BY_PERSON and (post := str(row.stewardship.get_kind_display())) not in line.note:
            line.note += f"、{post}"
        line.duty.add(row.duty)
        line.last_on = max((day for day in (line.last_on, row.last_on) if day is not None), default=None)
    return sorted(lines.values(), key=lambda line: (-line.duty.missed, line.label, line.note))


def whole_of(lines: Iterable[DutyLine]) -> Duty:
    """All of them together."""
    whole = Duty()
    for line in lines:
        whole.add(line.duty)
    return whole


def _check(chosen: DutyFilter) -> None:
    is_sane = EARLIEST <= chosen.first <= chosen.last <= LATEST
    if not is_sane or chosen.last - chosen.first > LONGEST_TIME:
        raise InvalidInput(_("起止日期不对：结束不能早于开始，最长一年。"))


def _line(row: PlaceDuty, group: str) -> tuple[object, DutyLine]:
    held, site = row.stewardship, row.stewardship.site
    if group == BY_AREA:
        return site.area_id, DutyLine(site.area.name, "")
    post = f"{held.get_kind_display()} {held.segment}".strip()
    if group == BY_PLACE:
        return held.pk, DutyLine(site.name, f"{post} {held.name}", held.person_id, site.pk)
    return held.person_id, DutyLine(held.name, str(held.get_kind_display()), held.person_id)


def _held(rows: Sequence[Stewardship], *, since: date, until: date) -> list[tuple[Stewardship, Held]]:
    """Each with its days of patrol and absences. Two queries."""
    if not rows:
        return []
    away = away_between(first=since, last=until)
    people = {row.person_id for row in rows}
    days: dict[tuple[int | None, UUID], set[date]] = {}
    stops = PatrolStop.objects.filter(day__range=(since, until), person__in=people)
    for person_id, site_id, day in stops.values_list("person", "site", "day"):
        days.setdefault((person_id, site_id), set()).add(day)
    nobody: set[date] = set()
    return [
        (
            row,
            Held(
                row.starts_on,
                row.ends_on,
                days.get((row.person_id, row.site_id), nobody),
                away.get(row.person_id or 0, ()),
            ),
        )
        for row in rows
    ]
