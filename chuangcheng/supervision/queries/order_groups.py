"""Chosen cases as supervision orders take them: by unit, and why some are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chuangcheng.cases.access import visible_cases
from chuangcheng.core.access import Actor
from chuangcheng.orgs.queries import open_unit_ids
from chuangcheng.supervision.models import OrderCase, SupervisionOrder
from chuangcheng.supervision.order_access import UNISSUED
from chuangcheng.supervision.order_workflow import CASE_STATES, OPEN

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case
    from chuangcheng.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class UnitCases:
    """The cases of one order."""

    unit: Unit
    cases: Sequence[Case]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case that no order takes, and why."""

    case: Case
    why: str


@dataclass(frozen=True, slots=True)
class OrderGroups:
    """What chosen cases make."""

    groups: Sequence[UnitCases]  # by the place of the units in the tree
    left_out: Sequence[LeftOut]
    not_found_count: int  # absent, or not the actor's to see

    @property
    def case_ids(self) -> list[UUID]:
        """The cases of all orders."""
        return [case.pk for group in self.groups for case in group.cases]


def order_groups(*, actor: Actor, case_ids: Collection[UUID]) -> OrderGroups:
    """The chosen cases by unit; each order lists the longest overdue first. Three queries."""
    wanted = set(case_ids)
    rows = visible_cases(actor).filter(pk__in=wanted).select_related("site", "lead_unit").defer("lead_unit__boundary")
    cases = list(rows.order_by("due_at", "pk"))
    open_units = set(open_unit_ids({case.lead_unit_id for case in cases if case.lead_unit_id is not None}))
    asked = _orders_about([case.pk for case in cases])
    groups: dict[int, UnitCases] = {}
    left_out = []
    for case in cases:
        why, unit = _why_not(case, open_units, asked), case.lead_unit
        if why or unit is None:
            left_out.append(LeftOut(case, why))
        else:
            held = groups.setdefault(unit.pk, UnitCases(unit, []))
            groups[unit.pk] = UnitCases(unit, [*held.cases, case])
    found = sorted(groups.values(), key=lambda group: group.unit.path)
    return OrderGroups(found, left_out, len(wanted) - len(cases))


def why_nothing(found: OrderGroups) -> str:
    """Why chosen cases make no order, in one sentence."""
    counted = Counter(each.why for each in found.left_out)
    if found.not_found_count:
        counted[_("没有找到")] = found.not_found_count
    said = [
        ngettext("%(count)s件%(why)s", "%(count)s件%(why)s", count) % {"count": count, "why": why}
        for why, count in counted.most_common(5)
    ]
    return _("所选问题都不能列入督办单：%(why)s。") % {"why": "、".join(said)}


def _orders_about(case_ids: Sequence[UUID]) -> Mapping[UUID, SupervisionOrder]:
    """The open order or draft about each of these cases. One query."""
    rows = OrderCase.objects.filter(case__in=case_ids, order__state__in=[*OPEN, UNISSUED[0]])
    return {row.case_id: row.order for row in rows.select_related("order").order_by("pk")}


def _why_not(case: Case, open_units: Collection[int], asked: Mapping[UUID, SupervisionOrder]) -> str:
    """Why no order takes the case; empty: one does."""
    if case.is_held:
        return _("所在检查轮次还没有发布")
    if case.lead_unit_id is None:
        return _("还没有责任单位")
    if case.state not in CASE_STATES:
        return _("状态为%(state)s，不在整改") % {"state": case.get_state_display()}
    if case.lead_unit_id not in open_units:
        return _("责任单位已经撤并")
    if (order := asked.get(case.pk)) is not None:
        return _("已列入%(order)s") % {"order": order.number or _("待签发的督办单")}
    return ""
