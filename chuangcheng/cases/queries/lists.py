"""Lists of cases: a page at a time by the last row seen, and counts that stop at a thousand.

Each condition of `visible_parts` is asked on its own, so that every part of a list comes from one index and costs the
same however many cases there are.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import islice, product
from operator import or_
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.cases.access import NOWHERE, VIEW, VIEW_HELD, Reach, narrow_parts, visible_cases, visible_parts
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.conditions import (
    MINE,
    OVERDUE,
    CaseFilter,
    chosen_condition,
    chosen_parts,
    is_searched,
    only_fixes,
)
from chuangcheng.cases.queries.rows import EXPORTED, CaseRow
from chuangcheng.cases.queries.scope_conditions import scope_condition
from chuangcheng.cases.slots import SpecialCases, special_cases
from chuangcheng.cases.states import State
from chuangcheng.cases.workflow import FIX_CASES
from chuangcheng.core.access import Actor
from chuangcheng.core.counting import counts_of
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.search import HIDDEN, MOST_IDS, person_scope, record_ids, unit_scopes
from chuangcheng.core.shell import SearchReach

SEARCH_KIND = "case"  # of entries in the search index
PAGE_SIZE = 50
MOST_COUNTED = 1000  # more than these are told as 1,000+

# What a list shows of a case, and no more: units carry their boundaries, which are large.
SHOWN_WITH = ("problem_class", "site", "area", "lead_unit")
SHOWN = (
    *("number", "state", "outcome", "severity", "description", "place_text", "lon", "lat", "source"),
    *("reported_at", "due_at", "limit_unit", "limit_amount", "fed_back_at", "closed_at"),
    *("rework_count", "send_back_count", "relapse_count", "latest_event_id", "suspended_at", "extension_count"),
    *(f"{relation}__name" for relation in SHOWN_WITH),
)

Key: TypeAlias = "tuple[Any, ...]"


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases of a list, and where the list goes on."""

    cases: list[Case]
    next_cursor: str  # empty: this is the end


@dataclass(frozen=True, slots=True)
class _Order:
    """How a list is ordered, and how its last row is written into an address."""

    columns: tuple[str, ...]
    key: Callable[[Case], Key]
    beyond: Callable[[list[str]], Q]
    is_descending: bool


def _beyond_id(parts: list[str]) -> Q:
    (last,) = parts
    return Q(pk__lt=UUID(last))


def _beyond_deadline(parts: list[str]) -> Q:
    due_at, last = parts
    moment = datetime.fromisoformat(due_at)
    return Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=UUID(last))


NEWEST = _Order(("-pk",), lambda case: (case.pk,), _beyond_id, is_descending=True)
LONGEST_WAITING = _Order(("pk",), lambda case: (case.pk,), _beyond_id, is_descending=False)
MOST_URGENT = _Order(("due_at", "pk"), lambda case: (case.due_at, case.pk), _beyond_deadline, is_descending=False)


class CaseLists:
    """The lists of one actor at one moment."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.reach = Reach(actor)
        self.now = now
        self._found: dict[str, list[str]] = {}  # words → what the search finds; asked for once
        self._specials: dict[str, SpecialCases | None] = {}  # id → what the campaign counts; asked for once

    def page(self, chosen: CaseFilter, *, cursor: str = "", limit: int = PAGE_SIZE) -> CasePage:
        """The next cases of the list after `cursor`: newest first, or by deadline where deadlines are what matters."""
        order = self._order_of(chosen)
        wanted = self.condition(chosen) & _beyond(order, cursor)
        rows = Case.objects.select_related(*SHOWN_WITH).only(*SHOWN).order_by(*order.columns)
        found = [list(rows.filter(part & wanted)[: limit + 1]) for part in visible_parts(self.reach)]
        merged = list(heapq.merge(*found, key=order.key, reverse=order.is_descending))
        return CasePage(merged[:limit], _written(order.key(merged[limit - 1])) if len(merged) > limit else "")

    def waiting(self, state: State, chosen: CaseFilter, *, limit: int) -> list[Case]:
        """The first cases of a state: of those being fixed by deadline, of the others those that wait longest."""
        order = MOST_URGENT if state is State.FIXING else LONGEST_WAITING
        wanted = self.condition(chosen) & Q(state=state.value)
        rows = Case.objects.select_related(*SHOWN_WITH).only(*SHOWN).order_by(*order.columns)
        found = [list(rows.filter(part & wanted)[:limit]) for part in visible_parts(self.reach)]
        return list(heapq.merge(*found, key=order.key))[:limit]

    def count(self, chosen: CaseFilter, *, most: int = MOST_COUNTED) -> int:
        """How many cases the list has, counted to `most` + 1 and no further. One query."""
        return self.counts([chosen], most=most)[0]

    def counts(self, several: Sequence[CaseFilter], *, most: int = MOST_COUNTED) -> list[int]:
        """The same of several lists, in their order. One query."""
        parts = [self.parts(chosen) for chosen in several]
        counted = iter(counts_of([part[: most + 1] for each in parts for part in each]))
        return [min(most + 1, sum(islice(counted, len(each)))) for each in parts]

    def parts(self, chosen: CaseFilter) -> list[QuerySet[Case, Any]]:
        """The list in parts that are counted each by itself: the database stops in each at the limit."""
        wanted = chosen_parts(self.reach, chosen, self.now, self._ids_with(chosen.words))
        parts, narrowed = product(self._ways_for(chosen), wanted), self._narrowed(chosen)
        return [Case.objects.filter(seen & part & narrowed).order_by().values("pk") for seen, part in parts]

    def ids(self, chosen: CaseFilter, *, most: int) -> list[UUID]:
        """The ids of the list, newest first, `most` of them at most. A query for each part."""
        wanted = self.condition(chosen)
        rows = Case.objects.filter(wanted).order_by("-pk").values_list("pk", flat=True)
        found = [list(rows.filter(part)[:most]) for part in visible_parts(self.reach)]
        return list(heapq.merge(*found, reverse=True))[:most]

    def every(self, chosen: CaseFilter) -> Iterator[CaseRow]:
        """All cases of the list, newest first, a batch at a time: for exports."""
        seen = reduce(or_, visible_parts(self.reach))
        rows = Case.objects.filter(seen & self.condition(chosen)).order_by("-pk")
        return map(CaseRow._make, rows.values_list(*EXPORTED).iterator(chunk_size=2000))

    def matching(self, chosen: CaseFilter) -> QuerySet[Case]:
        """All cases of the list; take a slice of it."""
        return Case.objects.filter(reduce(or_, visible_parts(self.reach)) & self.condition(chosen))

    def is_cut(self, chosen: CaseFilter) -> bool:
        """True when more cases may have the words of the filter than the newest that the search gave."""
        return len(self._ids_with(chosen.words)) >= MOST_IDS

    def condition(self, chosen: CaseFilter) -> Q:
        """What the filter means, apart from what the actor sees."""
        return chosen_condition(self.reach, chosen, self.now, self._ids_with(chosen.words)) & self._narrowed(chosen)

    def special(self, chosen: CaseFilter) -> SpecialCases | None:
        """The special campaign to whose cases the list is narrowed; None without one and for one not shown."""
        wanted, actor = chosen.special, self.reach.actor
        if wanted and wanted not in self._specials:
            found = (cases_of(actor, UUID(wanted)) for cases_of in special_cases)
            self._specials[wanted] = next((each for each in found if each is not None), None)
        return self._specials.get(wanted)

    def _narrowed(self, chosen: CaseFilter) -> Q:
        if not chosen.special:
            return Q()
        found = self.special(chosen)
        return NOWHERE if found is None else scope_condition(found.scope)

    def _ids_with(self, words: str) -> list[str]:
        if not is_searched(words):
            return []
        if words not in self._found:
            self._found[words] = record_ids(actor=self.reach.actor, kind=SEARCH_KIND, query=words)
        return self._found[words]

    def _ways_for(self, chosen: CaseFilter) -> list[Q]:
        """The ways in which cases of the list are seen; what a unit has to fix is seen as its own, and by no other way.

        The other ways leave it out, but a database finds that out row by row.
        """
        ways, is_mine = narrow_parts(self.reach), chosen.view == MINE and only_fixes(self.reach.actor)
        is_own = is_mine and set(self.reach.units(FIX_CASES)) <= set(self.reach.units(VIEW))
        return ways[:1] if is_own else ways

    def _order_of(self, chosen: CaseFilter) -> _Order:
        is_mine = chosen.view == MINE and only_fixes(self.reach.actor)
        return MOST_URGENT if is_mine or chosen.view == OVERDUE or chosen.is_overdue or chosen.due else NEWEST


def shown_count(count: int) -> str:
    """ "7", "1,000+"."""
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


def case_reach(actor: Actor) -> SearchReach | None:
    """What of the cases the actor may see, in terms of the search, as `visible_parts` has it. At most one query."""
    without = () if actor.may(VIEW_HELD) else (HIDDEN,)
    if actor.everywhere(VIEW):
        return SearchReach(without=without)
    own = [] if actor.person_id is None else [person_scope(actor.person_id)]
    scopes = [*unit_scopes(Reach(actor).units(VIEW)), *own]
    return SearchReach(scopes, without) if scopes else None


def visible_case_ids(actor: Actor, case_ids: Sequence[str]) -> set[str]:
    """Of these ids, the ones that the actor may see. One query."""
    found = visible_cases(actor).filter(pk__in=case_ids).values_list("pk", flat=True)
    return {str(pk) for pk in found}


def _beyond(order: _Order, cursor: str) -> Q:
    if not cursor:
        return Q()
    try:
        return order.beyond(cursor.split("~"))
    except ValueError as error:
        raise InvalidInput(_("翻页地址已经失效，请从第一页重新查看。")) from error


def _written(key: Key) -> str:
    return "~".join(part.isoformat() if isinstance(part, datetime) else str(part) for part in key)
