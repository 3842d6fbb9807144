"""What a special campaign is made of — classes, types, areas, units, targets, rounds, choices — by one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from chuangcheng.cases.queries import CaseScope
from chuangcheng.command.models import SpecialCampaign, SpecialCase, SpecialRound, SpecialTarget, SpecialUnit
from chuangcheng.orgs.queries import units_at_or_below

Told: TypeAlias = tuple[str, str, str]  # value, name, place in its order
TEXT: CharField[str, str] = CharField()


@dataclass(frozen=True, slots=True)
class Part:
    """A class, a type, an area or a unit of the campaign."""

    pk: int
    name: str
    path: str = ""  # in the tree, of an area or a unit


@dataclass(frozen=True, slots=True)
class MadeOf:
    """All of them, each in its order."""

    classes: Sequence[Part]
    site_types: Sequence[Part]
    areas: Sequence[Part]
    units: Sequence[Part]
    targets: Sequence[SpecialTarget]  # not to be saved
    area_ids: Sequence[int] | None  # the areas with all below; None: everywhere
    round_ids: Sequence[UUID]  # seen or not: whoever counts asks for those that are open
    added: Sequence[UUID]  # cases, by hand
    removed: Sequence[UUID]

    def scope(self, campaign: SpecialCampaign) -> CaseScope:
        """Its cases as the cases' context counts them."""
        return CaseScope(
            groups=[str(each) for each in self.round_ids],
            class_ids=[each.pk for each in self.classes],
            site_type_ids=[each.pk for each in self.site_types],
            area_ids=self.area_ids,
            first_on=campaign.starts_on,
            last_on=campaign.ends_on,
            added=self.added,
            removed=self.removed,
        )


def made_of(special_id: UUID) -> MadeOf:
    """One query, however much there is."""
    return read_parts(by_kind(rows_of_parts(special_id)))


def by_kind(queries: Sequence[QuerySet[Any, Any]]) -> Mapping[str, list[Told]]:
    """What `told` tells of each kind, of several queries run as one."""
    found: dict[str, list[Told]] = defaultdict(list)
    for kind, *rest in reduce(lambda one, other: one.union(other, all=True), queries):
        found[kind].append((rest[0], rest[1], rest[2]))
    return found


def told(rows: QuerySet[Any, Any], kind: str, value: str, name: str = "", place: str = "") -> QuerySet[Any, Any]:
    """Of each row its kind and these columns as texts."""
    columns = (Cast(column, TEXT) if column else Value("", output_field=TEXT) for column in (value, name, place))
    return rows.order_by().values_list(Value(kind, output_field=TEXT), *columns)


def rows_of_parts(special_id: UUID) -> list[QuerySet[Any, Any]]:
    """The rows of all parts of a campaign, to be asked for together."""
    chosen = _standing_choices(special_id)
    areas = _joined("areas", special_id)
    units = SpecialUnit.objects.filter(campaign=special_id)
    classes, types = _joined("problem_classes", special_id), _joined("site_types", special_id)
    return [
        told(classes, "class", "problemclass", "problemclass__name", "problemclass__order"),
        told(types, "type", "sitetype", "sitetype__name", "sitetype__order"),
        told(areas, "area", "unit", "unit__name", "unit__path"),
        told(units_at_or_below(areas.values("unit")), "below", "pk"),
        told(units, "unit", "unit", "unit__name", "unit__path"),
        told(SpecialTarget.objects.filter(campaign=special_id), "target", "kind", "number", "pk"),
        told(SpecialRound.objects.filter(campaign=special_id), "round", "round"),
        told(chosen.filter(is_in=True), "in", "case"),
        told(chosen.filter(is_in=False), "out", "case"),
    ]


def read_parts(found: Mapping[str, list[Told]]) -> MadeOf:
    """The parts of what was told."""
    targets = sorted(found.get("target", ()), key=lambda row: int(row[2]))
    return MadeOf(
        classes=_in_given_order(found.get("class", ())),
        site_types=_in_given_order(found.get("type", ())),
        areas=_in_tree_order(found.get("area", ())),
        units=_in_tree_order(found.get("unit", ())),
        targets=[SpecialTarget(kind=kind, number=int(number)) for kind, number, _place in targets],
        area_ids=sorted(int(each[0]) for each in found.get("below", ())) if found.get("area") else None,
        round_ids=sorted(UUID(each[0]) for each in found.get("round", ())),
        added=[UUID(each[0]) for each in found.get("in", ())],
        removed=[UUID(each[0]) for each in found.get("out", ())],
    )


def _in_given_order(rows: Iterable[Told]) -> list[Part]:
    return [Part(int(pk), name) for pk, name, _place in sorted(rows, key=lambda row: (int(row[2]), int(row[0])))]


def _in_tree_order(rows: Iterable[Told]) -> list[Part]:
    return [Part(int(pk), name, path) for pk, name, path in sorted(rows, key=lambda row: row[2])]


def _standing_choices(special_id: UUID) -> QuerySet[SpecialCase]:
    """The last word on each case put in or taken out by hand."""
    words = SpecialCase.objects.filter(campaign=special_id)
    is_newer = Q(chosen_at__gt=OuterRef("chosen_at")) | Q(chosen_at=OuterRef("chosen_at"), pk__gt=OuterRef("pk"))
    return words.filter(~Exists(words.filter(is_newer, case=OuterRef("case"))))


def _joined(field: str, special_id: UUID) -> QuerySet[Any, Any]:
    """The rows that join a campaign to what it chose."""
    through = SpecialCampaign._meta.get_field(field).remote_field.through  # type: ignore[union-attr] # many to many
    rows: QuerySet[Any, Any] = through._default_manager.filter(specialcampaign=special_id)
    return rows
