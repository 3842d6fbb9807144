"""Cases that belong together by a rule: found in certain rounds, or of certain classes in certain places and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case, CasePhoto
from chuangcheng.cases.models.cases import WAS_FIXED
from chuangcheng.cases.queries.conditions import overdue_condition
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH
from chuangcheng.cases.queries.scope_conditions import (
    CaseScope,
    counted_condition,
    rule_condition,
    scope_condition,
)
from chuangcheng.cases.workflow import OPEN_STATES
from chuangcheng.core.access import Actor
from chuangcheng.core.files.covers import shown_files
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import SHANGHAI

IS_OPEN = Q(state__in=sorted(state.value for state in OPEN_STATES))
TOLD = "told"
ALL, OPEN_ONES, OVERDUE_ONES, FIXED_ONES = "all", "open", "overdue", "fixed"


@dataclass(frozen=True, slots=True)
class ScopeCount:
    """The cases of one area that one unit leads."""

    area_id: int | None
    unit_id: int | None
    found: int
    fixed: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ScopeFigures:
    """The cases of a scope, counted."""

    counts: Sequence[ScopeCount]
    told: Mapping[date, int]  # reported, by day; days without are absent
    fixed: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class PhotoPair:
    """Files of before and after."""

    before: UUID | None
    after: UUID | None


def figures_in_scope(*, actor: Actor, scope: CaseScope, now: datetime) -> ScopeFigures:
    """Visible cases of the scope by area and lead unit, and by day. Two queries, and one when some were put in."""
    parts = _parts(actor, scope)
    told, fixed = _by_day(parts)
    return ScopeFigures(_by_area_and_unit(parts, now), told, fixed)


def _by_area_and_unit(parts: Sequence[QuerySet[Case]], now: datetime) -> list[ScopeCount]:
    """One query, each part by an index of its own."""
    counted = [
        part.values_list("area", "lead_unit").annotate(
            found=Count(Value(1)),
            fixed=Count(Value(1), filter=WAS_FIXED),
            open=Count(Value(1), filter=IS_OPEN),
            late=Count(Value(1), filter=overdue_condition(now)),
        )
        for part in parts
    ]
    summed: dict[tuple[int | None, int | None], list[int]] = {}
    for area, unit, *numbers in reduce(lambda one, other: one.union(other, all=True), counted):
        there = summed.setdefault((area, unit), [0, 0, 0, 0])
        summed[area, unit] = [old + new for old, new in zip(there, numbers, strict=True)]
    return [ScopeCount(area, unit, *numbers) for (area, unit), numbers in summed.items()]


def cases_in_scope(*, actor: Actor, scope: CaseScope, view: str = ALL, now: datetime) -> QuerySet[Case]:
    """The visible cases of the scope, with what a list shows; page them by key."""
    views = {OPEN_ONES: IS_OPEN, OVERDUE_ONES: overdue_condition(now), FIXED_ONES: WAS_FIXED}
    rows = visible_cases(actor).filter(scope_condition(scope), views.get(view, Q()))
    return rows.select_related(*SHOWN_WITH).only(*SHOWN)


def fixed_with_photos(*, actor: Actor, scope: CaseScope, now: datetime) -> QuerySet[Case]:
    """Those of them that were fixed and show it by a photo."""
    after = CasePhoto.objects.filter(case=OuterRef("pk"), moment=CasePhoto.Moment.AFTER)
    return cases_in_scope(actor=actor, scope=scope, view=FIXED_ONES, now=now).filter(Exists(after))


def photo_pairs(case_ids: Sequence[UUID]) -> dict[UUID, PhotoPair]:
    """The first photo of before and the first of the newest fix, by case. One query."""
    wanted = (CasePhoto.Moment.BEFORE, CasePhoto.Moment.AFTER)
    rows = CasePhoto.objects.filter(case__in=case_ids, moment__in=wanted).order_by("event", "order", "pk")
    before: dict[UUID, UUID] = {}
    after: dict[UUID, tuple[UUID, UUID]] = {}
    for case_id, event_id, moment, file_id in rows.values_list("case", "event", "moment", "file"):
        if moment == CasePhoto.Moment.BEFORE:
            before.setdefault(case_id, file_id)
        elif case_id not in after or after[case_id][0] != event_id:
            after[case_id] = (event_id, file_id)
    known = dict.fromkeys((*before, *after))
    return {case_id: PhotoPair(before.get(case_id), after.get(case_id, (None, None))[1]) for case_id in known}


def chosen_pairs(*, actor: Actor, case_ids: Sequence[UUID]) -> list[tuple[Case, StoredFile | None, StoredFile | None]]:
    """The cases of these ids that the actor sees, in order, with the files of before and after; the copy with
    hidden faces where there is one, none where a picture may not be shown. Three queries and those of who hides."""
    cases = visible_cases(actor).filter(is_held=False, pk__in=case_ids).select_related(*SHOWN_WITH).only(*SHOWN)
    known, pairs = {case.pk: case for case in cases}, photo_pairs(case_ids)
    wanted = {file for pair in pairs.values() for file in (pair.before, pair.after) if file is not None}
    files, nothing = shown_files(wanted), PhotoPair(None, None)
    found = [(known[pk], pairs.get(pk, nothing)) for pk in case_ids if pk in known]
    return [(case, _file(files, pair.before), _file(files, pair.after)) for case, pair in found]


def _file(files: Mapping[UUID, StoredFile], file_id: UUID | None) -> StoredFile | None:
    return None if file_id is None else files.get(file_id)


def _parts(actor: Actor, scope: CaseScope) -> list[QuerySet[Case]]:
    """The cases of the scope in parts none of which overlap."""
    rows = _counting(actor, scope).order_by()
    in_rounds = Q(source_group__in=scope.groups)
    ruled = rows.filter(rule_condition(scope) & ~in_rounds if scope.groups else rule_condition(scope))
    parts = [ruled, *([rows.filter(in_rounds)] if scope.groups else [])]
    if scope.added:
        # Which of the few put in by hand are there anyhow is asked first: the opposite of the rule has no index.
        there = set(rows.filter(rule_condition(scope) | in_rounds, pk__in=scope.added).values_list("pk", flat=True))
        parts.append(rows.filter(pk__in=[each for each in scope.added if each not in there]))
    return parts


def _counting(actor: Actor, scope: CaseScope) -> QuerySet[Case]:
    return visible_cases(actor).filter(counted_condition(scope))


def _by_day(parts: Sequence[QuerySet[Case]]) -> tuple[dict[date, int], dict[date, int]]:
    """How many were reported, and fixed, by day; days without are absent. One query."""
    moments = {TOLD: "reported_at", FIXED_ONES: "closed_at"}
    counted = [
        rows.values_list(Value(kind), TruncDate(moments[kind], tzinfo=SHANGHAI)).annotate(count=Count(Value(1)))
        for part in parts
        for kind, rows in ((TOLD, part), (FIXED_ONES, part.filter(WAS_FIXED)))
    ]
    found: dict[str, Counter[date]] = {TOLD: Counter(), FIXED_ONES: Counter()}
    for kind, day, count in reduce(lambda one, other: one.union(other, all=True), counted):
        found[kind][day] += count
    return found[TOLD], found[FIXED_ONES]
