"""Open and fixed problems as everybody may see them: class, rough place, state and dates."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Avg, Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from chuangcheng.cases.queries import FIXED, OPEN, public_cases
from chuangcheng.core.maps import APART_FROM, Box, letters_at
from chuangcheng.core.times import local_date
from chuangcheng.portal.models import PublicPhoto, Submission
from chuangcheng.portal.policies import FIXED_DAYS, PUBLIC_PROBLEMS, SOURCES

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

WEEK = timedelta(days=7)
KEPT_SECONDS = 120  # in the cache: our choice
MOST_DRAWN = 400  # points or clusters in one answer: our choice
MOST_FIXED = 8  # in the list of the week: our choice
MOST_PAIRS = 6  # before and after, on one page: our choice
STEP_LAT, STEP_LON = 0.0005, 0.0006  # degrees; about 55 m each way in the middle of the country: our choice
IS_OPEN, IS_FIXED = "open", "fixed"

BUSY = mark("处理中")
WORDS = {"reported": mark("已收到"), "filed": mark("已收到"), "suspended": mark("需要较长时间")}


@dataclass(frozen=True, slots=True)
class PublicFilter:
    """What the list and the map show."""

    state: str = ""  # IS_OPEN, IS_FIXED; "": both
    group: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures at the head."""

    open_count: int
    fixed_count: int  # in the last seven days


@dataclass(frozen=True, slots=True)
class FixedPair:
    """Before and after."""

    problem: str
    place: str
    fixed_at: datetime | None
    before_id: UUID
    after_id: UUID


def problems_shown(chosen: PublicFilter, *, now: datetime) -> QuerySet[Case]:
    """The public problems; take a page of it."""
    rows = _public(now)
    if rows is None:
        return public_cases(sources=(), listed=Submission.objects.none().values_list("pk", flat=True), fixed_since=now)
    if chosen.state == IS_OPEN:
        rows = rows.filter(OPEN)
    if chosen.state == IS_FIXED:
        rows = rows.filter(FIXED)
    return rows.filter(problem_class__group=chosen.group) if chosen.group else rows


def fixed_this_week(*, now: datetime) -> list[Case]:
    """What was fixed within seven days, the newest first. One query."""
    rows = problems_shown(PublicFilter(IS_FIXED), now=now).filter(closed_at__gte=now - WEEK)
    return list(rows.order_by("-closed_at")[:MOST_FIXED])


def texts_of(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The words that were made public with a report, by the case that it is part of now. One query."""
    case = Coalesce("report__case__main_case", "report__case")
    rows = Submission.objects.filter(standing="published").annotate(told_case=case).filter(told_case__in=case_ids)
    return dict(rows.order_by("-pk").values_list("told_case", "text"))


def overview(*, now: datetime) -> Overview:
    """How many are open and how many were fixed within a week; kept for two minutes."""
    found: Overview | None = cache.get("portal-overview")
    if found is None:
        rows = problems_shown(PublicFilter(), now=now).order_by()
        fixed = Q(closed_at__gte=now - WEEK) & ~OPEN
        counts = rows.aggregate(open=Count("pk", filter=OPEN), fixed=Count("pk", filter=fixed))
        found = Overview(counts["open"], counts["fixed"])
        cache.set("portal-overview", found, KEPT_SECONDS)
    return found


def fixed_pairs() -> list[FixedPair]:
    """What was fixed last and is shown by both pictures. Two queries."""
    after = PublicPhoto.objects.filter(side="after", withdrawn_at__isnull=True, submission__standing="published")
    rows = after.select_related("submission__report__problem_class", "submission__report__site").order_by("-made_at")
    by_submission = {row.submission_id: row for row in rows[: MOST_PAIRS * 3]}
    before = PublicPhoto.objects.filter(side="before", withdrawn_at__isnull=True, submission__in=by_submission)
    first = {row.submission_id: row.pk for row in before.order_by("-made_at")}
    pairs = [_pair(row, first[pk]) for pk, row in by_submission.items() if pk in first]
    return pairs[:MOST_PAIRS]


def drawn(chosen: PublicFilter, *, box: Box, zoom: int, now: datetime) -> dict[str, Any]:
    """GeoJSON of clusters and of single problems, rounded to a grid of about 50 m. Two queries at most."""
    inside = problems_shown(chosen, now=now).filter(whole_cells(box).condition()).order_by()
    if zoom >= APART_FROM:
        return _collection([_point(case) for case in inside[:MOST_DRAWN]])
    gathered = inside.annotate(cluster=Substr("cell", 1, letters_at(zoom))).values("cluster")
    counted = gathered.annotate(count=Count("pk"), x=Avg("lon"), y=Avg("lat"), one=Min("number"))
    found = list(counted.order_by("cluster")[:MOST_DRAWN])
    alone = [row["one"] for row in found if row["count"] == 1]
    features = [_cluster(row) for row in found if row["count"] > 1]
    if alone:
        features += [_point(case) for case in problems_shown(chosen, now=now).filter(number__in=alone)]
    return _collection(features)


def state_told(case: Case) -> tuple[str, str]:
    """Tone and plain words of where a problem stands."""
    return "green" if case.state == "closed" else "blue", state_words(case.state)


def state_words(state: str) -> str:
    """A state in words that all know."""
    return _("已解决") if state == "closed" else _(WORDS.get(state, BUSY))


def place_told(case: Case) -> str:
    """The site, or the street or community; never an address that somebody wrote."""
    if case.site is not None:
        return case.site.name
    return case.area.name if case.area is not None else ""


def _public(now: datetime) -> QuerySet[Case] | None:
    sources = SOURCES[PUBLIC_PROBLEMS.on(local_date(now))]
    if sources is None:
        return None
    published = Submission.objects.filter(standing="published", report__case__isnull=False).order_by()
    listed = published.values_list(Coalesce("report__case__main_case", "report__case"), flat=True)
    since = now - timedelta(days=FIXED_DAYS.on(local_date(now)))
    return public_cases(sources=sources, listed=listed, fixed_since=since)


def _pair(row: PublicPhoto, before_id: UUID) -> FixedPair:
    report = row.submission.report
    problem = report.problem_class.name if report.problem_class is not None else row.submission.group
    place = report.site.name if report.site is not None else ""
    return FixedPair(problem, place, report.settled_at, before_id, row.pk)


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _cluster(row: Mapping[str, Any]) -> dict[str, Any]:
    return _feature(rounded(row["x"], row["y"]), {"count": row["count"], "tone": "blue"})


def _point(case: Case) -> dict[str, Any]:
    tone, words = state_told(case)
    name = case.problem_class.name if case.problem_class is not None else _("未定类别")
    position = public_position(case) or (0, 0)
    days = [_("%(day)s发现") % {"day": local_date(case.reported_at).isoformat()}]
    if case.state == "closed" and case.closed_at is not None:
        days.append(_("%(day)s解决") % {"day": local_date(case.closed_at).isoformat()})
    lines = [words, place_told(case), " ".join(days)]
    return _feature(position, {"name": name, "tone": tone, "lines": [line for line in lines if line]})


def public_position(case: Case) -> tuple[float, float] | None:
    """Where everybody may know it to be: at its site, else on the grid; None where nothing is known."""
    if case.lon is None or case.lat is None:
        return None
    return (case.lon, case.lat) if case.site is not None else rounded(case.lon, case.lat)


def rounded(lon: float, lat: float) -> tuple[float, float]:
    """A position on a grid of about 50 m."""
    return round(round(lon / STEP_LON) * STEP_LON, 5), round(round(lat / STEP_LAT) * STEP_LAT, 5)


def whole_cells(box: Box) -> Box:
    """The box widened to whole cells of that grid: what is in it tells no more than the rounded positions do."""
    west, east = (math.floor(lon / STEP_LON + 0.5) for lon in (box.west, box.east))
    south, north = (math.floor(lat / STEP_LAT + 0.5) for lat in (box.south, box.north))
    return replace(
        box,
        west=(west - 0.5) * STEP_LON,
        east=(east + 0.5) * STEP_LON,
        south=(south - 0.5) * STEP_LAT,
        north=(north + 0.5) * STEP_LAT,
    )


def _feature(position: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(position)},
        "properties": properties,
    }
