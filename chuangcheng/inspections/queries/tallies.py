"""The checks that stand, and the tallies that the score is made of. Only released rounds count.

Everything is asked as of two moments: `until`, up to which checks were made, and `known_at`, up to which rounds had
been released and corrections written; so a sheet of the past can be computed again as it was seen then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum, Window

from chuangcheng.core.times import SHANGHAI
from chuangcheng.inspections.models import Check, Round


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


@dataclass(frozen=True, slots=True)
class ChecksVersion:
    """Changes whenever a round of the framework is released or one of its checks corrected."""

    released_rounds: int
    released_at: datetime | None  # the last release
    corrected_at: datetime | None  # the last correction


def tallies(what: WhatCounts) -> list[SiteTally]:
    """Standing checks of released rounds by standard and site, counted in the database. One query.

    A corrected check is left out, its correction counts. `na` counts nothing; a fail without a number counts 1.
    """
    rows = standing_checks(what)
    counted = rows.values("standard_id", "site_id").annotate(
        passed=Count("pk", filter=Q(verdict="pass")),
        failed=Count("pk", filter=Q(verdict="fail")),
        found=Sum("violations", filter=~Q(verdict="na"), default=0),
        silent=Count("pk", filter=Q(verdict="fail", violations=0)),
    )
    columns = counted.values_list("standard_id", "site_id", "passed", "failed", F("found") + F("silent"))
    return [SiteTally(*row) for row in columns.order_by()]


def latest_tallies(what: WhatCounts) -> list[SiteTally]:
    """As `tallies`, of the latest visit of each standard and site only. One query.

    All checks of one visit bear one time, so several items of a visit that count for a standard stand together.
    """
    rows = standing_checks(what)
    newest = Window(Max("checked_at"), partition_by=[F("standard_id"), F("site_id")])
    latest = rows.order_by().annotate(newest=newest).filter(checked_at=F("newest"))
    counts: defaultdict[tuple[int, UUID], list[int]] = defaultdict(lambda: [0, 0, 0])
    columns = latest.values_list("standard_id", "site_id", "verdict", "violations")
    for standard_id, site_id, verdict, violations in columns.iterator(chunk_size=10_000):
        if verdict != "na":
            count = counts[standard_id, site_id]
            count[verdict == "fail"] += 1
            count[2] += violations or int(verdict == "fail")
    return [SiteTally(*key, *count) for key, count in counts.items()]


def standing_checks(what: WhatCounts) -> QuerySet[Check]:
    """Checks of released rounds of a framework that no correction stands in place of."""
    rounds: dict[str, Any] = {"round__framework_id": what.framework_id, "round__state": Round.State.RELEASED}
    written = Check.objects.filter(corrects__isnull=False, **rounds)
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


def checks_of_standard(what: WhatCounts, *, standard_id: int) -> QuerySet[Check]:
    """The standing checks behind a standard's marks, newest first, with site and round."""
    rows = standing_checks(what).filter(standard_id=standard_id)
    return rows.select_related("site__area", "round", "answer__item").order_by("-checked_at", "-pk")


def checks_version(*, framework_id: int) -> ChecksVersion:
    """A cheap sign of whether the tallies of a framework may have changed. Two queries, none over all checks."""
    released = Round.objects.filter(framework_id=framework_id, state=Round.State.RELEASED)
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
