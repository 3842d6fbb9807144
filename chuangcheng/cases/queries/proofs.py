"""Photos that show what was fixed, for who looks for material that exists already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import CasePhoto
from chuangcheng.cases.models.cases import WAS_FIXED
from chuangcheng.core.access import Actor
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import SHANGHAI, start_of

MOMENTS = (CasePhoto.Moment.BEFORE, CasePhoto.Moment.AFTER)


@dataclass(frozen=True, slots=True)
class FixedPhoto:
    """A photo of a fixed case, before or after."""

    id: int
    file: StoredFile
    case_id: UUID
    number: str  # of the case
    moment: str  # 整改前, 整改后
    what: str  # the class of the problem; empty: none
    place: str
    closed_at: datetime


def fixed_photos(
    *,
    actor: Actor,
    unit_id: int,
    site_types: QuerySet[Any] | None = None,
    since: date | None = None,
    until: date | None = None,
    at_most: int,
) -> list[FixedPhoto]:
    """Photos of the visible cases that the unit fixed, at most that many cases, the last closed first. One query.

    site_types: of places of these types (of standards) only; none: of any. since, until: days of closing, in Shanghai.
    """
    rows = visible_cases(actor).filter(WAS_FIXED, lead_unit=unit_id)
    if site_types is not None:
        rows = rows.filter(Q(site__site_type__in=site_types.values("pk")) | ~Exists(site_types))
    if since is not None:
        rows = rows.filter(closed_at__gte=datetime.combine(since, time(), SHANGHAI))
    if until is not None:
        rows = rows.filter(closed_at__lt=datetime.combine(until + timedelta(days=1), time(), SHANGHAI))
    cases = rows.order_by("-closed_at", "-pk").values("pk")[:at_most]
    return _shown(CasePhoto.objects.filter(case__in=cases))


def cases_fixed_with_pairs(*, actor: Actor, since: date, until: date, at_most: int) -> list[tuple[UUID, int | None]]:
    """Visible cases fixed on these days that show it by photos before and after, with who led, the last closed first.

    One query, over the index of closing.
    """
    days = {"closed_at__gte": start_of(since), "closed_at__lt": start_of(until + timedelta(days=1))}
    rows = visible_cases(actor).filter(WAS_FIXED, is_held=False, **days)
    for moment in MOMENTS:
        rows = rows.filter(Exists(CasePhoto.objects.filter(case=OuterRef("pk"), moment=moment)))
    return list(rows.order_by("-closed_at", "-pk").values_list("pk", "lead_unit")[:at_most])


def fixed_photos_by_id(*, actor: Actor, photo_ids: Sequence[int]) -> list[FixedPhoto]:
    """Those of these photos that show a visible fixed case. One query."""
    rows = CasePhoto.objects.filter(pk__in=photo_ids, case__in=visible_cases(actor).filter(WAS_FIXED))
    return _shown(rows)


def _shown(rows: QuerySet[CasePhoto]) -> list[FixedPhoto]:
    found = rows.filter(Q(moment__in=MOMENTS)).select_related("file", "case__problem_class", "case__site")
    found = found.order_by("-case__closed_at", "case", "-moment", "order", "pk")
    return [
        FixedPhoto(
            id=photo.pk,
            file=photo.file,
            case_id=photo.case_id,
            number=photo.case.number,
            moment=photo.get_moment_display(),
            what=photo.case.problem_class.name if photo.case.problem_class else "",
            place=photo.case.site.name if photo.case.site else photo.case.place_text,
            closed_at=photo.case.closed_at or photo.case.reported_at,
        )
        for photo in found
    ]
