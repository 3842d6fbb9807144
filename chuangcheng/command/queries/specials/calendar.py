"""Special campaigns on the calendar: when they begin and end, and when their rounds do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.command.models import SpecialRound
from chuangcheng.command.special_access import FOLLOW, visible_specials
from chuangcheng.command.special_workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.inspections.access import VIEW as VIEW_CHECKS
from chuangcheng.inspections.queries import rounds_by_id

MOST_SHOWN = 200  # campaigns of a year; our choice
LEFT_OUT = (State.CANCELLED.value, State.PREPARING.value)


@dataclass(frozen=True, slots=True)
class DayMark:
    """Something of a campaign on a day."""

    label: str
    special_id: UUID


def special_days(*, actor: Actor, first: date, last: date) -> Mapping[date, Sequence[DayMark]]:
    """Beginnings and ends of the campaigns that the actor sees and of their rounds, by day. Three queries at most."""
    if not actor.may(FOLLOW):
        return {}
    rows = visible_specials(actor).filter(starts_on__lte=last, ends_on__gte=first).exclude(state__in=LEFT_OUT)
    specials = list(rows.order_by("ends_on", "pk")[:MOST_SHOWN])
    found: dict[date, list[DayMark]] = defaultdict(list)
    for row in specials:
        found[row.starts_on].append(DayMark(_("%(name)s开始") % {"name": row.name}, row.pk))
        found[row.ends_on].append(DayMark(_("%(name)s截止") % {"name": row.name}, row.pk))
    own = dict(SpecialRound.objects.filter(campaign__in=specials).values_list("round", "campaign"))
    if own and actor.may(VIEW_CHECKS):
        for checked in rounds_by_id(actor=actor, round_ids=list(own)):
            found[checked.starts_on].append(DayMark(_("%(name)s开始") % {"name": checked.name}, own[checked.pk]))
            found[checked.ends_on].append(DayMark(_("%(name)s截止") % {"name": checked.name}, own[checked.pk]))
    return found
