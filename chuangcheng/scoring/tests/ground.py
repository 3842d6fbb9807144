"""A small place with checks written straight into the tables, and the same facts kept as a plain list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import SHANGHAI, now, today
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import make_person, make_unit
from chuangcheng.sites.testing import make_item, make_site, make_site_type
from chuangcheng.standards.models import Framework


def at(days_ago: int) -> datetime:
    """Noon in Shanghai, so many days ago; an hour ago for today."""
    day = today() - timedelta(days=days_ago)
    return min(datetime.combine(day, time(12), SHANGHAI), now() - timedelta(hours=1))


@dataclass(frozen=True)
class Verdict:
    """One thing that was said about a standard at a site, and when."""

    verdict: str
    violations: int
    said_at: datetime  # of a correction when it was written, else the release of its round


@dataclass(frozen=True)
class Row:
    """A check with its corrections, as the tables hold it."""

    framework: int
    code: str
    site: int
    kind: str  # of the round
    checked_at: datetime
    released_at: datetime | None  # None: the round is not released
    chain: tuple[Verdict, ...]  # the check, then its corrections


@dataclass
class Ground:
    """Two frameworks, three areas below one another, three sites; every check is also in `rows`."""

    frameworks: Sequence[Framework]
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        root = Unit.objects.filter(depth=1).first()
        place = root or make_unit("云澜区", kind="place", code="YL")
        east = make_unit("东一街道", parent=place, kind="street", code="E1")
        lane = make_unit("东一社区", parent=east, kind="community", code="E1-1")
        west = make_unit("西一街道", parent=place, kind="street", code="W1")
        self.areas = {"place": place, "east": east, "lane": lane, "west": west}
        self.site_areas = [east, lane, west]
        self.sites = [make_site(f"点位{number}", area=area) for number, area in enumerate(self.site_areas)]
        self.item = make_item(make_site_type(), "x")
        self.person = make_person("visitor")
        self._rounds: dict[Any, Any] = {}

    def emptied(self) -> Ground:
        """The same place before anything was checked, for the next example of a property test."""
        self.rows, self._rounds = [], {}
        return self

    def inside(self, area: str | None) -> set[int]:
        """The sites that lie in an area or below."""
        if area is None:
            return set(range(len(self.sites)))
        root = self.areas[area].path
        return {number for number, unit in enumerate(self.site_areas) if unit.path.startswith(root)}

    def check(
        self,
        code: str,
        *chain: tuple[str, int],
        site: int = 0,
        days_ago: int = 0,
        kind: str = "weekly",
        framework: int = 0,
        released_days_ago: int | None = 0,
    ) -> Row:
        """A visit with one check and its corrections, one a minute after the other, the last of them just now."""
        checked_at = at(days_ago)
        released_at = None if released_days_ago is None else at(released_days_ago)
        first = Verdict(*chain[0], released_at or checked_at)
        later = [
            Verdict(*said, now() - timedelta(minutes=len(chain) - place)) for place, said in enumerate(chain[1:], 1)
        ]
        row = Row(framework, code, site, kind, checked_at, released_at, (first, *later))
        self._write(row)
        self.rows.append(row)
        return row

    def _write(self, row: Row) -> None:
        found, place = self._round(row), self.sites[row.site]
        standard = self.frameworks[row.framework].standards.get(code=row.code)
        assignment, _made = found.assignments.get_or_create(site=place)
        visit = _create(
            "Visit",
            assignment=assignment,
            round=found,
            site=place,
            inspector=self.person,
            started_at=row.checked_at,
            submitted_at=row.checked_at,
        )
        answer = _create("Answer", visit=visit, item=self.item, verdict=row.chain[0].verdict)
        last = None
        for said in row.chain:
            last = _create(
                "Check",
                answer=answer,
                round=found,
                standard=standard,
                site=place,
                verdict=said.verdict,
                violations=said.violations,
                checked_at=row.checked_at,
                corrects=last,
                corrected_at=said.said_at if last else None,
            )

    def _round(self, row: Row) -> Any:
        key = (row.framework, row.kind, row.released_at)
        if key not in self._rounds:
            self._rounds[key] = _create(
                "Round",
                number=str(new_id())[-20:],
                name=f"轮次{len(self._rounds)}",
                kind=row.kind,
                state="finished" if row.released_at is None else "released",
                released_at=row.released_at,
                framework=self.frameworks[row.framework],
                starts_on=date(2026, 1, 1),
                ends_on=today(),
            )
        return self._rounds[key]


def _create(model: str, **facts: Any) -> Any:
    return apps.get_model("inspections", model).objects.create(**facts)
