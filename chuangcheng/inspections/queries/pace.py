"""What leaders look at every day: how far the visits are, and what the last released round found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.pace import Work
from chuangcheng.core.times import local_date, start_of
from chuangcheng.inspections.access import VIEW, open_to_all, sites_seen, visible_rounds
from chuangcheng.inspections.models import Assignment, Check, Round, Verdict
from chuangcheng.inspections.queries.rounds import Progress, progress_of
from chuangcheng.orgs.queries import units_of_people

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class LastRound:
    """The round released last."""

    round: Round
    progress: Progress
    passed: int  # checks
    failed: int  # checks

    @property
    def rate(self) -> Decimal | None:
        """Passed checks in percent of those that passed or failed, half up to one place."""
        checked = self.passed + self.failed
        return (Decimal(100) * self.passed / checked).quantize(TENTH, ROUND_HALF_UP) if checked else None


@dataclass(frozen=True)
class MissedVisits:
    """Sites of rounds that plans made which nobody visited or excused by the last day."""

    count: int
    since: date | None  # the last day of the oldest of these rounds


@dataclass(frozen=True)
class RoundOfUnit:
    """A round with the sites that one unit has to visit in it."""

    round: Round
    done: int  # sites
    planned: int  # sites


def visiting_work(actor: Actor, first: date, last: date, now: datetime) -> list[Work]:
    """Sites to visit and visited, by the unit that has them or whose people do. Two queries; hidden rounds never count.

    A round belongs to the span in which its last day lies; what was excused is not asked for.
    """
    if not actor.may(VIEW):
        return []
    asked = _asked(actor, first, last)
    rows = asked.order_by().values("unit", "inspector").annotate(planned=Count("pk"), done=Count("visited_at"))
    units = units_of_people([row["inspector"] for row in rows if row["inspector"]], today=local_date(now))
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        unit = row["unit"] or units.get(row["inspector"])
        if unit is not None:
            sums[unit] = [sums[unit][0] + row["done"], sums[unit][1] + row["planned"]]
    return [Work(unit, done, planned) for unit, (done, planned) in sums.items()]


def visiting_of_unit(
    *, actor: Actor, unit_id: int, first: date, last: date, now: datetime
) -> tuple[list[RoundOfUnit], QuerySet[Assignment]]:
    """The same sites of one unit: by round, and those of them that the actor sees, what is left first. Three queries.

    The sums by round are of all, as the pace counts; sites elsewhere than in the actor's units are only counted.
    """
    asked = _asked(actor, first, last)
    people = set(asked.order_by().filter(unit=None).values_list("inspector", flat=True).distinct()) - {None}
    homes = units_of_people(people, today=local_date(now))
    own = [person for person, unit in homes.items() if unit == unit_id]
    mine_or_theirs = asked.filter(Q(unit=unit_id) | Q(unit=None, inspector__in=own))
    counted = mine_or_theirs.order_by().values("round").annotate(planned=Count("pk"), done=Count("visited_at"))
    counts = {row["round"]: (row["done"], row["planned"]) for row in counted}
    found = Round.objects.filter(pk__in=counts).order_by("-ends_on", "-pk")
    rows = mine_or_theirs.filter(sites_seen(actor)).select_related("round", "site__area", "inspector")
    ordered = rows.order_by(F("visited_at").asc(nulls_first=True), "round__ends_on", "pk")
    return [RoundOfUnit(each, *counts[each.pk]) for each in found], ordered


def _asked(actor: Actor, first: date, last: date) -> QuerySet[Assignment]:
    rounds = visible_rounds(actor).filter(open_to_all(), ends_on__range=(first, last)).exclude(state=Round.State.DRAFT)
    return Assignment.objects.filter(round__in=rounds).exclude(visited_at__isnull=True, excused_at__isnull=False)


def last_released_round(*, actor: Actor) -> LastRound | None:
    """The round released last with what it found; None before any. Three queries, of one round's rows."""
    if not actor.may(VIEW):
        return None
    rows = visible_rounds(actor).filter(state=Round.State.RELEASED, released_at__isnull=False)
    found = rows.select_related("framework").order_by("-released_at").first()
    if found is None:
        return None
    written = Check.objects.filter(round=found, corrects__isnull=False)
    standing = Check.objects.filter(round=found).exclude(pk__in=written.values("corrects"))
    counts = standing.aggregate(
        passed=Count("pk", filter=Q(verdict=Verdict.PASS)), failed=Count("pk", filter=Q(verdict=Verdict.FAIL))
    )
    return LastRound(found, progress_of(found=found), **counts)


def rounds_released_since(*, actor: Actor, day: date) -> list[Round]:
    """The rounds released on a day or later, the newest first. One query."""
    if not actor.may(VIEW):
        return []
    rows = visible_rounds(actor).filter(state=Round.State.RELEASED, released_at__gte=start_of(day))
    return list(rows.order_by("-released_at")[:10])


def missed_visits(*, actor: Actor, today: date) -> MissedVisits:
    """What plans asked for this month and nobody did. One query; hidden rounds never count."""
    if not actor.may(VIEW):
        return MissedVisits(0, None)
    ended = visible_rounds(actor).filter(open_to_all(), plan_run__isnull=False).exclude(state=Round.State.DRAFT)
    ended = ended.filter(ends_on__gte=today.replace(day=1), ends_on__lt=today)
    rows = Assignment.objects.filter(round__in=ended, visited_at__isnull=True, excused_at__isnull=True)
    counts = dict(rows.order_by("round__ends_on").values_list("round__ends_on").annotate(count=Count("pk")))
    return MissedVisits(sum(counts.values()), min(counts, default=None))
