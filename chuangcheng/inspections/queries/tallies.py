"""The checks that stand, and the tallies that the score is made of. Only released rounds count.

Everything is asked as of two moments: `until`, up to which checks were made, and `known_at`, up to which rounds had
been released and corrections written; so a sheet of the past can be computed again as it was seen then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Window

from chuangcheng.core.times import SHANGHAI
from chuangcheng.inspections.models import Check, Round
from chuangcheng.inspections.queries.borrowed import Found, NewestOfAnswers, OnceAnAnswer


@dataclass(frozen=True, slots=True)
class SiteTally:
    """The checks of one standard at one site, counted."""

    standard_id: int
    site_id: UUID
    passed: int
    failed: int
    violations: int


@dataclass(frozen=True, slots=True)
class WhatCounts:
    """Which checks of a framework are asked for. None: all of them."""

    framework_id: int
    until: datetime  # up to which checks were made
    since: date | None = None  # the first day, in Shanghai
    area_ids: Sequence[int] | None = None  # units in which the site lies
    owner_ids: Sequence[int] | None = None  # units that own the site
    kinds: Sequence[str] | None = None  # of rounds
    known_at: datetime | None = None  # up to which rounds had been released and corrections written
    round_id: UUID | None = None  # this round only
    without_round_id: UUID | None = None  # every round but this one
    # Standard of another framework → those of this one for which its checks count too (decisions/0008).
    borrowed: Mapping[int, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChecksVersion:
    """Changes whenever a round of the framework is released or one of its checks corrected."""

    released_rounds: int
    released_at: datetime | None  # the last release
    corrected_at: datetime | None  # the last correction


def tallies(what: WhatCounts) -> list[SiteTally]:
    """Standing checks of released rounds by standard and site, counted in the database. One query, two more for links.

    A corrected check is left out, its correction counts. `na` counts nothing; a fail without a number counts 1. A
    borrowed answer counts once for a standard, whatever the number of links that lead there.
    """
    own = _counted(standing_checks(what))
    return _with_borrowed(own, what) if what.borrowed else own


def latest_tallies(what: WhatCounts) -> list[SiteTally]:
    """As `tallies`, of the latest visit of each standard and site only. One query, one more for links.

    All checks of one visit bear one time, so several items of a visit that count for a standard stand together.
    """
    sharing = {target for targets in what.borrowed.values() for target in targets}
    counts, newest = _Counts(), NewestOfAnswers()
    for row in _latest(standing_checks(what)):
        if row[0] in sharing:
            newest.add(*row)
        else:
            counts.add(row[0], row[1], row[2], row[3])
    for standard_id, *row in _latest(borrowed_checks(what)) if what.borrowed else ():
        for target in what.borrowed[standard_id]:
            newest.add(target, *row)
    for found in newest.counting():
        counts.add(*found)
    return counts.tallies()


def standing_checks(what: WhatCounts) -> QuerySet[Check]:
    """Checks of released rounds of a framework that no correction stands in place of."""
    return _standing(what, {"round__framework_id": what.framework_id})


def borrowed_checks(what: WhatCounts) -> QuerySet[Check]:
    """The same of the rounds of other frameworks, of the standards that are linked with one of this framework."""
    return _standing(what, {"standard_id__in": list(what.borrowed)})


def checks_of_standard(what: WhatCounts, *, standard_id: int) -> QuerySet[Check]:
    """The checks that count for a standard, its own and borrowed ones, newest first, with site, round and standard."""
    lending = [source for source, targets in what.borrowed.items() if standard_id in targets]
    rows = _standing(what, {"standard_id__in": [standard_id, *lending]})
    if len(lending) > 1:
        twice = _standing(what, {"standard_id__in": lending, "answer": OuterRef("answer"), "pk__gt": OuterRef("pk")})
        rows = rows.exclude(Exists(twice))
    related = ("site__area", "round", "answer__item", "standard__framework")
    return rows.select_related(*related).order_by("-checked_at", "-pk")


def _standing(what: WhatCounts, which: Mapping[str, Any]) -> QuerySet[Check]:
    rounds: dict[str, Any] = {**which, "round__state": Round.State.RELEASED}
    about = {name: value for name, value in which.items() if name.startswith(("round", "standard"))}
    written = Check.objects.filter(corrects__isnull=False, round__state=Round.State.RELEASED, **about)
    if what.known_at is not None:
        rounds["round__released_at__lte"] = what.known_at
        written = written.filter(corrected_at__lte=what.known_at)
    rows = Check.objects.filter(checked_at__lte=what.until, **rounds)
    if what.known_at is not None:
        rows = rows.filter(Q(corrects__isnull=True) | Q(corrected_at__lte=what.known_at))
    if what.since is not None:
        rows = rows.filter(checked_at__gte=datetime.combine(what.since, time(), SHANGHAI))
    if what.area_ids is not None:
        rows = rows.filter(site__area_id__in=what.area_ids)
    if what.owner_ids is not None:
        rows = rows.filter(site__owner_id__in=what.owner_ids)
    if what.kinds is not None:
        rows = rows.filter(round__kind__in=what.kinds)
    if what.round_id is not None:
        rows = rows.filter(round_id=what.round_id)
    if what.without_round_id is not None:
        rows = rows.exclude(round_id=what.without_round_id)
    # Corrections are few: one list of them is faster than a look for each check.
    return rows.exclude(pk__in=written.values("corrects"))


def checks_version(*, framework_ids: Collection[int]) -> ChecksVersion:
    """A cheap sign of whether tallies of these frameworks may have changed. Two queries, none over all checks."""
    released = Round.objects.filter(framework__in=framework_ids, state=Round.State.RELEASED)
    found = released.aggregate(count=Count("pk"), last=Max("released_at"))
    corrections = Check.objects.filter(corrects__isnull=False, round__in=released)
    return ChecksVersion(found["count"], found["last"], corrections.aggregate(last=Max("corrected_at"))["last"])


def last_checks_of(*, standard_ids: Sequence[int]) -> dict[int, datetime]:
    """When each standard was last checked in a released round, ever; those never checked are left out. One query."""
    rows = Check.objects.filter(standard__in=set(standard_ids), round__state=Round.State.RELEASED)
    return dict(rows.order_by().values_list("standard_id").annotate(last=Max("checked_at")))


def round_kinds() -> dict[str, str]:
    """Every kind of round with its name, for people, in order."""
    return {str(code): str(label) for code, label in Round.Kind.choices}


class _Counts:
    """Checks that are read one by one, counted by standard and site."""

    def __init__(self) -> None:
        self._found: defaultdict[tuple[int, UUID], list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, standard_id: int, site_id: UUID, verdict: str, violations: int) -> None:
        if verdict != "na":
            count = self._found[standard_id, site_id]
            count[verdict == "fail"] += 1
            count[2] += violations or int(verdict == "fail")

    def add_tally(self, tally: SiteTally, standard_id: int) -> None:
        count = self._found[standard_id, tally.site_id]
        for place, number in enumerate((tally.passed, tally.failed, tally.violations)):
            count[place] += number

    def tallies(self) -> list[SiteTally]:
        return [SiteTally(*key, *count) for key, count in self._found.items()]


def _with_borrowed(own: Iterable[SiteTally], what: WhatCounts) -> list[SiteTally]:
    """Own tallies and borrowed ones, those of one standard and site together.

    Where two standards lend to one, an answer may lead there twice: those are read answer by answer, all others counted
    in the database.
    """
    targets = Counter(target for targets in what.borrowed.values() for target in targets)
    by_answer = {source for source, mine in what.borrowed.items() if any(targets[each] > 1 for each in mine)}
    at_once = what.borrowed.keys() - by_answer
    rows, counts, alone = borrowed_checks(what), _Counts(), []
    for tally in own:
        if tally.standard_id in targets:
            counts.add_tally(tally, tally.standard_id)
        else:
            alone.append(tally)
    for tally in _counted(rows.filter(standard__in=at_once)) if at_once else ():
        for target in what.borrowed[tally.standard_id]:
            counts.add_tally(tally, target)
    for found in _once_an_answer(rows.filter(standard__in=by_answer), what) if by_answer else ():
        counts.add(*found)
    return [*alone, *counts.tallies()]


def _once_an_answer(rows: QuerySet[Check], what: WhatCounts) -> Iterator[Found]:
    once = OnceAnAnswer()
    read = rows.order_by().values_list("standard_id", "site_id", "answer_id", "pk", "verdict", "violations")
    for standard_id, site_id, answer_id, pk, verdict, violations in read.iterator(chunk_size=10_000):
        for target in what.borrowed[standard_id]:
            once.add(target, site_id, answer_id, pk, verdict, violations)
    return once.counting()


def _counted(rows: QuerySet[Check]) -> list[SiteTally]:
    counted = rows.values("standard_id", "site_id").annotate(
        passed=Count("pk", filter=Q(verdict="pass")),
        failed=Count("pk", filter=Q(verdict="fail")),
        found=Sum("violations", filter=~Q(verdict="na"), default=0),
        silent=Count("pk", filter=Q(verdict="fail", violations=0)),
    )
    columns = counted.values_list("standard_id", "site_id", "passed", "failed", F("found") + F("silent"))
    return [SiteTally(*row) for row in columns.order_by()]


def _latest(rows: QuerySet[Check]) -> Iterable[Any]:
    newest = Window(Max("checked_at"), partition_by=[F("standard_id"), F("site_id")])
    latest = rows.order_by().annotate(newest=newest).filter(checked_at=F("newest"))
    columns = ("standard_id", "site_id", "verdict", "violations", "checked_at", "answer_id", "pk")
    return latest.values_list(*columns).iterator(chunk_size=10_000)
