"""Open cases around a place, for whoever asks whether one tells of the same: by an index, never by looking at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case, CasePhoto
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH
from chuangcheng.cases.recurrence import spots_around
from chuangcheng.cases.workflow import OPEN_STATES
from chuangcheng.core.access import Actor
from chuangcheng.core.likeness import unsigned

MOST_AROUND = 200  # the newest are looked at: our choice
READ = ("lon", "lat", "area", "problem_class__group", "problem_class__radius_m", "is_held")


def open_cases_around(
    *,
    actor: Actor,
    lon: float | None,
    lat: float | None,
    radius_m: int,
    since: datetime,
    until: datetime,
    site_id: UUID | None = None,
    area_id: int | None = None,
    class_id: int | None = None,
) -> list[Case]:
    """The visible open cases in the squares around the position or at the site, reported in that time, newest first.

    Without position and site: those of the class in the area. One query besides visibility, MOST_AROUND rows at most.
    """
    where = _where(lon, lat, radius_m, site_id, area_id, class_id)
    if where is None:
        return []
    states = [state.value for state in OPEN_STATES]
    rows = visible_cases(actor).filter(where, state__in=states, reported_at__gte=since, reported_at__lte=until)
    return list(rows.select_related(*SHOWN_WITH).only(*SHOWN, *READ).order_by("-pk")[:MOST_AROUND])


@dataclass(frozen=True, slots=True)
class FoundPhoto:
    """A picture of a case as it was found."""

    file_id: UUID
    looks: int | None  # 64 bits (`core.likeness`); None: not examined yet, or of nearly one colour


def found_photos_of(case_ids: Collection[UUID]) -> dict[UUID, list[FoundPhoto]]:
    """The pictures of each case as it was found, the first one first. One query."""
    rows = CasePhoto.objects.filter(case__in=case_ids, moment=CasePhoto.Moment.BEFORE).order_by("pk")
    found: dict[UUID, list[FoundPhoto]] = {}
    for case_id, file_id, kept in rows.values_list("case_id", "file_id", "file__likeness"):
        looks = None if kept is None else unsigned(kept)
        found.setdefault(case_id, []).append(FoundPhoto(file_id, looks))
    return found


def _where(
    lon: float | None, lat: float | None, radius_m: int, site_id: UUID | None, area_id: int | None, class_id: int | None
) -> Q | None:
    found = Q(site=site_id) if site_id is not None else None
    if lon is not None and lat is not None:
        near = Q(spot__in=list(spots_around(lon, lat, radius_m)))
        return near | found if found is not None else near
    if found is not None:
        return found
    if class_id is None:
        return Q(area=area_id) if area_id is not None else None
    return Q(problem_class=class_id, area=area_id) if area_id is not None else Q(problem_class=class_id)
