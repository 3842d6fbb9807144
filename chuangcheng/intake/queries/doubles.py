"""Open cases that may tell of the same problem, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from chuangcheng.cases.queries import first_photos_of, open_cases_around
from chuangcheng.core.access import Actor
from chuangcheng.intake.doubles import FAR_RADII, USUAL_RADIUS_M, WORTH_A_LOOK, Likeness, Tale, likeness
from chuangcheng.intake.models import Report

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case, ProblemClass

MOST_SHOWN = 5  # beside each other on a page: our choice
WINDOW = timedelta(days=30)  # two tales further apart are of two problems: our choice
FARTHEST_M = 600  # metres in which we look, whatever the radius of a class: our choice

PictureOf: TypeAlias = Callable[[UUID | None, UUID | None], float | None]  # two files → 0..1; None: not compared


@dataclass(frozen=True, slots=True)
class Double:
    """An open case and how likely it is the same problem."""

    case: Case
    likeness: Likeness
    photo_id: UUID | None  # of the case as it was found
    apart: timedelta  # between both tales

    @property
    def days(self) -> int:
        """Days between both, rounded down."""
        return abs(self.apart).days


def likely_doubles(
    *, actor: Actor, tale: Tale, without: frozenset[UUID] = frozenset(), area_id: int | None = None
) -> list[Double]:
    """At most MOST_SHOWN open cases that the actor sees and that are worth a look. Two queries."""
    radius = min(FARTHEST_M, round(FAR_RADII * max(tale.radius_m, USUAL_RADIUS_M)))
    found = open_cases_around(
        actor=actor,
        lon=tale.lon,
        lat=tale.lat,
        radius_m=radius,
        since=tale.at - WINDOW,
        until=tale.at + WINDOW,
        site_id=tale.site,
        area_id=area_id,
        class_id=tale.problem_class,
    )
    told = [(case, likeness(tale, tale_of_case(case))) for case in found if case.pk not in without]
    best = sorted((each for each in told if each[1].likelihood >= WORTH_A_LOOK), key=lambda each: -each[1].likelihood)[
        :MOST_SHOWN
    ]
    photos = first_photos_of([case.pk for case, _likeness in best]) if best else {}
    return [Double(case, like, photos.get(case.pk), case.reported_at - tale.at) for case, like in best]


def doubles_of_case(*, actor: Actor, case: Case) -> list[Double]:
    """The other open cases that may be the same as this one."""
    joined = frozenset(case.joined_cases.values_list("pk", flat=True))
    found = likely_doubles(actor=actor, tale=tale_of_case(case), without=joined | {case.pk}, area_id=case.area_id)
    return [each for each in found if each.case.is_held == case.is_held]


def doubles_of_report(*, actor: Actor, report: Report) -> list[Double]:
    """The open cases that may be what this report tells of."""
    case = report.current_case
    without = frozenset({case.pk}) if case is not None else frozenset[UUID]()
    return likely_doubles(actor=actor, tale=tale_of_report(report), without=without, area_id=report.area_id)


def tale_of_case(case: Case) -> Tale:
    """A case as a tale."""
    tale = Tale(
        text=case.description,
        at=case.reported_at,
        lon=case.lon,
        lat=case.lat,
        site=case.site_id,
        place=case.place_text,
    )
    return _of_class(tale, case.problem_class)


def tale_of_report(report: Report) -> Tale:
    """A report as a tale."""
    tale = Tale(
        text=report.text,
        at=report.received_at,
        lon=report.lon,
        lat=report.lat,
        site=report.site_id,
        place=report.place_text,
    )
    return _of_class(tale, report.problem_class)


def tale_being_told(
    *,
    text: str,
    at: datetime,
    problem_class: ProblemClass | None,
    site_id: UUID | None,
    position: tuple[float | None, float | None],
    place: str,
) -> Tale:
    """What a clerk has typed so far."""
    tale = Tale(text=text, at=at, lon=position[0], lat=position[1], site=site_id, place=place)
    return _of_class(tale, problem_class)


def _of_class(tale: Tale, found: ProblemClass | None) -> Tale:
    if found is None:
        return tale
    return replace(tale, problem_class=found.pk, group=found.group, radius_m=max(found.radius_m, 1))
