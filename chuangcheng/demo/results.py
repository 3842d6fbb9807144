"""Two rounds of published results: 24 districts in groups of 4, 6, 7 and 7, fictional all, with ties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.conf import settings

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import replayed_at, start_of
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.scoring.models import HardFault, OfficialResult, OfficialRound
from chuangcheng.scoring.services import RoundFacts, create_official_round
from chuangcheng.standards.models import Framework, Standard

GROUPS = {"第一组": 4, "第二组": 6, "第三组": 7, "第四组": 7}
OURS = ("第二组", 3)  # our group, and our place in it before anybody rose
SIGNS = "甲乙丙丁戊己庚"
METHODS = {"网上申报": 40, "实地考察": 40, "问卷调查": 20}
COMMENTS = (
    "背街小巷有乱堆乱放，部分公厕保洁不到位；居民对停车秩序的满意度偏低。",
    "农贸市场周边占道经营反复出现，窗口服务承诺公示不全。",
    "主次干道整洁，老旧小区楼道堆物较多。",
)


@dataclass(frozen=True)
class Told:
    """A round of the demo."""

    name: str
    days_ago: int
    drift: float  # points by which we did better or worse than a year's mean


def make_results(framework: Framework, at: datetime) -> None:
    """A round of last year and one of this year, each with a line, a quota and a hard fault beside a first place."""
    rng = dice("results")
    items = _items(framework)
    day = at.date()
    for told in (Told("（虚构示例）上一年度市级测评", 390, -0.6), Told("（虚构示例）本年度市级测评", 45, 0.9)):
        held_on = day - timedelta(days=told.days_ago)
        with replayed_at(start_of(held_on + timedelta(days=20))):
            _round(rng, framework, told, held_on, items)


def _round(rng: Random, framework: Framework, told: Told, held_on: date, items: dict[str, Decimal]) -> None:
    facts = RoundFacts(
        name=told.name,
        held_on=held_on,
        level=OfficialRound.Level.MUNICIPAL,
        published_on=held_on + timedelta(days=20),
        quota=12,
        line=Decimal(85),
        group_quotas={"第一组": 2, "第二组": 3, "第三组": 3, "第四组": 4},
        source="虚构文件，仅作示例",
        note="24个区都是虚构的。",
    )
    made = create_official_round(actor=SYSTEM, framework_id=framework.pk, facts=facts)
    rows = [_result(rng, made, told, group, at, items) for group, size in GROUPS.items() for at in range(size)]
    ties = {("第二组", 5): ("第二组", 4), ("第三组", 3): ("第三组", 2), ("第四组", 4): ("第四组", 3)}
    by_seat = {(row.group, at): row for row, at in zip(rows, _seats(), strict=True)}
    for seat, other in ties.items():
        by_seat[seat].total, by_seat[seat].methods = by_seat[other].total, by_seat[other].methods
    for row in rows:
        same_group = [other.total or 0 for other in rows if other.group == row.group]
        row.published_place = 1 + sum(total > (row.total or 0) for total in same_group)
    OfficialResult.objects.bulk_create(rows)
    first = max((row for row in rows if row.group == "第二组"), key=lambda row: row.total or Decimal(0))
    text = "国控断面附近垃圾长期堆放，被上级通报"
    moment = start_of(held_on + timedelta(days=20))
    HardFault.objects.create(pk=id_at(moment, rng), round=made, place=first.place, text=text)


def _seats() -> list[int]:
    return [at for size in GROUPS.values() for at in range(size)]


def _result(
    rng: Random, found: OfficialRound, told: Told, group: str, at: int, items: dict[str, Decimal]
) -> OfficialResult:
    is_ours = (group, at) == OURS
    rate = 0.935 - at * 0.009 + rng.uniform(-0.004, 0.004) + (told.drift / 100 if is_ours else 0)
    methods = _marks(rng, {name: Decimal(full) for name, full in METHODS.items()}, rate)
    total = sum((Decimal(str(each["earned"])) for each in methods), Decimal(0))
    return OfficialResult(
        pk=id_at(start_of(found.held_on + timedelta(days=20)), rng),
        round=found,
        place=str(settings.PLACE_NAME) if is_ours else f"虚构{group[1]}{SIGNS[at]}区",
        group=group,
        total=total,
        methods=methods,
        items=_marks(rng, items, rate),
        comments=COMMENTS[0] if is_ours else rng.choice(COMMENTS[1:]),
        is_ours=is_ours,
    )


def _marks(rng: Random, fulls: dict[str, Decimal], rate: float) -> list[dict[str, Any]]:
    found = []
    for name, full in fulls.items():
        share = min(1.0, max(0.5, rate + rng.uniform(-0.05, 0.05)))
        found.append({"name": name, "earned": f"{float(full) * share:.2f}", "full": f"{full.normalize():f}"})
    return found


def _items(framework: Framework) -> dict[str, Decimal]:
    """Item → its marks."""
    found: dict[str, Decimal] = {}
    for standard in Standard.objects.filter(framework=framework).select_related("content__item"):
        found[standard.content.item.name] = found.get(standard.content.item.name, Decimal(0)) + standard.marks
    return found
