"""The cases of a special campaign for who narrows a list to them: all that makes its scope, by one query."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse

from chuangcheng.cases.queries import CaseScope
from chuangcheng.cases.slots import SpecialCases
from chuangcheng.command.models import SpecialCampaign, SpecialCase, SpecialRound
from chuangcheng.command.special_access import FOLLOW, visible_specials
from chuangcheng.core.access import Actor
from chuangcheng.orgs.queries import units_at_or_below

if TYPE_CHECKING:
    from django.db.models import QuerySet


def special_cases_of(actor: Actor, special_id: UUID) -> SpecialCases | None:
    """The cases of a campaign, to narrow a list to them; None when the actor does not see it. One query."""
    if not actor.may(FOLLOW):
        return None
    found: dict[str, list[str]] = defaultdict(list)
    shown = visible_specials(actor).filter(pk=special_id).order_by()
    for kind, value in reduce(lambda one, other: one.union(other, all=True), _columns(shown, special_id)):
        found[kind].append(value)
    if "name" not in found:
        return None
    scope = CaseScope(
        groups=[str(UUID(each)) for each in found["round"]],
        class_ids=[int(each) for each in found["class"]],
        site_type_ids=[int(each) for each in found["type"]],
        area_ids=[int(each) for each in found["below"]] if "area" in found else None,
        first_on=date.fromisoformat(found["first"][0]),
        last_on=date.fromisoformat(found["last"][0]),
        added=[UUID(each) for each in found["in"]],
        removed=[UUID(each) for each in found["out"]],
    )
    url = f"{reverse('command:special', args=[special_id])}?view=cases"
    return SpecialCases(found["name"][0], url, scope)


def _columns(shown: QuerySet[SpecialCampaign], special_id: UUID) -> list[QuerySet[Any, Any]]:
    """What makes the scope, each as rows of a kind and a value, so that one query brings all."""
    rounds = SpecialRound.objects.filter(campaign=special_id)
    choices = _standing_choices(special_id)
    chosen_areas = _rows_of("areas", special_id)
    return [
        _told(shown, "name", "name"),
        _told(shown, "first", "starts_on"),
        _told(shown, "last", "ends_on"),
        _told(_rows_of("problem_classes", special_id), "class", "problemclass"),
        _told(_rows_of("site_types", special_id), "type", "sitetype"),
        _told(chosen_areas, "area", "unit"),
        _told(units_at_or_below(chosen_areas.values("unit")), "below", "pk"),
        _told(rounds, "round", "round"),
        _told(choices.filter(is_in=True), "in", "case"),
        _told(choices.filter(is_in=False), "out", "case"),
    ]


def _told(rows: QuerySet[Any, Any], kind: str, column: str) -> QuerySet[Any, Any]:
    text: CharField[str, str] = CharField()
    return rows.order_by().values_list(Value(kind, output_field=text), Cast(column, text))


def _standing_choices(special_id: UUID) -> QuerySet[SpecialCase]:
    """The last word on each case put in or taken out by hand."""
    words = SpecialCase.objects.filter(campaign=special_id)
    is_newer = Q(chosen_at__gt=OuterRef("chosen_at")) | Q(chosen_at=OuterRef("chosen_at"), pk__gt=OuterRef("pk"))
    return words.filter(~Exists(words.filter(is_newer, case=OuterRef("case"))))


def _rows_of(field: str, special_id: UUID) -> QuerySet[Any, Any]:
    """The rows that join a campaign to what it chose."""
    through = SpecialCampaign._meta.get_field(field).remote_field.through  # type: ignore[union-attr] # many to many
    rows: QuerySet[Any, Any] = through._default_manager.filter(specialcampaign=special_id)
    return rows
