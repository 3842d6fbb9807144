"""Reads on editions: the list, the tree of a page, what stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext

from chuangcheng.core.access import Actor
from chuangcheng.standards.access import visible_frameworks
from chuangcheng.standards.drafts import RULES
from chuangcheng.standards.models import Content, Duty, Framework, Item, ItemLeader, NegativeEntry, Part, Standard
from chuangcheng.standards.queries.duties import running_on
from chuangcheng.standards.slots import rule_readers


@dataclass(frozen=True)
class TreeFilter:
    """Which standards of a framework are shown."""

    words: str = ""
    method: str = ""
    unit_id: int | None = None  # that answers for it in any way

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.method or self.unit_id)


@dataclass(frozen=True)
class Figures:
    """What stands above the tree of a framework."""

    items: int
    contents: int
    standards: int
    marks: Decimal  # points
    without_lead: int  # standards


def rule_name(code: str) -> str:
    """The name of a scoring rule, for people; the code itself when it is unknown."""
    return gettext(RULES[code]) if code in RULES else code


def parameter_words(rule: str, parameters: str) -> str:
    """The parameters of a rule for people; as they are written when nobody can say them in words."""
    found = (read(rule, parameters) for read in rule_readers) if parameters else ()
    return next((check.words for check in found if check.words), parameters)


def framework_list(*, actor: Actor) -> QuerySet[Framework]:
    """The editions that the actor sees, with their numbers of standards and their marks."""
    return visible_frameworks(actor).annotate(standard_count=Count("standards"), marks=Sum("standards__marks"))


def frameworks_in_force(*, actor: Actor) -> QuerySet[Framework]:
    """The editions in force, the newest first."""
    return visible_frameworks(actor).filter(state=Framework.State.IN_FORCE).order_by("-created_at")


def framework_in_force(*, actor: Actor) -> Framework | None:
    """The edition in force that came last: what pages show when nobody chose."""
    return frameworks_in_force(actor=actor).first()


def framework_tree(*, framework: Framework, day: date, chosen: TreeFilter | None = None) -> list[Item]:
    """The items with contents, standards, parts, site types, leaders and duties of a day. Constant queries.

    With a filter only the standards that it lets through, and the contents and items that hold one.
    """
    duties = Duty.objects.filter(running_on(day)).select_related("unit").order_by("kind", "pk")
    standards = _chosen(Standard.objects.all(), chosen, day) if chosen else Standard.objects.all()
    standards = standards.prefetch_related("parts", "site_types", Prefetch("duties", duties, to_attr="now_duties"))
    leaders = ItemLeader.objects.filter(running_on(day)).select_related("person")
    items = framework.items.prefetch_related(
        Prefetch("leaders", leaders, to_attr="now_leaders"),
        Prefetch("contents", Content.objects.prefetch_related(Prefetch("standards", standards))),
    )
    return list(items) if chosen is None or chosen.is_empty else [item for item in items if _holds_any(item)]


def framework_figures(items: Sequence[Item]) -> Figures:
    """Counts over a tree that `framework_tree` read; no query."""
    contents = [content for item in items for content in item.contents.all()]
    standards = [standard for content in contents for standard in content.standards.all()]
    led = [row for row in standards if any(duty.kind == Duty.Kind.LEAD for duty in duties_in(row))]
    marks = sum((row.marks for row in standards), Decimal(0))
    filled = [content for content in contents if content.standards.all()]
    return Figures(len(items), len(filled), len(standards), marks, len(standards) - len(led))


def duties_in(standard: Standard) -> list[Duty]:
    """The duties that `framework_tree` read with the standard."""
    return cast("list[Duty]", cast("Any", standard).now_duties)


def leaders_in(item: Item) -> list[ItemLeader]:
    """The leaders that `framework_tree` read with the item."""
    return cast("list[ItemLeader]", cast("Any", item).now_leaders)


def methods_of(framework: Framework) -> list[str]:
    """The methods that the framework's standards and weights name. One query."""
    found = Part.objects.filter(standard__framework=framework).order_by().values_list("method", flat=True).distinct()
    return list(dict.fromkeys((*framework.method_weights, *sorted(found))))


def negative_domains(framework: Framework) -> list[tuple[str, list[NegativeEntry]]]:
    """The negative list by domain, each domain where its first entry stands. One query."""
    found: dict[str, list[NegativeEntry]] = {}
    for entry in framework.negative_entries.all():
        found.setdefault(entry.domain, []).append(entry)
    return list(found.items())


def _chosen(rows: QuerySet[Standard], chosen: TreeFilter, day: date) -> QuerySet[Standard]:
    if chosen.words:
        rows = rows.filter(Q(text__icontains=chosen.words) | Q(code__istartswith=chosen.words))
    if chosen.method:
        rows = rows.filter(pk__in=Part.objects.filter(method=chosen.method).values("standard"))
    if chosen.unit_id:
        rows = rows.filter(pk__in=Duty.objects.filter(running_on(day), unit_id=chosen.unit_id).values("standard"))
    return rows


def _holds_any(item: Item) -> bool:
    return any(content.standards.all() for content in item.contents.all())
