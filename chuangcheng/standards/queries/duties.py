"""Reads on who answers for what, on a day: 职责清单 of a unit and of a leader, history, disputes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When

from chuangcheng.core.access import Actor
from chuangcheng.orgs.access import units_where
from chuangcheng.standards.access import DISPUTE, visible_frameworks
from chuangcheng.standards.models import Duty, DutyRuling, Framework, ItemLeader, Standard

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

PLACES = ("standard__content__item__order", "standard__content__order", "standard__order")
ORDER = Case(*(When(kind=kind, then=place) for place, kind in enumerate(Duty.Kind.values)), default=9)


@dataclass(frozen=True)
class DutyFigures:
    """How much a unit answers for."""

    unit_id: int
    unit: str
    lead: int  # standards
    responsible: int  # standards
    supporting: int  # standards


@dataclass(frozen=True)
class UnitDuties:
    """What a unit answers for under one framework."""

    framework: Framework
    duties: Sequence[Duty]  # lead first, in the order of the framework


@dataclass(frozen=True)
class LeaderLine:
    """A leader with the items that they lead."""

    person_id: int
    name: str
    items: Sequence[ItemLeader]


def running_on(day: date) -> Q:
    """Rows with `starts_on` and `ends_on` that hold on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def duties_of_unit(*, actor: Actor, unit_id: int, day: date) -> list[UnitDuties]:
    """职责清单 of a unit on a day: its part in each standard of the editions in force. One query."""
    rows = (
        _in_force(actor, day)
        .filter(unit_id=unit_id)
        .select_related("standard__content__item__framework", "standard__arrangement")
    )
    ordered = rows.order_by("standard__framework", ORDER, *PLACES)
    grouped = groupby(ordered, key=lambda row: row.standard.content.item.framework)
    return [UnitDuties(framework, list(duties)) for framework, duties in grouped]


def duty_figures(*, actor: Actor, day: date, words: str = "") -> list[DutyFigures]:
    """Every unit that answers for something in the editions in force, in the order of the tree. One query."""
    rows = _in_force(actor, day)
    if words:
        rows = rows.filter(unit__name__icontains=words)
    counts = {kind: Count("pk", filter=Q(kind=kind)) for kind in Duty.Kind.values}
    counted = rows.order_by("unit__path").values("unit__path", "unit_id", "unit__name").annotate(**counts)
    return [DutyFigures(row["unit_id"], row["unit__name"], *(row[kind] for kind in counts)) for row in counted]


def leader_lines(*, actor: Actor, day: date) -> list[LeaderLine]:
    """Every leader of an item of the editions in force, with the items. One query."""
    rows = ItemLeader.objects.filter(running_on(day), item__framework__in=_frameworks_in_force(actor))
    ordered = rows.select_related("person", "item__framework").order_by("person__name", "person", "item__order")
    grouped = groupby(ordered, key=lambda row: row.person)
    return [LeaderLine(person.pk, person.name, list(items)) for person, items in grouped]


def items_of_leader(*, actor: Actor, person_id: int, day: date) -> list[ItemLeader]:
    """The items of the editions in force that a person leads on a day. One query."""
    rows = ItemLeader.objects.filter(running_on(day), item__framework__in=_frameworks_in_force(actor))
    return list(rows.filter(person_id=person_id).select_related("item__framework").order_by("item__order"))


def leaders_of_standards(*, day: date) -> dict[int, int]:
    """Standard → the leader of its item on a day, whatever the edition. One query."""
    rows = ItemLeader.objects.filter(running_on(day), item__contents__standards__isnull=False).order_by("pk")
    return dict(rows.values_list("item__contents__standards", "person"))


def duties_in_force(*, actor: Actor, day: date) -> QuerySet[Duty]:
    """Every duty of a day under the editions in force, unit by unit in the order of the tree, lead first."""
    rows = _in_force(actor, day).select_related("unit", "standard__content__item__framework", "standard__arrangement")
    return rows.order_by("unit__path", "standard__framework", ORDER, *PLACES)


def standards_of_items(*, item_ids: Sequence[int], day: date) -> dict[int, list[tuple[Standard, str]]]:
    """The standards of each item in order, with the units that lead them on a day. Two queries."""
    leads = Duty.objects.filter(running_on(day), kind=Duty.Kind.LEAD).select_related("unit")
    rows = Standard.objects.filter(content__item__in=item_ids).select_related("content")
    rows = rows.prefetch_related(Prefetch("duties", leads, to_attr="now_leads")).order_by("content__order", "order")
    found: dict[int, list[tuple[Standard, str]]] = {}
    for row in rows:
        units = "、".join(duty.unit.name for duty in cast("Any", row).now_leads)
        found.setdefault(row.content.item_id, []).append((row, units))
    return found


def unit_that_disputes(actor: Actor) -> Unit | None:
    """The actor's own unit that may dispute a duty: what the form shows first. One query."""
    return units_where(actor, DISPUTE).filter(pk__in=actor.unit_ids, closed_on__isnull=True).order_by("pk").first()


def units_of_standards(*, standard_ids: Sequence[int], day: date) -> dict[int, list[str]]:
    """Names of the units that lead each standard on the day, or of those responsible where none leads. One query."""
    rows = Duty.objects.filter(running_on(day), standard__in=set(standard_ids), kind__in=("lead", "responsible"))
    found: dict[int, dict[str, list[str]]] = {}
    for standard_id, kind, name in rows.order_by("pk").values_list("standard_id", "kind", "unit__name"):
        found.setdefault(standard_id, {}).setdefault(kind, []).append(name)
    return {key: kinds.get("lead") or kinds["responsible"] for key, kinds in found.items()}


def duties_of_standard(*, standard_id: int, day: date) -> QuerySet[Duty]:
    """Every duty ever given in a standard, those of the day first, as `is_past`."""
    is_past = Case(When(running_on(day) | Q(starts_on__gt=day), then=0), default=1)
    rows = Duty.objects.filter(standard_id=standard_id).select_related("unit").annotate(is_past=is_past)
    return rows.order_by("is_past", ORDER, "-starts_on", "pk")


def rulings_of_standard(*, standard_id: int) -> QuerySet[DutyRuling]:
    """Disputes and rulings on a standard, newest first."""
    rows = DutyRuling.objects.filter(standard_id=standard_id)
    return rows.select_related("standard", "raised_by_unit", "ruled_for", "ruled_by").order_by("-raised_at", "-pk")


def open_disputes(*, actor: Actor) -> QuerySet[DutyRuling]:
    """Questions that wait for a ruling, the oldest first, with their standards."""
    rows = DutyRuling.objects.filter(ruled_at__isnull=True, standard__framework__in=visible_frameworks(actor))
    return rows.select_related("standard", "raised_by_unit", "ruled_for", "ruled_by").order_by("raised_at", "pk")


def _frameworks_in_force(actor: Actor) -> QuerySet[Framework]:
    return visible_frameworks(actor).filter(state=Framework.State.IN_FORCE)


def _in_force(actor: Actor, day: date) -> QuerySet[Duty]:
    return Duty.objects.filter(running_on(day), standard__framework__in=_frameworks_in_force(actor))
