"""Rectification notices of the released round, and a few of daily patrols; most are signed for, some wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from chuangcheng.cases.models import Case, NoticeCase, RectificationNotice
from chuangcheng.cases.services.notices import ON_NOTICES, REQUIREMENT, SELECTION
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.numbers import set_last_numbers
from chuangcheng.core.workdays import Calendar
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.inspections.models import Round

UNSIGNED = 0.15  # of the notices of the round
FRESH_UNITS = 6  # with notices of the last days
STATES = {state.value for state in ON_NOTICES}


@dataclass
class Outbox:
    """Collects the notices, so that numbers follow time."""

    rng: Random
    people: People
    calendar: Calendar
    at: datetime
    notices: list[RectificationNotice] = field(default_factory=list)
    entries: list[NoticeCase] = field(default_factory=list)


def make_notices(people: People, cases: Sequence[Case], at: datetime) -> None:
    """Notices for every unit with problems of the released round, and new ones for those with much to fix."""
    out = Outbox(dice("notices"), people, office_calendar(), at)
    _of_round(out, cases)
    _of_patrols(out, cases)
    RectificationNotice.objects.bulk_create(out.notices)
    NoticeCase.objects.bulk_create(out.entries, batch_size=500)
    set_last_numbers({f"notice/{at.year}": len(out.notices)})


def _of_round(out: Outbox, cases: Sequence[Case]) -> None:
    found = Round.objects.filter(state=Round.State.RELEASED, kind=Round.Kind.MONTHLY).latest("starts_on")
    issued = out.calendar.add_working_days(found.released_at or out.at, 2)
    issued = out.calendar.next_working_moment(issued - timedelta(hours=3))
    source = {"source_kind": "inspections.round", "source_id": str(found.pk), "source_label": found.name}
    listed = [case for case in cases if case.source_label.startswith(f"{found.name}·")]
    for rows in _by_unit(listed, issued):
        is_signed = out.rng.random() >= UNSIGNED
        _issue(out, rows, source, issued, reply_in=14, is_signed=is_signed)


def _of_patrols(out: Outbox, cases: Sequence[Case]) -> None:
    """Signed for by streets already, not yet by bureaus."""
    days = 1
    while (issued := out.calendar.next_working_moment(out.at - timedelta(days=days, hours=5))) >= out.at:
        days += 1
    batch = str(id_at(issued, out.rng))
    source = {"source_kind": SELECTION, "source_id": batch, "source_label": "日常检查"}
    waiting = [case for case in cases if case.state == "fixing" and case.source_kind == ""]
    rows = sorted(_by_unit(waiting, issued), key=len, reverse=True)[:FRESH_UNITS]
    for found in rows:
        unit = found[0].lead_unit
        _issue(out, found, source, issued, reply_in=7, is_signed=unit is not None and unit.kind == "street")


def _by_unit(cases: Sequence[Case], issued: datetime) -> list[list[Case]]:
    """The cases that were dispatched by then, a list for each unit."""
    units: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.lead_unit and case.state in STATES and case.clock_started_at and case.clock_started_at < issued:
            units[case.lead_unit.path].append(case)
    return [units[path] for path in sorted(units)]


def _issue(
    out: Outbox, cases: Sequence[Case], source: dict[str, str], issued: datetime, *, reply_in: int, is_signed: bool
) -> None:
    unit = cases[0].lead_unit
    officer = out.people.liaisons.get(unit.pk if unit else 0)
    signed = out.calendar.add_working_hours(issued, timedelta(hours=out.rng.uniform(0.5, 9)))
    notice = RectificationNotice(
        pk=id_at(issued, out.rng),
        number=f"{out.at.year}-{len(out.notices) + 1:06d}",
        unit=unit,
        requirement=REQUIREMENT,
        reply_by=(issued + timedelta(days=reply_in)).date(),
        issued_at=issued,
        issued_by=out.people.by_username["chuangchengban"],
        **source,
    )
    if is_signed and officer is not None and signed < out.at:
        notice.signed_at, notice.signed_by, notice.signed_by_name = signed, officer, officer.name
    out.notices.append(notice)
    out.entries += [NoticeCase(notice=notice, version=1, case=case, order=at) for at, case in enumerate(cases)]
