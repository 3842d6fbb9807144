"""Twelve hundred places of the 26 types, spread over the communities."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from shapely import Point
from shapely.geometry import shape

from chuangcheng.core.maps import cell_of
from chuangcheng.core.numbers import set_last_numbers
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.demo.units import Units
from chuangcheng.orgs.models import Unit
from chuangcheng.sites.models import GridCell, Site, Stewardship
from chuangcheng.standards.models import SiteType

TOTAL = 1_200
# How many places of a type among a hundred, and which bureau answers for them ("" = the street). Our choice.
SHARES: dict[str, tuple[int, str]] = {
    "estate": (16, ""),
    "back-street": (13, ""),
    "main-road": (8, "CGJ"),
    "community": (6, ""),
    "bus-stop": (7, "JTYS"),
    "junction": (5, "JJDD"),
    "public-toilet": (5, "CGJ"),
    "school": (5, "JTJ"),
    "market": (4, "SCJG"),
    "mall": (3, "SWJ"),
    "hospital": (2, "WJJ"),
    "bank": (4, "SWJ"),
    "service-window": (3, "XZSP"),
    "government-hall": (1, "XZSP"),
    "square": (2, "CGJ"),
    "park": (2, "YLJ"),
    "hotel": (3, "WLJ"),
    "construction-site": (3, "ZJJ"),
    "culture-venue": (2, "WLJ"),
    "commercial-street": (2, "SWJ"),
    "practice-centre": (2, "XCB"),
    "scenic-spot": (1, "WLJ"),
    "bus": (1, "JTYS"),
    "taxi": (1, "JTYS"),
    "urban-fringe": (2, ""),
    "township": (1, ""),
}
WITHOUT_POSITION = 0.03
WITHOUT_OWNER = 0.02
MODEL = 0.05


def make_sites(units: Units, people: People, at: datetime) -> list[Site]:
    """All sites with owners, positions and stewards; a few lack one, as in life."""
    rng = dice("sites")
    types = {found.code: found for found in SiteType.objects.all()}
    codes = [code for code, (share, _bureau) in SHARES.items() for _index in range(share) if code in types]
    grounds = {unit.pk: shape(unit.boundary) for unit in units.communities}
    made = []
    for number in range(1, TOTAL + 1):
        code = rng.choice(codes)
        area = units.communities[number % len(units.communities)]
        position = _position(rng, grounds[area.pk]) if rng.random() >= WITHOUT_POSITION else None
        made.append(_site(rng, number, types[code], area, units, people, position, at))
    Site.objects.bulk_create(made, batch_size=500)
    set_last_numbers({f"site/{at.year}": TOTAL})
    _stewards(rng, made, units, people, at.date())
    _grid(units, rng, people)
    return made


def _site(
    rng: Random,
    number: int,
    site_type: SiteType,
    area: Unit,
    units: Units,
    people: People,
    position: tuple[float, float] | None,
    at: datetime,
) -> Site:
    street = _street_of(area, units)
    bureau = SHARES[site_type.code][1]
    owner = units.bureaus[bureau] if bureau else street
    place = area.name.removesuffix("社区").removesuffix("村")
    return Site(
        pk=id_at(at, rng),
        number=f"{at.year}-{number:06d}",
        name=f"{place}{site_type.name}{number}号",
        site_type=site_type,
        area=area,
        owner=None if rng.random() < WITHOUT_OWNER else owner,
        contract_leader=rng.choice(people.leaders),
        address=f"{street.name}{place}路{rng.randint(1, 299)}号",
        lon=position[0] if position else None,
        lat=position[1] if position else None,
        cell=cell_of(lon=position[0], lat=position[1]) if position else "",
        is_model=rng.random() < MODEL,
    )


def _street_of(area: Unit, units: Units) -> Unit:
    return next(unit for unit in units.streets if area.path.startswith(unit.path))


def _position(rng: Random, ground: object) -> tuple[float, float]:
    """A point inside the community."""
    west, south, east, north = ground.bounds  # type: ignore[attr-defined] # shapely's shapes carry no types
    while True:
        point = Point(rng.uniform(west, east), rng.uniform(south, north))
        if ground.contains(point):  # type: ignore[attr-defined] # the same
            return round(point.x, 6), round(point.y, 6)


def _stewards(rng: Random, sites: list[Site], units: Units, people: People, day: date) -> None:
    kinds = Stewardship.Kind
    wanted = {
        "back-street": [kinds.LANE_CHIEF, kinds.LANE_KEEPER],
        "main-road": [kinds.ROAD_CHIEF, kinds.SEGMENT_CHIEF],
    }
    Stewardship.objects.bulk_create(
        [
            Stewardship(
                site=site,
                person=(steward := rng.choice(people.stewards_of[_street_of(site.area, units).pk])),
                name=steward.name,
                kind=kind,
                segment="东口至西口" if kind == kinds.SEGMENT_CHIEF else "",
                starts_on=day.replace(month=1, day=1),
            )
            for site in sites
            for kind in wanted.get(site.site_type.code, [])
            if rng.random() > 0.1  # noqa: PLR2004 - one in ten has no steward yet
        ],
        batch_size=500,
    )


def _grid(units: Units, rng: Random, people: People) -> None:
    GridCell.objects.bulk_create(
        [
            GridCell(
                code=f"{unit.code}-W1",
                name=f"{unit.name}第一网格",
                unit=unit,
                boundary=unit.boundary,
                keeper=rng.choice(people.stewards_of[_street_of(unit, units).pk]),
            )
            for unit in units.communities
        ]
    )


def put_into_cells(sites: list[Site]) -> None:
    """Each site lies in the cell of its community; the cell was looked at when the last of its sites was."""
    cells = {cell.unit_id: cell for cell in GridCell.objects.all()}
    for site in sites:
        cell = site.grid_cell = cells.get(site.area_id)
        if cell is not None and site.last_checked_at is not None:
            cell.last_checked_at = max(cell.last_checked_at or site.last_checked_at, site.last_checked_at)
    GridCell.objects.bulk_update(cells.values(), ["last_checked_at"])
