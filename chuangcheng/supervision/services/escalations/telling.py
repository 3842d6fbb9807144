"""Who hears of a step: one line for all cases of a unit that take the same step at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.times import local_date
from chuangcheng.orgs.queries import leaders_in_charge, people_of_units, people_with, unit_names
from chuangcheng.supervision.escalation_access import HANDLE_ESCALATIONS, LEAD_IN_PERSON
from chuangcheng.supervision.escalation_wording import reason_text
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.models import STEP_WORDS, EscalationStep

LIAISON, HEAD, LEADER = "liaison", "head", "leader"  # duties of `orgs`


@dataclass(frozen=True)
class Roll:
    """Who answers for the units of one run, and who handles escalations."""

    names: Mapping[int, str]
    own: Mapping[int, Sequence[int]]  # head, leader in charge and liaison officer of each unit
    in_charge: Mapping[int, tuple[int, str]]
    handlers: Collection[int]
    leaders: Collection[int]  # hear of what no leader is named for

    def leader_of(self, unit_id: int) -> int | None:
        """The leader in charge of the unit, when it has one."""
        found = self.in_charge.get(unit_id)
        return None if found is None else found[0]

    def people_for(self, row: EscalationStep) -> set[int]:
        """Who hears of this step. Of an order the unit hears by the order itself, when it is issued."""
        own = set(self.own.get(row.unit_id, ()))
        if row.step == Step.REMIND.value:
            return own
        if row.step == Step.ORDER.value:
            return set(self.handlers)
        if row.step == Step.LEADER.value:
            return own | ({row.person_id} if row.person_id is not None else set(self.leaders))
        return own | set(self.handlers)


def roll_of(unit_ids: Iterable[int], *, now: datetime) -> Roll:
    """The people of these units and of the offices. A constant number of queries."""
    day, units = local_date(now), set(unit_ids)
    return Roll(
        names=unit_names(units),
        own=people_of_units(units, duties=[HEAD, LEADER, LIAISON], today=day),
        in_charge=leaders_in_charge(today=day),
        handlers=[person.pk for person in people_with(permission=HANDLE_ESCALATIONS, today=day)],
        leaders=[person.pk for person in people_with(permission=LEAD_IN_PERSON, today=day)],
    )


def tell(rows: Sequence[EscalationStep], roll: Roll) -> None:
    """A line for each rung; nothing for what the reminder of the deadline has told."""
    fresh = sorted((row for row in rows if not row.was_told), key=lambda row: (row.rung, row.pk))
    for _rung, group in groupby(fresh, key=lambda row: row.rung):
        alike = list(group)
        first = alike[0]
        facts = {
            "unit": roll.names.get(first.unit_id, ""),
            "count": len(alike),
            "why": reason_text(first),
            "step": inbox_text(STEP_WORDS[Step(first.step)]),
        }
        notify(
            person_ids=roll.people_for(first),
            key=f"supervision:step-{first.pk}",
            title=inbox_text("%(unit)s有%(count)s件问题%(why)s，升级为%(step)s", facts),
            body=first.case.told if len(alike) == 1 else "",
            link=_link(alike),
            is_urgent=True,
        )


def _link(rows: Sequence[EscalationStep]) -> str:
    if len(rows) == 1:
        return reverse("supervision:escalation", args=[rows[0].pk])
    return f"{reverse('supervision:escalations')}?unit={rows[0].unit_id}&step={rows[0].step}"
