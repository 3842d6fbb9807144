"""Who would do what for the standards of a framework: the ground of a breakdown into tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from chuangcheng.core.access import Actor
from chuangcheng.standards.access import visible_frameworks
from chuangcheng.standards.drafts import comparable
from chuangcheng.standards.models import Duty, Framework, Standard
from chuangcheng.standards.queries.duties import running_on

MOST_OPTIONS = 20  # offered while typing
MOST_LABEL = 60  # characters of the wording


@dataclass(frozen=True, slots=True)
class StandardDuties:
    """A standard with the units that are responsible, or lead where none is; none where nobody answers for it."""

    standard: Standard
    units: Sequence[tuple[int | None, str]]  # id, name
    due: str  # in the words of the breakdown table
    due_on: date | None  # the day that they name


def standards_with_duties(*, framework_id: int, item_id: int | None, day: date, at_most: int) -> list[StandardDuties]:
    """The standards of an item, or of the whole framework, in order, each with its parts. Three queries."""
    where = Q(content__item=item_id) if item_id else Q()
    rows = Standard.objects.filter(where, framework=framework_id).select_related("content", "arrangement")
    rows = rows.prefetch_related("parts")
    standards = list(rows.order_by("content__item__order", "content__order", "order")[:at_most])
    units = _units_of(standards, day)
    return [_with_duties(each, units[each.pk]) for each in standards]


def standards_in_order(*, framework_id: int, item_id: int | None = None) -> list[Standard]:
    """The standards of an item, or of the whole framework, in order, each with its item. One query."""
    where = Q(content__item=item_id) if item_id else Q()
    rows = Standard.objects.filter(where, framework=framework_id).select_related("content__item")
    return list(rows.order_by("content__item__order", "content__order", "order"))


def visible_standard_ids(*, actor: Actor, standard_ids: Collection[int]) -> set[int]:
    """Of these ids those of standards that the actor may see. One query."""
    rows = Standard.objects.filter(pk__in=standard_ids, framework__in=visible_frameworks(actor))
    return set(rows.values_list("pk", flat=True))


def standard_options(*, actor: Actor, words: str) -> list[Standard]:
    """Standards of editions in force to choose from while typing, by code or wording, with their framework.

    At most MOST_OPTIONS, in order.
    """
    typed = words.strip()
    rows = Standard.objects.filter(framework__in=visible_frameworks(actor), framework__state=Framework.State.IN_FORCE)
    if typed:
        rows = rows.filter(Q(code__istartswith=typed) | Q(text__icontains=typed))
    rows = rows.select_related("framework").order_by("-framework", "content__item__order", "content__order", "order")
    return list(rows[:MOST_OPTIONS])


def standard_labels(standard_ids: Iterable[int]) -> dict[int, str]:
    """Code and the beginning of the wording of standards, by id. One query."""
    rows = Standard.objects.filter(pk__in=set(standard_ids)).values_list("pk", "code", "text")
    return {pk: standard_label(code, text) for pk, code, text in rows}


def standard_label(code: str, text: str) -> str:
    """Code and the beginning of the wording."""
    return f"{code} {text if len(text) <= MOST_LABEL else f'{text[:MOST_LABEL]}…'}"


class StandardsInForce:
    """Finds a standard by the words of a table, of all frameworks in force. One query for any number of them."""

    def __init__(self) -> None:
        self._codes: dict[str, list[int]] = defaultdict(list)
        self._texts: dict[str, list[int]] = defaultdict(list)
        rows = Standard.objects.filter(framework__state=Framework.State.IN_FORCE)
        for pk, code, text in rows.order_by("pk").values_list("pk", "code", "text"):
            self._codes[comparable(code)].append(pk)
            self._texts[comparable(text)].append(pk)

    def find(self, *, code: str, text: str) -> int | None:
        """The one of this wording, the code telling equal ones apart; by its code alone where there is no wording."""
        coded, worded = self._codes.get(comparable(code), []), self._texts.get(comparable(text), [])
        if not comparable(text):
            return coded[0] if len(coded) == 1 else None
        both = [pk for pk in worded if pk in coded] or worded
        return both[0] if len(both) == 1 else None


def known_standard_ids(standard_ids: Iterable[int]) -> set[int]:
    """Of these ids those of standards. One query."""
    return set(Standard.objects.filter(pk__in=set(standard_ids)).values_list("pk", flat=True))


def framework_ids_of(standard_ids: Iterable[int]) -> dict[int, int]:
    """The framework of each of these standards. One query."""
    return dict(Standard.objects.filter(pk__in=set(standard_ids)).values_list("pk", "framework_id"))


def standard_codes(standard_ids: Iterable[int]) -> dict[int, str]:
    """The code of each of these standards. One query."""
    return dict(Standard.objects.filter(pk__in=set(standard_ids)).values_list("pk", "code"))


def _with_duties(standard: Standard, units: Sequence[tuple[int | None, str]]) -> StandardDuties:
    arrangement = getattr(standard, "arrangement", None)
    if arrangement is None:
        return StandardDuties(standard, units, "", None)
    return StandardDuties(standard, units, arrangement.due, arrangement.due_on)


def _units_of(standards: Sequence[Standard], day: date) -> dict[int, list[tuple[int | None, str]]]:
    kinds = (Duty.Kind.RESPONSIBLE, Duty.Kind.LEAD)
    rows = Duty.objects.filter(running_on(day), standard__in=standards, kind__in=kinds).select_related("unit")
    by_kind: dict[tuple[int, str], list[tuple[int | None, str]]] = defaultdict(list)
    for duty in rows.defer("unit__boundary").order_by("unit__path"):
        by_kind[duty.standard_id, duty.kind].append((duty.unit_id, duty.unit.name))
    return {each.pk: by_kind[each.pk, kinds[0]] or by_kind[each.pk, kinds[1]] for each in standards}
