"""What units did for a special campaign, as they report it: people, hours, who has not reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chuangcheng.command.models import SpecialCampaign
from chuangcheng.command.special_access import visible_reports
from chuangcheng.core.access import Actor


@dataclass(frozen=True, slots=True)
class UnitWork:
    """The reports of a unit."""

    days: int
    people: int  # one who came on two days counts twice
    hours: int


@dataclass(frozen=True, slots=True)
class Work:
    """The standing reports of a campaign that the actor sees."""

    by_unit: Mapping[int, UnitWork]
    by_day: Mapping[date, int]  # people

    @property
    def people(self) -> int:
        return sum(each.people for each in self.by_unit.values())

    @property
    def hours(self) -> int:
        return sum(each.hours for each in self.by_unit.values())

    def silent(self, unit_ids: Sequence[int]) -> list[int]:
        """Those of these units that never reported."""
        return [unit_id for unit_id in unit_ids if unit_id not in self.by_unit]


def work_of(*, actor: Actor, found: SpecialCampaign) -> Work:
    """One query over the reports of the one campaign; a row for each day of a unit."""
    rows = visible_reports(actor, found).order_by()
    by_unit: dict[int, UnitWork] = {}
    by_day: Counter[date] = Counter()
    for unit_id, day, people, hours in rows.values_list("unit", "day", "people", "hours"):
        there = by_unit.get(unit_id, UnitWork(0, 0, 0))
        by_unit[unit_id] = UnitWork(there.days + 1, there.people + people, there.hours + hours)
        by_day[day] += people
    return Work(by_unit, by_day)
