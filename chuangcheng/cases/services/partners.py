"""Which units have a part in a case besides the lead unit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chuangcheng.cases.access import partners_of
from chuangcheng.cases.models import Assist, Case
from chuangcheng.cases.workflow import DISPATCH_CASES
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.orgs.access import units_where

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

NO_SUCH_UNITS = gettext_noop("所选单位不存在、已撤并或不归您派遣，请重新选择。")
MOST_ASSISTANTS = 10  # units that help with one case: our choice


def ordered_units(actor: Actor, lead_unit_id: int | None, assisting: Collection[int]) -> tuple[Unit, list[int]]:
    """The lead unit and the ids of the others, when they are open ones to which the actor may dispatch."""
    if lead_unit_id is None:
        raise InvalidInput(_("没有选定牵头单位，请选定后再提交。"))
    assistants = sorted(set(assisting) - {lead_unit_id})
    return open_units(actor, {lead_unit_id, *assistants}, assistants)[lead_unit_id], assistants


def open_units(actor: Actor, wanted: Collection[int], assistants: Sequence[int]) -> dict[int, Unit]:
    """The units by id, when all of them are open units of the actor and not too many assist. One query."""
    if len(assistants) > MOST_ASSISTANTS:
        raise InvalidInput(_("配合单位最多%(most)s个，请减少后再提交。") % {"most": MOST_ASSISTANTS})
    found = units_where(actor, DISPATCH_CASES).filter(closed_on__isnull=True).defer("boundary").in_bulk(wanted)
    if set(found) != set(wanted):
        raise InvalidInput(_(NO_SUCH_UNITS))
    return found


def set_assistants(case: Case, unit_ids: Collection[int]) -> list[int]:
    """Makes these the assisting units. Those that a whistle called keep their view. Ids of all that have a part."""
    known = {partner.unit_id: partner for partner in partners_of(case)}
    gone = [unit for unit, partner in known.items() if unit not in unit_ids and not partner.is_called]
    if gone:
        case.assists.filter(unit__in=gone).delete()
    changed = [
        partner for unit, partner in known.items() if partner.is_assisting != (unit in unit_ids) and unit not in gone
    ]
    for partner in changed:
        partner.is_assisting = not partner.is_assisting
    Assist.objects.bulk_update(changed, ["is_assisting"])
    new = sorted(set(unit_ids) - set(known))
    Assist.objects.bulk_create(Assist(case=case, unit_id=unit) for unit in new)
    return sorted({*known, *new} - set(gone))


def assisting_units(case: Case) -> set[int]:
    """Ids of the units that assist."""
    return {partner.unit_id for partner in partners_of(case) if partner.is_assisting}


def add_called(case: Case, unit_ids: Collection[int]) -> list[int]:
    """Lets units that a whistle calls see the case. Ids of all that have a part."""
    known = {partner.unit_id for partner in partners_of(case)}
    if known.intersection(unit_ids):
        case.assists.filter(unit__in=unit_ids).update(is_called=True)
    new = sorted(set(unit_ids) - known)
    Assist.objects.bulk_create(Assist(case=case, unit_id=unit, is_assisting=False, is_called=True) for unit in new)
    return sorted({*known, *new})
