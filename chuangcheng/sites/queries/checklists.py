"""Reads on checklists."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.sites.models import ChecklistItem, ChecklistPicture, Site
from chuangcheng.standards.access import visible_frameworks

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework, SiteType


def checklist_of(*, site_type_id: int, day: date) -> list[ChecklistItem]:
    """The items asked for at a site of the type on a day, in order, with standards and pictures. Three queries."""
    return list(items_asked(site_type_id=site_type_id, day=day).prefetch_related("standards", "pictures"))


def items_asked(*, site_type_id: int, day: date) -> QuerySet[ChecklistItem]:
    """The same without their standards. One query."""
    asked = ChecklistItem.objects.filter(site_type_id=site_type_id)
    running = asked.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day))
    return running.order_by("order", "pk")


def items_by_type(*, site_type_ids: Collection[int], day: date) -> dict[int, list[ChecklistItem]]:
    """The items asked for at sites of several types, by type, in order, with their pictures. Two queries."""
    asked = ChecklistItem.objects.filter(site_type__in=site_type_ids)
    running = asked.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day))
    found: dict[int, list[ChecklistItem]] = {}
    for item in running.order_by("order", "pk").prefetch_related("pictures"):
        found.setdefault(item.site_type_id, []).append(item)
    return found


@dataclass(frozen=True)
class ItemLine:
    """An item as its checklist shows it."""

    item: ChecklistItem
    standards: Sequence[tuple[str, str, int]]  # framework, code, id; of frameworks that the actor sees
    previous_id: int | None = None  # the item above it in its part


@dataclass(frozen=True)
class Checklist:
    """What is looked at at a type, by part of a composite place; of a plain one there is one part without a name."""

    parts: Sequence[tuple[str, Sequence[ItemLine]]]
    retired: Sequence[ItemLine]

    @property
    def item_count(self) -> int:
        return sum(len(lines) for _name, lines in self.parts)


def checklist_page(*, actor: Actor, site_type: SiteType) -> Checklist:
    """The whole checklist with the standards of the frameworks that are not closed. Four queries."""
    frameworks = {found.pk: found for found in linkable_frameworks(actor)}
    items = site_type.checklist_items.order_by("order", "pk").prefetch_related("standards", "pictures")
    lines = [ItemLine(item, _standards_of(item, frameworks)) for item in items]
    running = [line for line in lines if line.item.retired_on is None]
    names = [part["name"] for part in site_type.parts] + [""]
    parts = [(name, _in_a_row([line for line in running if line.item.part == name])) for name in names]
    retired = [line for line in lines if line.item.retired_on is not None]
    return Checklist([(name, found) for name, found in parts if found], retired)


def linkable_frameworks(actor: Actor) -> list[Framework]:
    """The editions that checklist items may feed: drafts and those in force, newest first."""
    return list(visible_frameworks(actor).exclude(state="closed").order_by("-created_at"))


def standard_codes_of(*, item: ChecklistItem, framework_id: int) -> list[str]:
    """Codes of the framework's standards that the item feeds, in their order."""
    return list(item.standards.filter(framework_id=framework_id).order_by("order").values_list("code", flat=True))


def is_example(file_id: UUID) -> bool:
    """Whether the file is a picture of a checklist item. One query."""
    return ChecklistPicture.objects.filter(file=file_id).exists()


def items_of_standard(*, standard_id: int) -> list[ChecklistItem]:
    """The items asked for today that feed the standard, by type and order. One query."""
    rows = ChecklistItem.objects.filter(standards=standard_id, retired_on__isnull=True)
    return list(rows.select_related("site_type").order_by("site_type__order", "order", "pk"))


def site_types_in_use(*, site_type_ids: Sequence[int]) -> set[int]:
    """Of these types, those with at least one active site. One query."""
    found = Site.objects.filter(site_type_id__in=site_type_ids, is_active=True)
    return set(found.order_by().values_list("site_type_id", flat=True).distinct())


def ruled_units() -> dict[tuple[int, str], int]:
    """Site type and name of a problem → the open unit that a ruling on a disputed standard made lead it. One query.

    The standards of a problem are those that its checklist items feed; of several rulings the latest holds.
    """
    ruled = ChecklistItem.objects.filter(standards__rulings__ruled_for__closed_on__isnull=True)
    rows = ruled.filter(standards__rulings__ruled_at__isnull=False, retired_on__isnull=True).exclude(problem_class="")
    ordered = rows.order_by("standards__rulings__ruled_at", "standards__rulings__pk")
    names = ("site_type_id", "problem_class", "standards__rulings__ruled_for")
    found = ordered.values_list(*names)
    return {(site_type, name): unit for site_type, name, unit in found if unit is not None}


def _in_a_row(lines: list[ItemLine]) -> list[ItemLine]:
    """The lines, each knowing the one above it."""
    above = [None, *(line.item.pk for line in lines)]
    return [replace(line, previous_id=previous) for line, previous in zip(lines, above, strict=False)]


def _standards_of(item: ChecklistItem, frameworks: dict[int, Framework]) -> list[tuple[str, str, int]]:
    found = sorted(item.standards.all(), key=lambda row: (row.framework_id, row.order))
    return [(str(frameworks[row.framework_id]), row.code, row.pk) for row in found if row.framework_id in frameworks]
