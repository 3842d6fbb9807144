"""What the choice of a unit is made of: rules in force, rulings, facts of cases; a few queries for any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _

from chuangcheng.cases.choosing import Choice, Facts, Lead, Rule, choose
from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case, CaseEvent, DispatchRule, ProblemClass
from chuangcheng.core.errors import NotFound
from chuangcheng.orgs.queries import closed_unit_ids, lines_of_units, unit_names
from chuangcheng.sites.queries import ruled_units

BOOK_KEY = "cases:rule-book"
CACHE_SECONDS = 5  # how long another process may still go by the rules of before
STREETS, COMMUNITIES = frozenset({"street", "town", "park"}), frozenset({"community", "village"})


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything that decides, read once for any number of cases."""

    rules: tuple[Rule, ...] = ()
    rulings: Mapping[tuple[int, str], int] = field(default_factory=dict)  # site type and problem → ruled unit
    closed_ids: frozenset[int] = frozenset()  # units that are no more

    @property
    def is_empty(self) -> bool:
        """True when nothing can be chosen by it."""
        return not self.rules and not self.rulings


def rule_book(*, day: date) -> RuleBook:
    """The rules in force on a day and the rulings; kept for seconds, since every dispatch asks."""
    key = f"{BOOK_KEY}:{day}"
    found = cache.get(key)
    if found is None:
        found = _book(rules_in_force(day))
        cache.set(key, found, CACHE_SECONDS)
    return cast("RuleBook", found)


def book_with_drafts(*, day: date) -> RuleBook:
    """The same as if every rule that is not switched off were on: for trying."""
    rules = [each for each in _every_rule() if each.ends_on is None or each.ends_on > day]
    return _book(rules)


def rules_in_force(day: date) -> list[DispatchRule]:
    """The rules of a day in their order."""
    return [each for each in _every_rule() if each.is_active_on(day)]


def every_rule() -> list[DispatchRule]:
    """Every rule in order, with what it names: for the settings page."""
    return _every_rule()


def rule_for(rule_id: int) -> DispatchRule:
    """The rule with this id; NotFound when there is none."""
    found = DispatchRule.objects.filter(pk=rule_id).first()
    if found is None:
        raise NotFound(_("没有找到该派遣规则，请从规则列表进入。"))
    return found


def choices_of(cases: Sequence[Case], book: RuleBook) -> dict[UUID, Choice]:
    """What the rules say of cases read with class, site and area. Two queries for all."""
    lines = lines_of_units({case.area_id for case in cases if case.area_id is not None})
    refused = _refusals([case.pk for case in cases if case.send_back_count])
    return {case.pk: choose(_facts(case, book, lines, refused), book.rules) for case in cases}


def sentences_of(choices: Mapping[UUID, Choice]) -> dict[UUID, str]:
    """Why, as people read it. One query for all."""
    ids = {cast("int", choice.words["unit"]) for choice in choices.values() if choice.words.get("unit")}
    names = unit_names(ids)
    return {pk: _told(choice, names) for pk, choice in choices.items()}


def _book(rules: Sequence[DispatchRule]) -> RuleBook:
    rulings = ruled_units()
    # Nothing is chosen by an empty book, so nobody asks it who is no more.
    return RuleBook(tuple(_rules(rules)), rulings, closed_unit_ids() if rules or rulings else frozenset())


def _told(choice: Choice, names: Mapping[int, str]) -> str:
    unit = choice.words.get("unit")
    return _(choice.sentence) % {**choice.words, "unit": names.get(cast("int", unit), "")}


def _every_rule() -> list[DispatchRule]:
    rows = DispatchRule.objects.select_related("problem_class", "problem_list", "site_type", "area", "unit")
    return list(rows.defer("area__boundary", "unit__boundary").prefetch_related("assisting"))


def _rules(rows: Sequence[DispatchRule]) -> list[Rule]:
    classes = list(ProblemClass.objects.values_list("pk", "group", "lists")) if rows else []
    return [_rule(each, number, classes) for number, each in enumerate(rows, start=1)]


def _rule(row: DispatchRule, number: int, classes: Sequence[tuple[int, str, int | None]]) -> Rule:
    term = Limit(row.limit_amount, LimitUnit(row.limit_unit)) if row.limit_amount and row.limit_unit else None
    return Rule(
        id=row.pk,
        number=number,
        lead=Lead(row.lead),
        unit_id=row.unit_id,
        name=row.name,
        class_ids=_class_ids(row, classes),
        site_type_id=row.site_type_id,
        area_path=row.area.path if row.area is not None else "",
        source=row.source,
        severity=row.severity,
        words=tuple(word.strip() for word in row.words.split("、") if word.strip()),
        assisting_ids=tuple(sorted(unit.pk for unit in row.assisting.all())),
        term=term,
        is_automatic=row.is_automatic,
    )


def _class_ids(row: DispatchRule, classes: Sequence[tuple[int, str, int | None]]) -> frozenset[int] | None:
    """The classes that a rule means: all conditions on the class together; None when it has none."""
    if row.problem_class_id is None and not row.group and row.problem_list_id is None:
        return None
    return frozenset(
        pk
        for pk, group, of_list in classes
        if row.problem_class_id in {None, pk} and row.group in {"", group} and row.problem_list_id in {None, of_list}
    )


def _facts(
    case: Case,
    book: RuleBook,
    lines: Mapping[int, Sequence[tuple[int, str]]],
    refused: Mapping[UUID, frozenset[int]],
) -> Facts:
    line = lines.get(case.area_id, ()) if case.area_id is not None else ()
    return Facts(
        class_id=case.problem_class_id,
        class_unit_id=case.problem_class.default_unit_id if case.problem_class is not None else None,
        site_type_id=case.site.site_type_id if case.site is not None else None,
        owner_id=case.site.owner_id if case.site is not None else None,
        area_path=case.area.path if case.area is not None else "",
        street_id=next((pk for pk, kind in line if kind in STREETS), None),
        community_id=next((pk for pk, kind in line if kind in COMMUNITIES), None),
        source=case.source,
        severity=case.severity,
        text=f"{case.description}\n{case.place}",
        ruled_unit_id=_ruled_unit(case, book),
        refused_ids=refused.get(case.pk, frozenset()),
        closed_ids=book.closed_ids,
    )


def _ruled_unit(case: Case, book: RuleBook) -> int | None:
    if case.site is None or case.problem_class is None:
        return None
    keys = ((case.site.site_type_id, name) for name in case.problem_class.names)
    return next((book.rulings[key] for key in keys if key in book.rulings), None)


def _refusals(case_ids: Sequence[UUID]) -> dict[UUID, frozenset[int]]:
    if not case_ids:
        return {}
    found: dict[UUID, set[int]] = {}
    rows = CaseEvent.objects.filter(case__in=case_ids, move="send_back", unit__isnull=False)
    for case_id, unit_id in rows.values_list("case_id", "unit_id"):
        found.setdefault(case_id, set()).add(unit_id)
    return {case_id: frozenset(units) for case_id, units in found.items()}
