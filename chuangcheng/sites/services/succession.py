"""What becomes of sites when units merge or split and when people hand over or leave. Handlers of events of `orgs`;
each may be told twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import now, today
from chuangcheng.orgs.access import unit_for, within
from chuangcheng.orgs.queries import person_names
from chuangcheng.sites.access import with_units
from chuangcheng.sites.indexing import index_sites
from chuangcheng.sites.models import GridCell, Site, Stewardship


def follow_merger(payload: Mapping[str, Any]) -> None:
    """Handler of `orgs.unit_merged`: what lay in or belonged to the old units does so with the new one."""
    _move(payload["old_ids"], payload["new_id"])


def follow_split(payload: Mapping[str, Any]) -> None:
    """Handler of `orgs.unit_split`: everything goes to the main part until somebody says otherwise."""
    _move([payload["old_id"]], payload["main_id"])


def follow_hand_over(payload: Mapping[str, Any]) -> None:
    """Handler of `orgs.post_handed_over`: stewardships and 包保 in the unit and below pass to the successor."""
    on = date.fromisoformat(payload["on"])
    former, successor = payload["from_id"], payload["to_id"]
    with transaction.atomic():
        sites = _sites_below(payload["unit_id"])
        running = _running_of(former).filter(starts_on__lt=on, site__in=sites).select_for_update(of=("self",))
        ended = list(running)
        _hand_on(ended, successor, on)
        led = Site.objects.filter(pk__in=sites.values("pk"), contract_leader_id=former)
        changed = led.update(contract_leader_id=successor, updated_at=now())
        if ended or changed:
            detail = {"from": former, "to": successor, "stewardships": len(ended), "led_sites": changed}
            audit.record(actor=SYSTEM, action="sites.hand_over", detail=detail)


def follow_departure(payload: Mapping[str, Any]) -> None:
    """Handler of `orgs.person_deactivated`: the person looks after nothing any more; the gaps are listed."""
    person_id = payload["person_id"]
    with transaction.atomic():
        ended = _running_of(person_id).update(ends_on=today(), end_reason=_("账号停用"))
        led = Site.objects.filter(contract_leader_id=person_id).update(contract_leader=None, updated_at=now())
        if ended or led:
            audit.record(
                actor=SYSTEM,
                action="sites.departure",
                detail={"person": person_id, "stewardships": ended, "led_sites": led},
            )


def closing_hurdle(unit_id: int) -> str:
    """Why the unit cannot be closed without a successor: sites in use lie in it or belong to it; "" when none do."""
    is_its = Q(area_id=unit_id) | Q(owner_id=unit_id)
    if Site.objects.filter(is_its, is_active=True).exists():
        return _("还有点位归该单位负责或位于其辖区，请先改派这些点位，或改为并入其他单位。")
    return ""


def _move(old_ids: Sequence[int], new_id: int) -> None:
    with transaction.atomic():
        rows = Site.objects.select_for_update(of=("self",)).filter(Q(area__in=old_ids) | Q(owner__in=old_ids))
        keys = list(rows.values_list("pk", flat=True))
        sites = Site.objects.filter(pk__in=rows.values("pk"))
        sites.filter(area__in=old_ids).update(area_id=new_id, updated_at=now())
        Site.objects.filter(owner__in=old_ids).update(owner_id=new_id, updated_at=now())
        GridCell.objects.filter(unit__in=old_ids).update(unit_id=new_id)
        if keys:
            index_sites(_with_units(keys))
            detail = {"from": list(old_ids), "to": new_id, "sites": len(keys)}
            audit.record(actor=SYSTEM, action="sites.follow_unit", detail=detail)


def _with_units(keys: Sequence[Any]) -> list[Site]:
    found: list[Site] = []
    for start in range(0, len(keys), 500):
        rows = Site.objects.filter(pk__in=keys[start : start + 500])
        found += with_units(rows)
    return found


def _sites_below(unit_id: int) -> QuerySet[Site]:
    """The sites that lie in the unit or below, or belong to them."""
    root = frozenset({unit_for(SYSTEM, unit_id).path})
    return Site.objects.filter(within("area__path", root) | within("owner__path", root))


def _running_of(person_id: int) -> QuerySet[Stewardship]:
    return Stewardship.objects.filter(person_id=person_id, ends_on__isnull=True)


def _hand_on(ended: Sequence[Stewardship], successor: int, on: date) -> None:
    name = person_names([successor]).get(successor, "")
    for row in ended:
        row.ends_on, row.end_reason = on - timedelta(days=1), _("岗位交接")
    Stewardship.objects.bulk_update(ended, ["ends_on", "end_reason"], batch_size=500)
    Stewardship.objects.bulk_create(
        Stewardship(
            site_id=row.site_id, person_id=successor, name=name, kind=row.kind, segment=row.segment, starts_on=on
        )
        for row in ended
    )
