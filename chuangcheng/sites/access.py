"""Permissions on sites, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.core.times import today
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import DESK, STAFF
from chuangcheng.sites.models import ChecklistItem, ChecklistPicture, GridCell, Site, Stewardship
from chuangcheng.standards.queries import running_on

VIEW = define("sites.view", _("查看点位"), roles=(*STAFF, DESK))
CHANGE = define("sites.change", _("维护点位"), roles=("creation_office",))
STEWARD = define("sites.steward", _("指定街巷长等"), roles=("creation_office", "unit_head", "liaison"))
CHECKLISTS = define("sites.checklists", _("维护检查表"), roles=("creation_office",))


def visible_sites(actor: Actor) -> QuerySet[Site]:
    """Sites in the actor's units, owned by them, or looked after by the actor; those no longer in use too."""
    require(actor, VIEW)
    if actor.everywhere(VIEW):
        return Site.objects.all()
    found = in_units_where(actor, VIEW, "area") | in_units_where(actor, VIEW, "owner")
    return Site.objects.filter(found | of_own(actor))


def sites_of_person(actor: Actor) -> QuerySet[Site, UUID]:
    """Ids of the sites that the actor looks after in person, wherever they lie."""
    return Site.objects.filter(of_own(actor)).values_list("pk", flat=True)


def of_own(actor: Actor) -> Q:
    """The condition that the actor looks after a site today, or leads it by contract."""
    person_id = actor.person_id or 0
    running = Stewardship.objects.filter(running_on(today()), person_id=person_id)
    return Q(contract_leader_id=person_id) | Q(pk__in=running.values("site"))


def with_units(rows: QuerySet[Site]) -> QuerySet[Site]:
    """The rows with type, area and owner; without the outlines of these, which are large and drawn elsewhere."""
    return rows.select_related("site_type", "area", "owner").defer("area__boundary", "owner__boundary")


def site_for(actor: Actor, site_id: UUID, *, permission: str = VIEW, lock: bool = False) -> Site:
    """The site; NotFound when the actor does not see it, NotPermitted without the permission at its area or owner.

    `lock` holds the row until the end of the transaction.
    """
    rows = visible_sites(actor)
    if lock:
        rows = Site.objects.filter(pk__in=rows.values("pk")).select_for_update(of=("self",))
    found = with_units(rows).select_related("contract_leader", "grid_cell").filter(pk=site_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该点位，请从点位列表进入。"))
    if permission != VIEW and not may_at(actor, permission, found):
        raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))
    return found


def may_at(actor: Actor, permission: str, site: Site) -> bool:
    """Whether the actor holds the permission in the site's area or owner, read with it."""
    at_owner = site.owner is not None and actor.may_at(permission, site.owner.path)
    return at_owner or actor.may_at(permission, site.area.path)


def stewardship_for(actor: Actor, stewardship_id: int, *, lock: bool = False) -> Stewardship:
    """The stewardship of a site whose stewards the actor names; NotFound, NotPermitted as for the site."""
    rows = Stewardship.objects.select_for_update() if lock else Stewardship.objects.all()
    found = rows.filter(pk=stewardship_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这项管护安排，请从点位页面进入。"))
    site_for(actor, found.site_id, permission=STEWARD)
    return found


def grid_cell_for(actor: Actor, cell_id: int, *, permission: str = VIEW) -> GridCell:
    """The grid cell of a community where the actor holds the permission, or NotFound."""
    require(actor, permission)
    rows = GridCell.objects.filter(in_units_where(actor, permission, "unit"), pk=cell_id)
    found = rows.select_related("unit", "keeper").first()
    if found is None:
        raise NotFound(gettext("没有找到该网格，请从网格列表进入。"))
    return found


def checklist_item_for(actor: Actor, item_id: int, *, lock: bool = False) -> ChecklistItem:
    """The checklist item, or NotFound, for those who maintain checklists."""
    require(actor, CHECKLISTS)
    rows = ChecklistItem.objects.select_for_update(of=("self",)) if lock else ChecklistItem.objects.all()
    found = rows.filter(pk=item_id).select_related("site_type").first()
    if found is None:
        raise NotFound(gettext("没有找到该检查项，请从检查表进入。"))
    return found


def may_read_example(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a picture of a checklist item, for who sees sites."""
    return actor.may(VIEW) and ChecklistPicture.objects.filter(file=file_id).exists()
