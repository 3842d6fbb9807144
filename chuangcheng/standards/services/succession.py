"""What becomes of duties when units merge, split or close, and of led items when people leave.

Handlers of events of `orgs`; each may be told twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import today
from chuangcheng.standards.models import Duty, Framework, ItemLeader
from chuangcheng.standards.services.spans import still_running


def follow_merger(payload: Mapping[str, Any]) -> None:
    """Handler of `orgs.unit_merged`: what the old units answered for, the new one does."""
    _pass_on(payload["old_ids"], payload["new_id"], date.fromisoformat(payload["on"]))


def follow_split(payload: Mapping[str, Any]) -> None:
    """Handler of `orgs.unit_split`: the main part answers until somebody says otherwise."""
    _pass_on([payload["old_id"]], payload["main_id"], date.fromisoformat(payload["on"]))


@transaction.atomic
def follow_departure(payload: Mapping[str, Any]) -> None:
    """Handler of `orgs.person_deactivated`: the person leads no item any more; the gaps are listed."""
    day = today()
    rows = still_running(ItemLeader.objects.filter(person_id=payload["person_id"]), day + timedelta(days=1))
    never_begun, _counts = rows.filter(starts_on__gt=day).delete()
    ended = rows.update(ends_on=day)
    if never_begun or ended:
        detail = {"person": payload["person_id"], "items": never_begun + ended}
        audit.record(actor=SYSTEM, action="standards.departure", detail=detail)


def closing_hurdle(unit_id: int) -> str:
    """Why the unit cannot be closed without a successor: it answers for standards in force; "" when it does not."""
    rows = Duty.objects.filter(unit_id=unit_id, ends_on__isnull=True)
    if rows.filter(standard__framework__state=Framework.State.IN_FORCE).exists():
        return _("该单位还承担测评标准的责任，请先改派这些责任，或改为并入其他单位。")
    return ""


@transaction.atomic
def _pass_on(old_ids: Sequence[int], new_id: int, on: date) -> None:
    rows = list(still_running(Duty.objects.select_for_update().filter(unit_id__in=old_ids), on).order_by("pk"))
    if not rows:
        return
    Duty.objects.filter(pk__in=[row.pk for row in rows if row.starts_on >= on]).delete()
    Duty.objects.filter(pk__in=[row.pk for row in rows]).update(ends_on=on - timedelta(days=1))
    fresh = [
        Duty(
            standard_id=row.standard_id,
            unit_id=new_id,
            kind=row.kind,
            starts_on=max(on, row.starts_on),
            ends_on=row.ends_on,
        )
        for row in _inherited(rows, new_id, on)
    ]
    Duty.objects.bulk_create(fresh, batch_size=500)
    detail = {"from": list(old_ids), "to": new_id, "duties": len(fresh)}
    audit.record(actor=SYSTEM, action="standards.follow_unit", detail=detail)


def _inherited(rows: Sequence[Duty], new_id: int, on: date) -> list[Duty]:
    """Those of the old units' duties that the new one does not have yet; a supporting lead unit is one thing only."""
    held = still_running(Duty.objects.filter(unit_id=new_id, standard__in={row.standard_id for row in rows}), on)
    taken = {(row.standard_id, row.kind) for row in held}
    found = []
    for row in sorted(rows, key=lambda row: list(Duty.Kind.values).index(row.kind)):
        if (row.standard_id, row.kind) in taken or (row.standard_id, Duty.Kind.LEAD) in taken:
            continue
        taken.add((row.standard_id, row.kind))
        found.append(row)
    return found
