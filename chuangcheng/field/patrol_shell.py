"""What the patrols add to the shell: navigation, to-dos of stewards and their streets, panels, the origin of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.slots import Origin, case_origin
from chuangcheng.core import shell
from chuangcheng.core.access import Actor
from chuangcheng.core.shell import NavEntry, Todo
from chuangcheng.core.times import SHANGHAI, local_date, now
from chuangcheng.field.access import PATROL, VIEW_PATROLS, visible_patrols
from chuangcheng.field.patrol_words import line_of
from chuangcheng.field.queries.patrol_duty import DutyFilter, PlaceDuty, duties
from chuangcheng.field.queries.patrols import MOST_SHOWN, PatrolFilter, patrol_list, patrols_at
from chuangcheng.field.services.deeds import PATROL_SOURCE
from chuangcheng.orgs.slots import UnitPanel, unit_panels
from chuangcheng.sites.slots import SitePanel, site_panels

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

OVERDUE = 0  # urgency of a to-do


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("inspections-with-patrols", navigation)
    shell.todos.fill("field-patrols", todos)
    site_panels.fill("15-patrols", site_panel)
    unit_panels.fill("45-patrols", unit_panel)
    case_origin.fill(PATROL_SOURCE, origin_of_case)


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The log of patrols."""
    if not may_read(actor):
        return []
    return [NavEntry("inspections", _("街巷巡查"), reverse("field:patrols"), "route")]


def may_read(actor: Actor) -> bool:
    """True for who patrols or sees patrols."""
    return actor.may(VIEW_PATROLS) or actor.may(PATROL)


def todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """Places not patrolled as often as asked: one's own; and those of the streets for which the actor answers."""
    if not may_read(actor) or actor.everywhere(VIEW_PATROLS):
        return []
    rows = [row for row in _of_today(actor, local_date(now)) if row.lacking]
    own = [row for row in rows if row.stewardship.person_id == actor.person_id]
    others = [row for row in rows if row.stewardship.person_id != actor.person_id]
    return [*_own_todo(own), *_street_todo(others)]


def site_panel(actor: Actor, site_id: UUID) -> SitePanel | None:
    """The last patrols of a place."""
    stops = patrols_at(actor=actor, site_id=site_id) if may_read(actor) else []
    all_url = f"{reverse('field:patrols')}?site={site_id}"
    return SitePanel("field/patrol_panel.html", {"stops": stops, "all_url": all_url}) if stops else None


def unit_panel(actor: Actor, unit: Unit) -> UnitPanel | None:
    """The last patrols of a street or community."""
    if not actor.may(VIEW_PATROLS):
        return None
    at = now()
    rows = patrol_list(actor=actor, chosen=PatrolFilter(unit_id=unit.pk)).order_by("-pk")[:MOST_SHOWN]
    lines = [line_of(row, at=at) for row in rows]
    all_url = f"{reverse('field:patrols')}?unit={unit.pk}"
    return UnitPanel("field/patrol_panel.html", {"lines": lines, "all_url": all_url}) if lines else None


def origin_of_case(actor: Actor, source_id: str) -> Origin | None:
    """The patrol on which a problem was found."""
    if not may_read(actor):
        return None
    found = visible_patrols(actor).filter(pk=source_id).first()
    if found is None:
        return None
    moment = f"{found.started_at.astimezone(SHANGHAI):%m-%d %H:%M}"
    label = _("%(name)s的巡查（%(moment)s开始）") % {"name": found.person_name, "moment": moment}
    return Origin(label, reverse("field:patrol", args=[found.pk]))


def _of_today(actor: Actor, today: date) -> list[PlaceDuty]:
    return duties(actor=actor, chosen=DutyFilter(today, today), today=today)


def _own_todo(rows: Sequence[PlaceDuty]) -> list[Todo]:
    if not rows:
        return []
    title = _("有%(count)s个管护点位没有按频次巡查") % {"count": len({row.stewardship.site_id for row in rows})}
    first = rows[0].stewardship.site.name
    detail = _("%(site)s等") % {"site": first} if len(rows) > 1 else first
    url = f"{reverse('field:app')}#/patrol"
    return [Todo(OVERDUE, title, url, act=_("去巡查"), kind=_("街巷巡查"), detail=detail, situation=_("未巡"))]


def _street_todo(rows: Sequence[PlaceDuty]) -> list[Todo]:
    if not rows:
        return []
    people = {row.stewardship.person_id: row.stewardship.name for row in rows}
    told = {"people": len(people), "places": len({row.stewardship.site_id for row in rows})}
    title = _("%(people)s名管护人的%(places)s个点位没有按频次巡查") % told
    detail = "、".join(list(people.values())[:3])
    url = f"{reverse('field:patrol_duty')}?group=place&lacking=on"
    return [Todo(OVERDUE, title, url, act=_("去督促"), kind=_("街巷巡查"), detail=detail, situation=_("未巡"))]
