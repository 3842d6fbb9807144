"""Kept sheets beside each other: subjects of one kind on a day, and one subject over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Max

from chuangcheng.core.access import Actor
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.models import StoredSheet

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit
    from chuangcheng.standards.models import Framework

MOST_DAYS = 400  # of a line over time


@dataclass(frozen=True)
class ComparedSubject:
    """A subject with its score of the day, its place, and the change since an earlier day."""

    unit: Unit
    sheet: StoredSheet
    place: int | None  # ties share one; None while nothing is known
    change: Decimal | None  # points since the earlier day; None when one of the two is not known


def last_day_kept(*, framework: Framework, until: date) -> date | None:
    """The last day up to this one of which units have kept sheets."""
    rows = StoredSheet.objects.filter(framework=framework, day__lte=until, subject__isnull=False, kinds="")
    found: date | None = rows.aggregate(last=Max("day"))["last"]
    return found


def compared(*, actor: Actor, framework: Framework, day: date, kind: str, since: date | None) -> list[ComparedSubject]:
    """The subjects of a kind of unit that the actor may see, by place. Two queries."""
    now = _latest(framework, day, kind)
    before = _latest(framework, since, kind) if since else {}
    visible = {pk: sheet for pk, sheet in now.items() if sheet.subject and actor.may_at(VIEW, sheet.subject.path)}
    places = places_of({pk: sheet.total for pk, sheet in visible.items()})
    lines = [
        ComparedSubject(sheet.subject, sheet, places.get(pk), _change(before.get(pk), sheet))
        for pk, sheet in visible.items()
        if sheet.subject
    ]
    return sorted(lines, key=lambda line: (line.place is None, line.place or 0, line.unit.path))


def places_of(totals: Mapping[int, Decimal | None]) -> dict[int, int]:
    """The place of each subject with a score: one more than those above it, so ties share one (1, 2, 2, 4)."""
    scores = sorted((total for total in totals.values() if total is not None), reverse=True)
    return {pk: scores.index(total) + 1 for pk, total in totals.items() if total is not None}


def line_over_time(*, framework: Framework, subject: Unit | None, first: date, last: date) -> list[StoredSheet]:
    """The last kept sheet of each day, in order; their heads only. One query."""
    rows = StoredSheet.objects.filter(framework=framework, subject=subject, kinds="", day__range=(first, last))
    by_day = {row.day: row for row in rows.order_by("day", "made_at")}
    return list(by_day.values())[-MOST_DAYS:]


def kinds_kept(*, framework: Framework, day: date) -> Sequence[str]:
    """The kinds of unit that have kept sheets of the day; the place itself is compared with nobody here."""
    rows = StoredSheet.objects.filter(framework=framework, day=day, kinds="", subject__isnull=False)
    rows = rows.exclude(subject__kind="place")
    return list(rows.order_by("subject__kind").values_list("subject__kind", flat=True).distinct())


def _latest(framework: Framework, day: date, kind: str) -> dict[int, StoredSheet]:
    rows = StoredSheet.objects.filter(framework=framework, day=day, kinds="", subject__kind=kind)
    found = rows.select_related("subject").defer("subject__boundary").order_by("made_at")
    return {row.subject_id: row for row in found if row.subject_id}


def _change(before: StoredSheet | None, now: StoredSheet) -> Decimal | None:
    if before is None or before.total is None or now.total is None:
        return None
    return now.total - before.total
