"""A patrol in words, for pages, workbooks and the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.field.models import Patrol, PatrolFinding, PatrolStop
from chuangcheng.field.positions import words_of
from chuangcheng.field.queries.patrols import Told, is_under_way, length_of, minutes_of


@dataclass(frozen=True)
class PatrolLine:
    """A patrol as a list shows it."""

    patrol: Patrol
    state: str
    tone: str  # of the house style
    minutes: int | None
    metres: int
    stops: int
    problems: int
    advice: int


@dataclass(frozen=True)
class StopLine:
    """A ticked place, what was found there and what is odd about its position."""

    stop: PatrolStop
    findings: Sequence[FindingLine]
    marks: Sequence[str]


@dataclass(frozen=True)
class FindingLine:
    """What came of a patrol, and where it is told."""

    row: PatrolFinding
    url: str


def line_of(patrol: Patrol, *, at: datetime) -> PatrolLine:
    """One of `patrol_list`."""
    counted = cast("Any", patrol)
    state, tone = state_of(patrol, at=at)
    return PatrolLine(
        patrol,
        state,
        tone,
        minutes_of(patrol),
        length_of(patrol, counted.shown_stops),
        counted.stop_count,
        counted.problem_count,
        counted.advice_count,
    )


def state_of(patrol: Patrol, *, at: datetime) -> tuple[str, str]:
    """How a patrol stands, and its tone."""
    if patrol.ending == Patrol.Ending.FINISHED:
        return _("已完成"), "green"
    if patrol.ending == Patrol.Ending.ABANDONED:
        return _("中途结束"), "amber"
    return (_("巡查中"), "blue") if is_under_way(patrol, at=at) else (_("没有结束"), "muted")


def stop_lines(told: Told) -> list[StopLine]:
    """The places in order, each with what was found there."""
    by_site: dict[Any, list[FindingLine]] = {}
    for row in told.findings:
        by_site.setdefault(row.site_id, []).append(finding_line(row))
    return [
        StopLine(stop, by_site.pop(stop.site_id, []), [_(words) for words in words_of(stop.marks)])
        for stop in told.stops
    ]


def found_elsewhere(told: Told) -> list[FindingLine]:
    """What was found where nothing was ticked."""
    ticked = {stop.site_id for stop in told.stops}
    return [finding_line(row) for row in told.findings if row.site_id not in ticked]


def finding_line(row: PatrolFinding) -> FindingLine:
    """What came of it with the address of the case or of the advice."""
    is_advice = row.kind == PatrolFinding.Kind.ADVICE
    return FindingLine(row, reverse("field:advice") if is_advice else reverse("cases:case", args=[row.result_id]))


def features_of(told: Told) -> dict[str, Any]:
    """The way and the ticked places as GeoJSON."""
    features = []
    points = told.path.points if told.path is not None else []
    way = [[lon, lat] for lon, lat, _seconds in points] or _between(told.stops)
    if len(way) > 1:
        kind = "way" if points else "between"
        features.append(_feature({"type": "LineString", "coordinates": way}, {"kind": kind}))
    for number, stop in enumerate(told.stops, start=1):
        if stop.lon is not None and stop.lat is not None:
            features.append(_feature({"type": "Point", "coordinates": [stop.lon, stop.lat]}, _stop(stop, number)))
    return {"type": "FeatureCollection", "features": features}


def _between(stops: Sequence[PatrolStop]) -> list[list[float]]:
    return [[stop.lon, stop.lat] for stop in stops if stop.lon is not None and stop.lat is not None]


def _stop(stop: PatrolStop, number: int) -> dict[str, Any]:
    is_clear = stop.finding == PatrolStop.Finding.CLEAR
    return {
        "id": str(stop.pk),
        "number": str(number),
        "name": stop.site.name,
        "tone": "green" if is_clear else "red",
        "lines": [str(stop.get_finding_display())],
        "url": reverse("sites:site", args=[stop.site_id]),
    }


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
