"""并案: which cases may be the main one, and how near they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from django.db.models import Q, QuerySet

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case, CasePhoto
from chuangcheng.cases.queries.conditions import NUMBER
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH
from chuangcheng.cases.workflow import OPEN_STATES
from chuangcheng.core.access import Actor
from chuangcheng.core.search import record_ids

SEARCHED = 200  # newest open cases of the class that are looked at: our choice
MOST_CANDIDATES = 8
EARTH_RADIUS = 6_371_000  # metres
FAR = float("inf")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be the main one."""

    case: Case
    photo: CasePhoto | None  # as it was found
    metres: int | None  # apart; None: one of the two has no position
    apart: timedelta  # between the two reports

    @property
    def days(self) -> int:
        """Days between the two reports, rounded down."""
        return abs(self.apart).days


def join_candidates(*, actor: Actor, case: Case, words: str = "") -> list[Candidate]:
    """Open cases to join to, at most MOST_CANDIDATES: those with the number or words, else those of the same class.

    The nearest first. Three queries at most.
    """
    states = [state.value for state in OPEN_STATES]
    rows = visible_cases(actor).filter(state__in=states, is_held=case.is_held).exclude(pk=case.pk)
    rows = _asked(actor, rows, words.strip()) if words.strip() else _alike(rows, case)
    found = list(rows.select_related(*SHOWN_WITH).only(*SHOWN).order_by("-pk")[:SEARCHED])
    found.sort(key=lambda other: (_metres(case, other), abs(case.reported_at - other.reported_at)))
    chosen = found[:MOST_CANDIDATES]
    photos = _first_photos([other.pk for other in chosen])
    return [
        Candidate(other, photos.get(other.pk), _told(_metres(case, other)), other.reported_at - case.reported_at)
        for other in chosen
    ]


def joined_to(case: Case) -> list[Case]:
    """The cases joined to this one, oldest first. One query."""
    return list(case.joined_cases.order_by("pk").only("number", "description", "state"))


def _asked(actor: Actor, rows: QuerySet[Case], words: str) -> QuerySet[Case]:
    if NUMBER.fullmatch(words):
        return rows.filter(number__startswith=words)
    return rows.filter(pk__in=record_ids(actor=actor, kind="case", query=words))


def _alike(rows: QuerySet[Case], case: Case) -> QuerySet[Case]:
    alike = Q(problem_class=case.problem_class_id) if case.problem_class_id is not None else Q(pk__in=[])
    return rows.filter(alike | Q(site=case.site_id) if case.site_id is not None else alike)


def _metres(one: Case, other: Case) -> float:
    if one.site_id is not None and one.site_id == other.site_id:
        return 0
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return FAR
    north, south = radians(one.lat), radians(other.lat)
    across = sin((north - south) / 2) ** 2
    along = cos(north) * cos(south) * sin(radians(one.lon - other.lon) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(across + along))


def _told(metres: float) -> int | None:
    return None if metres == FAR else round(metres)


def _first_photos(case_ids: list[UUID]) -> dict[UUID, CasePhoto]:
    rows = CasePhoto.objects.filter(case__in=case_ids, moment=CasePhoto.Moment.BEFORE).select_related("file")
    return {photo.case_id: photo for photo in rows.order_by("-pk")}
