"""昨天以来的变化: what happened since the midnight that began yesterday, in the order of what a leader asks first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.times import local_date
from chuangcheng.inspections.queries import rounds_released_since

if TYPE_CHECKING:
    from chuangcheng.workbench.board.situation import Situation


@dataclass(frozen=True, slots=True)
class Change:
    """One line."""

    label: str
    value: str
    url: str
    turn: str  # "good", "bad" or ""


def changes(found: Situation) -> Sequence[Change]:
    """What has changed; what has not is left out. One query."""
    since = local_date(found.since)
    rows = [*_of_cases(found)]
    if found.hits.new:
        rows.append(Change(_("负面清单新增事项"), str(found.hits.new), reverse("scoring:negative_current"), "bad"))
    released = rounds_released_since(actor=found.actor, day=since)
    return rows + [
        Change(_("发布检查结果"), each.name, reverse("inspections:round", args=[each.pk]), "") for each in released
    ]


def happened_url(found: Situation, name: str) -> str:
    """The list of the cases that this happened to."""
    return f"{reverse('cases:list')}?happened={name}&happened_since={local_date(found.since)}"


def _of_cases(found: Situation) -> list[Change]:
    happened, cases = found.happened, reverse("cases:list")
    span = f"figure=received&figure_from={local_date(found.since)}&figure_to={found.today}"
    relapses = f"relapse=1&relapse_since={local_date(found.since)}&relapse_until={found.today}"
    rows = [
        (_("新上报"), happened.reported, f"{cases}?{span}", ""),
        (_("已反馈"), happened.fed_back, happened_url(found, "fed_back"), "good"),
        (_("已结案"), happened.closed, happened_url(found, "closed"), "good"),
        (_("新超期"), happened.newly_overdue, f"{cases}?overdue=1&due_from={local_date(found.since)}", "bad"),
        (_("超期后办出"), happened.left_overdue, happened_url(found, "left_overdue"), "good"),
        (_("核查退回返工"), happened.reworked, happened_url(found, "reworked"), "bad"),
        (_("新回潮"), happened.relapsed, f"{cases}?{relapses}", "bad"),
    ]
    return [Change(label, f"{count:,}", url, turn) for label, count, url, turn in rows if count]
