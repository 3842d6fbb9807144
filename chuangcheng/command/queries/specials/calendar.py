"""Special campaigns on the calendar: when they begin and end, and when their rounds do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from chuangcheng.command.models import SpecialCampaign, SpecialRound
from chuangcheng.command.special_access import FOLLOW, visible_specials
from chuangcheng.command.special_workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.inspections.access import VIEW as VIEW_CHECKS
from chuangcheng.inspections.queries import rounds_by_id

if TYPE_CHECKING:
    from chuangcheng.inspections.models import Round

AROUND = timedelta(days=366)  # that a calendar file tells, before and after today; our choice
MOST_SHOWN = 200  # campaigns of a year; our choice
LEFT_OUT = (State.CANCELLED.value, State.PREPARING.value)


@dataclass(frozen=True, slots=True)
class DayMark:
    """Something of a campaign on a day."""

    label: str
    special_id: UUID
    key: UUID  # the same when the day moves


def special_days(*, actor: Actor, first: date, last: date) -> Mapping[date, Sequence[DayMark]]:
    """Beginnings and ends of the campaigns that the actor sees and of their rounds, by day. Three queries at most."""
    if not actor.may(FOLLOW):
        return {}
    rows = visible_specials(actor).filter(starts_on__lte=last, ends_on__gte=first).exclude(state__in=LEFT_OUT)
    specials = list(rows.order_by("ends_on", "pk")[:MOST_SHOWN])
    found: dict[date, list[DayMark]] = defaultdict(list)
    for row in specials:
        _mark(found, row, row.pk)
    own = dict(SpecialRound.objects.filter(campaign__in=specials).values_list("round", "campaign"))
    if own and actor.may(VIEW_CHECKS):
        for checked in rounds_by_id(actor=actor, round_ids=list(own)):
            _mark(found, checked, own[checked.pk])
    return found


def special_days_around(*, actor: Actor, today: date) -> Mapping[date, Sequence[DayMark]]:
    """The same for a year before and after a day."""
    return special_days(actor=actor, first=today - AROUND, last=today + AROUND)


def _mark(found: dict[date, list[DayMark]], row: SpecialCampaign | Round, special_id: UUID) -> None:
    begins, ends = _("%(name)s开始") % {"name": row.name}, _("%(name)s截止") % {"name": row.name}
    found[row.starts_on].append(DayMark(begins, special_id, uuid5(row.pk, "begins")))
    found[row.ends_on].append(DayMark(ends, special_id, uuid5(row.pk, "ends")))
