"""How steady units are: what stayed fixed, relapses, and their punctuality week by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import (
    CaseScope,
    DueOnDay,
    Fixes,
    class_names,
    days_looked_at,
    due_by_day,
    fixes_by,
    special_to_narrow_by,
)
from chuangcheng.cases.slots import SpecialCases
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import NotFound
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import monday_of
from chuangcheng.orgs.queries import unit_names
from chuangcheng.supervision.steadiness import Slack, SlackRule, Stayed, Week, evenness, slackening, weeks_of
from chuangcheng.supervision.steadiness_access import VIEW
from chuangcheng.supervision.steadiness_policies import slack_rule

BY_UNIT, BY_CLASS = "unit", "class"
CURVE_WEEKS = 26  # of the curve: half a year; our choice
LONGEST = timedelta(days=731)  # of the closings that are counted; our choice


@dataclass(frozen=True, slots=True)
class SteadyRow:
    """One unit or class, or all together."""

    key: int | None
    name: str
    closed: int  # as fixed, in the period
    stayed: Sequence[Stayed]  # one for each number of days
    weeks: Sequence[Week] = ()  # of a unit, oldest first
    slack: Slack | None = None

    @property
    def evenness(self) -> Decimal | None:
        """How even its punctuality is, from 0 to 1."""
        return evenness(self.weeks)


@dataclass(frozen=True, slots=True)
class Steadiness:
    """The page: rows, most closed first, all together, and who slackens."""

    days: Sequence[int]
    rows: Sequence[SteadyRow]
    whole: SteadyRow
    slackening: Sequence[SteadyRow]  # those who fell most first
    rule: SlackRule
    special: SpecialCases | None


def steadiness(
    *, actor: Actor, first: date, last: date, grouping: str, special_id: UUID | None, now: datetime
) -> Steadiness:
    """Fixes closed on the days from the first to the last, and the last half year week by week. At most five queries.

    NotFound for a campaign that is not there or not theirs.
    """
    require(actor, VIEW)
    require(actor, VIEW_CASES)
    today = local_date(now)
    special = _special(actor, special_id)
    scope = special.scope if special else None
    days, first = days_looked_at(today), max(first, last - LONGEST)
    fixes = fixes_by(actor=actor, grouping=grouping, first=first, last=last, days=days, today=today, scope=scope)
    weekly = _weekly(actor, today, now, scope)
    rule = slack_rule(today)
    rows = _rows(fixes, days, grouping, weekly, rule)
    falling = [row for row in rows if row.slack] if grouping == BY_UNIT else []
    return Steadiness(
        days=days,
        rows=rows,
        whole=_whole(fixes, days, weekly, rule),
        slackening=sorted(falling, key=lambda row: -row.slack.fall if row.slack else 0),
        rule=rule,
        special=special,
    )


def _special(actor: Actor, special_id: UUID | None) -> SpecialCases | None:
    found = special_to_narrow_by(actor, special_id) if special_id else None
    if special_id and found is None:
        raise NotFound(_("没有找到这个专项整治，请从专项整治列表进入。"))
    return found


def _weekly(actor: Actor, today: date, now: datetime, scope: CaseScope | None) -> dict[int, Sequence[Week]]:
    """The whole weeks of each unit, this one left out."""
    last = monday_of(today) - timedelta(days=1)
    first = monday_of(last) - timedelta(weeks=CURVE_WEEKS - 1)
    days: defaultdict[int, list[DueOnDay]] = defaultdict(list)
    for each in due_by_day(actor=actor, first=first, last=last, now=now, scope=scope):
        days[each.unit_id].append(each)
    return {
        unit: weeks_of([(each.day, each.due, each.on_time) for each in found], first, last)
        for unit, found in days.items()
    }


def _rows(
    fixes: Sequence[Fixes],
    days: Sequence[int],
    grouping: str,
    weekly: dict[int, Sequence[Week]],
    rule: SlackRule,
) -> list[SteadyRow]:
    by_key = {each.key: each for each in fixes}
    keys = [each.key for each in fixes]
    if grouping == BY_CLASS:
        names = class_names([key for key in keys if key])
    else:
        keys += sorted(set(weekly) - set(keys))
        names = unit_names([key for key in keys if key])
    found = []
    for key in keys:
        of = by_key.get(key) or Fixes(key, 0, dict.fromkeys(days, 0), dict.fromkeys(days, 0))
        weeks = weekly.get(key, ()) if grouping == BY_UNIT and key is not None else ()
        name = names.get(key, "") if key is not None else ""
        found.append(SteadyRow(key, name, of.closed, _stayed([of], days), weeks, slackening(weeks, rule)))
    return found


def _whole(
    fixes: Sequence[Fixes], days: Sequence[int], weekly: dict[int, Sequence[Week]], rule: SlackRule
) -> SteadyRow:
    weeks = [
        Week(same[0].monday, sum(week.due for week in same), sum(week.on_time for week in same))
        for same in zip(*weekly.values(), strict=True)
    ]
    closed = sum(each.closed for each in fixes)
    return SteadyRow(None, _("合计"), closed, _stayed(fixes, days), weeks, slackening(weeks, rule))


def _stayed(fixes: Sequence[Fixes], days: Sequence[int]) -> list[Stayed]:
    return [Stayed(n, sum(each.ripe[n] for each in fixes), sum(each.back[n] for each in fixes)) for n in days]
