"""Who answers for a site: the owner, a unit; and the contract leader (包保), a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.times import now
from chuangcheng.orgs.access import person_for
from chuangcheng.sites.access import CHANGE, may_at, site_for, visible_sites, with_units
from chuangcheng.sites.indexing import index_sites
from chuangcheng.sites.models import OwnerChange, Site
from chuangcheng.sites.services.sites import open_unit

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Person

MOST_AT_ONCE = 2_000  # sites in one bulk act; our choice


def set_owner(*, actor: Actor, site_id: UUID, owner_id: int | None) -> Site:
    """The unit answers for the site from now on; None: nobody does. Who did before stays in the audit trail."""
    with transaction.atomic():
        site = site_for(actor, site_id, permission=CHANGE, lock=True)
        if site.owner_id != owner_id:
            former = site.owner.name if site.owner else ""
            site.owner = open_unit(actor, owner_id) if owner_id else None
            site.save(update_fields=["owner", "updated_at"])
            index_sites([site])
            _keep_change(actor, [(site, former)])
            detail = {"from": former, "to": site.owner.name if site.owner else ""}
            audit.record(actor=actor, action="sites.set_owner", subject=site, detail=detail)
    return site


def set_owner_of_many(*, actor: Actor, site_ids: Sequence[UUID], owner_id: int) -> int:
    """Gives all these sites one owner, or none of them; the number of sites that had another."""
    require(actor, CHANGE)
    wanted = list(dict.fromkeys(site_ids))
    if not wanted:
        raise InvalidInput(_("请先勾选点位。"))
    if len(wanted) > MOST_AT_ONCE:
        raise InvalidInput(_("一次最多办理%(most)d个点位，请分几次办理。") % {"most": MOST_AT_ONCE})
    with transaction.atomic():
        owner = open_unit(actor, owner_id)
        sites = _locked(actor, wanted)
        changed = [site for site in sites if site.owner_id != owner.pk]
        detail = {"to": owner.name, "from": {site.number: site.owner.name if site.owner else "" for site in changed}}
        former = [(site, site.owner.name if site.owner else "") for site in changed]
        for site in changed:
            site.owner = owner
        _keep_change(actor, former)
        Site.objects.filter(pk__in=[site.pk for site in changed]).update(owner=owner, updated_at=now())
        index_sites(changed)
        audit.record(actor=actor, action="sites.set_owner_of_many", subject=owner, detail=detail)
    return len(changed)


def set_contract_leader(*, actor: Actor, site_id: UUID, person_id: int | None) -> Site:
    """The leader answers for the site (包保); None: nobody does."""
    with transaction.atomic():
        site = site_for(actor, site_id, permission=CHANGE, lock=True)
        if site.contract_leader_id != person_id or (person_id is None and site.contract_leader_name):
            detail = {"from": site.contract_leader_id, "to": person_id}
            site.contract_leader = working_person(actor, person_id) if person_id else None
            site.contract_leader_name = ""
            site.save(update_fields=["contract_leader", "contract_leader_name", "updated_at"])
            audit.record(actor=actor, action="sites.set_contract_leader", subject=site, detail=detail)
    return site


def working_person(actor: Actor, person_id: int) -> Person:
    """The person, when the actor sees them and they still work here."""
    person = person_for(actor, person_id)
    if not person.is_active:
        raise InvalidInput(_("“%(name)s”的账号已停用，请选择在岗的人员。") % {"name": person.name})
    return person


def _keep_change(actor: Actor, changed: Sequence[tuple[Site, str]]) -> None:
    """For the line of life of each site, whose owner was another before."""
    at = now()
    OwnerChange.objects.bulk_create(
        [
            OwnerChange(
                site=site, from_name=former, to_name=site.owner.name if site.owner else "", by_name=actor.name, at=at
            )
            for site, former in changed
        ],
        batch_size=500,
    )


def _locked(actor: Actor, site_ids: Sequence[UUID]) -> list[Site]:
    keys = visible_sites(actor).filter(pk__in=site_ids).values("pk")
    rows = Site.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    sites = list(with_units(rows))
    if len(sites) != len(site_ids):
        raise NotFound(_("有点位不存在或不归您管理，没有改动，请刷新列表后重新选择。"))
    if not all(may_at(actor, CHANGE, site) for site in sites):
        raise NotPermitted(_("您没有办理此事项的权限，请联系创城办。"))
    return sites
