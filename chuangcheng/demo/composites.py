"""Two towns that are scored as one place each, of parts with weights as a published township has them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from chuangcheng.core.access import SYSTEM
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.units import Units
from chuangcheng.inspections.models import Assignment, Round
from chuangcheng.inspections.services.composites import PartGiven, compose
from chuangcheng.orgs.models import Unit

PARTS = [  # name, per cent, types of its sites (domain: 政府 20 %, 街道 30 %, 公厕 15 %, 村 20 %, 公路 15 %)
    ("政府和窗口", 20, ("government-hall", "service-window", "practice-centre", "culture-venue", "school")),
    ("主要街道", 30, ("main-road", "back-street", "commercial-street")),
    ("公厕", 15, ("public-toilet",)),
    ("村和社区", 20, ("community", "estate")),
    ("公路和路口", 15, ("junction", "bus-stop", "urban-fringe", "township")),
]
PLACES, SITES_OF_A_PART = 2, 3
COLUMNS = ("site__area__path", "site__site_type__code", "site__number")


def make_composites(units: Units, at: datetime) -> None:
    """Composite places of the towns in which the released round saw the most parts."""
    rng = dice("composites")
    rounds = Round.objects.filter(state=Round.State.RELEASED, kind=Round.Kind.MONTHLY).order_by("-starts_on")
    seen = Assignment.objects.filter(round=rounds[0]).order_by("order")
    rows = list(seen.values_list(*COLUMNS))
    found = {town: _parts([row for row in rows if row[0].startswith(town.path)]) for town in units.streets}
    best = sorted(found, key=lambda town: (-len(found[town]), town.kind != Unit.Kind.TOWN))[:PLACES]
    for town in filter(found.get, best):
        compose(
            actor=SYSTEM,
            place_id=id_at(at - timedelta(days=290), rng),
            name=town.name,
            starts_on=(at - timedelta(days=290)).date(),
            parts=_whole(found[town]),
            is_new=True,
        )


def _parts(rows: list[tuple[str, str, str]]) -> list[PartGiven]:
    """The parts of which the round saw a site."""
    parts = []
    for name, weight, types in PARTS:
        numbers = [number for _path, code, number in rows if code in types][:SITES_OF_A_PART]
        if numbers:
            parts.append(PartGiven(name, Decimal(weight), numbers))
    return parts


def _whole(parts: list[PartGiven]) -> list[PartGiven]:
    """The parts with weights that add to 100: what is left out goes to the first."""
    rest = 100 - sum(part.weight for part in parts)
    first = parts[0]
    return [PartGiven(first.name, first.weight + rest, first.site_numbers), *parts[1:]]
