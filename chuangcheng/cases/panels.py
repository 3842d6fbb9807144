"""What cases add to pages of units and sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.access import REPORT, VIEW
from chuangcheng.cases.queries import CaseFilter, CaseLists, open_cases_of_unit, open_counts_by_site
from chuangcheng.cases.views.tables import case_table
from chuangcheng.core.access import Actor
from chuangcheng.core.times import now
from chuangcheng.orgs.slots import UnitPanel
from chuangcheng.sites.slots import OpenProblems, SitePanel

CASES_SHOWN = 8
TEMPLATE = "cases/parts/panel.html"


def unit_panel(actor: Actor, unit_id: int) -> UnitPanel | None:
    """The newest cases that the unit leads or assists."""
    context = _newest(actor, CaseFilter(unit_ids=[unit_id]), {"unit": unit_id})
    return UnitPanel(TEMPLATE, context) if context else None


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


def _newest(actor: Actor, chosen: CaseFilter, address: Mapping[str, Any]) -> dict[str, Any]:
    if not actor.may(VIEW):
        return {}
    found = CaseLists(actor, now()).page(chosen, limit=CASES_SHOWN)
    if not found.cases:
        return {}
    (name, value), *_rest = address.items()
    return {"table": case_table(found.cases), "query": f"?{name}={value}"}
