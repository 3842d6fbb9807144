"""What happened to cases since a moment, by their steps: what the leaders' screen counts, and the lists it opens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.states import State
from chuangcheng.core.ids import AHEAD_MS, id_at
from chuangcheng.core.shell import Text
from chuangcheng.core.times import start_of

SLACK = timedelta(milliseconds=AHEAD_MS)  # the clock that made the id of a step may have been behind so far
FIXING, FED_BACK, CLOSED = State.FIXING.value, State.FED_BACK.value, State.CLOSED.value

# What a step tells; the deadline is the present one, so an extension granted late counts as no way out.
HAPPENINGS: Mapping[str, Q] = {
    "fed_back": Q(move="feed_back"),
    "left_overdue": Q(from_state=FIXING, at__gt=F("case__due_at")) & ~Q(to_state=FIXING),
    "reworked": Q(from_state=FED_BACK, to_state=FIXING),
    "closed": Q(to_state=CLOSED) & ~Q(from_state=CLOSED),
}
HAPPENING_LABELS: Mapping[str, Text] = {
    "fed_back": _("已反馈"),
    "left_overdue": _("超期后办出"),
    "reworked": _("核查退回返工"),
    "closed": _("已结案"),
}


def steps_since(since: datetime) -> QuerySet[CaseEvent]:
    """The steps from a moment on, over the index of their ids."""
    return CaseEvent.objects.filter(pk__gte=id_at(since - SLACK), at__gte=since)


def happened_condition(name: str, since: date) -> Q:
    """The cases to which this happened on a day or later; none of them held."""
    steps = steps_since(start_of(since)).filter(HAPPENINGS[name])
    return Q(is_held=False, pk__in=steps.order_by().values("case"))
