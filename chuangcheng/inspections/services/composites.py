"""What a composite place is made of, from a day on; earlier compositions stay for the rounds of their time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.inspections.access import PLAN
from chuangcheng.inspections.composites import WHOLE
from chuangcheng.inspections.models import CompositePart, CompositePlace, Composition
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.sites.access import visible_sites

MOST_PARTS, MOST_SITES = 20, 50  # of a place, of a part; our choice
MOST_NAME, MOST_PART_NAME = 80, 40  # characters, as the columns


@dataclass(frozen=True)
class PartGiven:
    """A part as the form sends it."""

    name: str
    weight: Decimal  # per cent
    site_numbers: Sequence[str]


@transaction.atomic
def compose(
    *, actor: Actor, place_id: UUID, name: str, starts_on: date, parts: Sequence[PartGiven], is_new: bool = False
) -> CompositePlace:
    """The place with this id, made when `is_new`, and what it is made of from a day on. The weights add to 100."""
    require(actor, PLAN)
    words = checked_text(name, label=_("名称"), at_most=MOST_NAME)
    if not words:
        raise InvalidInput(_("请填写组合点位的名称。"))
    sites = _checked(actor, parts)
    place = CompositePlace.objects.select_for_update().filter(pk=place_id).first()
    if place is None and not is_new:
        raise NotFound(_("没有找到该组合点位，请从列表进入。"))
    if CompositePlace.objects.filter(name=words).exclude(pk=place_id).exists():
        raise InvalidInput(_("已有同名的组合点位，请换一个名称。"))
    if place is None:
        place = CompositePlace.objects.create(pk=place_id, name=words)
    elif place.name != words:
        place.name = words
        place.save(update_fields=["name"])
    made = Composition.objects.create(place=place, starts_on=starts_on, made_by_name=actor.name)
    rows = [
        CompositePart(composition=made, name=part.name.strip(), weight=part.weight, order=order)
        for order, part in enumerate(parts)
    ]
    CompositePart.objects.bulk_create(rows)
    link: Any = CompositePart.sites.through
    link.objects.bulk_create(
        link(compositepart_id=row.pk, site_id=sites[number])
        for row, part in zip(rows, parts, strict=True)
        for number in dict.fromkeys(part.site_numbers)
    )
    audit.record(actor=actor, action="inspections.compose", subject=place, detail={"sites": len(sites)})
    return place


def _checked(actor: Actor, parts: Sequence[PartGiven]) -> dict[str, UUID]:
    """The ids of the sites by number; raises InvalidInput with what is wrong."""
    if not 0 < len(parts) <= MOST_PARTS:
        raise InvalidInput(_("请填写1到%(most)s个组成部分。") % {"most": MOST_PARTS})
    for part in parts:
        if not checked_text(part.name, label=_("组成部分"), at_most=MOST_PART_NAME):
            raise InvalidInput(_("每个组成部分都要有名称。"))
        if not 0 < part.weight <= WHOLE:
            raise InvalidInput(_("“%(name)s”的权重应大于0、不超过100。") % {"name": part.name})
        if not 0 < len(part.site_numbers) <= MOST_SITES:
            raise InvalidInput(_("“%(name)s”请选择1到%(most)s个点位。") % {"name": part.name, "most": MOST_SITES})
    total = sum((part.weight for part in parts), Decimal(0))
    if total != WHOLE:
        raise InvalidInput(_("各部分的权重合计是%(total)s%%，应为100%%。") % {"total": f"{total.normalize():f}"})
    numbers = [number for part in parts for number in dict.fromkeys(part.site_numbers)]
    if len(set(numbers)) != len(numbers):
        raise InvalidInput(_("同一个点位只能属于一个组成部分，请去掉重复的。"))
    known = dict(visible_sites(actor).filter(number__in=numbers).values_list("number", "pk"))
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise InvalidInput(_("没有找到点位“%(numbers)s”，请核对编号或名称。") % {"numbers": "、".join(unknown[:5])})
    return known
