"""What cases add to pages of units and sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import REPORT, VIEW
from chuangcheng.cases.queries import (
    OVERDUE,
    CaseFilter,
    CaseLists,
    open_cases_of_unit,
    open_counts,
    open_counts_by_site,
)
from chuangcheng.cases.views.tables import case_table
from chuangcheng.cases.workflow import STATE_LABELS, State
from chuangcheng.core.access import Actor
from chuangcheng.core.shell import Figure
from chuangcheng.core.times import now
from chuangcheng.orgs.queries import subtree_ids
from chuangcheng.orgs.slots import UnitPanel
from chuangcheng.sites.slots import OpenProblems, SitePanel

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

CASES_SHOWN = 8
TEMPLATE = "cases/parts/panel.html"
UNIT_TEMPLATE = "cases/parts/unit_panel.html"
UNIT_STATES = (State.FIXING, State.FED_BACK, State.SUSPENDED)


def unit_panel(actor: Actor, unit: Unit) -> UnitPanel | None:
    """How the unit and those below it stand with their cases: figures that lead to the lists, and the most urgent."""
    if not actor.may(VIEW):
        return None
    chosen = CaseFilter(unit_ids=subtree_ids(path=unit.path))
    lists = CaseLists(actor, now())
    rows = lists.waiting(State.FIXING, chosen, limit=CASES_SHOWN) or lists.page(chosen, limit=CASES_SHOWN).cases
    if not rows:
        return None
    context = {
        "figures": _unit_figures(*open_counts(lists, chosen), unit_id=unit.pk),
        "table": case_table(rows),
        "is_urgent": rows[0].state == State.FIXING.value,
        "query": f"?unit={unit.pk}",
    }
    return UnitPanel(UNIT_TEMPLATE, context)


def site_panel(actor: Actor, site_id: UUID) -> SitePanel | None:
    """The newest cases at the site; for those who report also when there are none, with the way to the form."""
    context = _newest(actor, CaseFilter(site_id=site_id), {"site": site_id})
    if not context and not actor.may(REPORT):
        return None
    return SitePanel(TEMPLATE, {**context, "report_site": site_id if actor.may(REPORT) else None})


def open_problems(actor: Actor, site_ids: Sequence[UUID]) -> Mapping[UUID, OpenProblems]:
    """Open and overdue cases by site, for the list and the map of sites."""
    if not actor.may(VIEW):
        return {}
    counts = open_counts_by_site(actor=actor, site_ids=site_ids, now=now())
    return {site: OpenProblems(count, overdue) for site, (count, overdue) in counts.items()}


def why_unit_stays(unit_id: int) -> str:
    """Why a unit with open cases cannot be closed without a successor."""
    if open_cases_of_unit(unit_id=unit_id).exists():
        return _("该单位还有没有办结的问题，请先办结、回退，或指定承接单位。")
    return ""


def _unit_figures(counts: Mapping[str, int], overdue: int, *, unit_id: int) -> list[Figure]:
    address = f"{reverse('cases:list')}?unit={unit_id}"
    late = Figure(_("超期未改"), f"{overdue:,}", f"{address}&view={OVERDUE}", tone="red" if overdue else "")
    return [late, *(_unit_figure(state, counts[state.value], address) for state in UNIT_STATES)]


def _unit_figure(state: State, count: int, address: str) -> Figure:
    return Figure(_(STATE_LABELS[state]), f"{count:,}", f"{address}&state={state.value}")


def _newest(actor: Actor, chosen: CaseFilter, address: Mapping[str, Any]) -> dict[str, Any]:
    if not actor.may(VIEW):
        return {}
    found = CaseLists(actor, now()).page(chosen, limit=CASES_SHOWN)
    if not found.cases:
        return {}
    (name, value), *_rest = address.items()
    return {"table": case_table(found.cases), "query": f"?{name}={value}"}
