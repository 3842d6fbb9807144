"""回潮: tells when a case is one that came back, at opening, when its class is set right, at release and after imports.

A held case is neither recognised nor counts as the earlier one before its round is released, so that no badge tells of
what nobody may see. What a person has ruled on is never recognised anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from chuangcheng.cases.models import Case, Relapse
from chuangcheng.cases.models.cases import WAS_FIXED
from chuangcheng.cases.recurrence import Fixed, Period, Place, Recurrence, recurrence_of, spots_around
from chuangcheng.cases.states import Outcome, State

BATCH = 200  # cases looked at together
MOST_NEAR = 500  # fixed cases looked at for a new one, the latest first; our choice, far above what one place has
DAY = timedelta(days=1)
STANDING = (Relapse.Ruling.RECOGNISED, Relapse.Ruling.CONFIRMED)
ENDED = (State.VOID.value, State.REJECTED.value)  # such a case is no problem, and so no relapse
NO_PROBLEM = (Outcome.DUPLICATE.value, Outcome.NO_FAULT.value)


class FixedRow(NamedTuple):
    """What is read of a case that was closed as fixed."""

    pk: UUID
    problem_class_id: int
    site_id: UUID | None
    lon: float | None
    lat: float | None
    closed_at: datetime
    relapse_count: int
    lead_unit_id: int | None
    area_id: int | None

    def as_fixed(self) -> Fixed:
        """As the rule wants it."""
        return Fixed(self.pk, Place(self.problem_class_id, self.site_id, self.lon, self.lat), self.closed_at)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a case is a relapse of: found before it is written, kept after."""

    found: Recurrence
    count: int  # how often the problem has come back, this time included
    unit_id: int | None  # which fixed it the last time

    def row(self, case: Case) -> Relapse:
        """The link, unsaved."""
        return Relapse(
            case=case,
            earlier_id=self.found.earlier,
            reason=self.found.reason.value,
            distance_m=self.found.distance_m,
            days=self.found.days,
            unit_id=self.unit_id,
            opened_at=case.reported_at,
        )


def recognised(case: Case) -> Recognised | None:
    """What the case, saved or not, is a relapse of. One query; none without class or place or while it is held."""
    period = _period(case)
    if period is None:
        return None
    rows = Case.objects.filter(WAS_FIXED, _place_condition(case, period), problem_class=case.problem_class_id)
    rows = rows.filter(closed_at__lt=case.reported_at, closed_at__gte=case.reported_at - (period.days + 1) * DAY)
    near = rows.exclude(pk=case.pk).order_by("-closed_at").values_list(*FixedRow._fields)
    return _chosen(case, period, [FixedRow._make(row) for row in near[:MOST_NEAR]])


def recognise(case_ids: Collection[UUID]) -> list[Relapse]:
    """Looks again at cases that are written already, oldest first; gives those that are relapses only now.

    A case that is no relapse any more keeps its link, marked as withdrawn.
    """
    found: list[Relapse] = []
    every = sorted(case_ids)
    for start in range(0, len(every), BATCH):
        rows = Case.objects.filter(pk__in=every[start : start + BATCH], problem_class__isnull=False)
        batch = list(rows.select_related("problem_class", "relapse").order_by("reported_at", "pk"))
        _place_spots(batch)
        pool = _Pool(batch)
        for case in batch:
            relapse = _look_again(case, pool)
            found += [relapse] if relapse is not None else []
    return found


def recognise_since(case_ids: Collection[UUID]) -> list[Relapse]:
    """The same for these, and for what was opened after those of them that were closed as fixed: for late news."""
    later, every = set(case_ids), sorted(case_ids)
    for start in range(0, len(every), BATCH):
        later |= _opened_after(every[start : start + BATCH])
    return recognise(later)


def recount_chain(case_id: UUID) -> None:
    """Counts anew how often the problem came back, for the cases that followed this one."""
    following, seen = [case_id], {case_id}
    count = Case.objects.values_list("relapse_count", flat=True).get(pk=case_id)
    while following:
        count += 1
        links = Relapse.objects.filter(earlier__in=following, ruling__in=STANDING)
        following = [pk for pk in links.values_list("case_id", flat=True) if pk not in seen]
        seen |= set(following)
        if following:
            Case.objects.filter(pk__in=following).update(relapse_count=count)


class _Pool:
    """The fixed cases near any of a batch of cases, read at once."""

    def __init__(self, cases: Sequence[Case]) -> None:
        wanted = [(case, period) for case in cases if (period := _period(case)) is not None]
        self.counts: dict[UUID, int] = {}  # as changed since they were read
        self._by_site: dict[tuple[int, UUID | None], list[FixedRow]] = {}
        self._by_spot: dict[tuple[int, int], list[FixedRow]] = {}
        if wanted:
            self._read(wanted)

    def near(self, case: Case, period: Period) -> list[FixedRow]:
        """Those near a case, itself left out."""
        kind = case.problem_class_id or 0
        found = {row.pk: row for spot in _spots(case, period) for row in self._by_spot.get((kind, spot), ())}
        if case.site_id is not None:
            found |= {row.pk: row for row in self._by_site.get((kind, case.site_id), ())}
        found.pop(case.pk, None)
        return [row._replace(relapse_count=self.counts.get(pk, row.relapse_count)) for pk, row in found.items()]

    def _read(self, wanted: Sequence[tuple[Case, Period]]) -> None:
        sites = {case.site_id for case, _period in wanted if case.site_id is not None}
        spots = {spot for case, period in wanted for spot in _spots(case, period)}
        longest = max(period.days for _case, period in wanted)
        opened = [case.reported_at for case, _period in wanted]
        rows = Case.objects.filter(
            WAS_FIXED,
            Q(spot__in=spots) | Q(site__in=sites),
            problem_class__in={case.problem_class_id for case, _period in wanted},
            closed_at__lt=max(opened),
            closed_at__gte=min(opened) - (longest + 1) * DAY,
        )
        for spot, *rest in rows.values_list("spot", *FixedRow._fields):
            row = FixedRow._make(rest)
            self._by_spot.setdefault((row.problem_class_id, spot), []).append(row)
            self._by_site.setdefault((row.problem_class_id, row.site_id), []).append(row)


def _place_spots(cases: Sequence[Case]) -> None:
    """For cases that somebody wrote without."""
    missing = [case for case in cases if case.spot is None and case.lon is not None and case.lat is not None]
    for case in missing:
        case.put_at(case.lon, case.lat)
    Case.objects.bulk_update(missing, ["spot", "cell"])


def _look_again(case: Case, pool: _Pool) -> Relapse | None:
    known: Relapse | None = getattr(case, "relapse", None)
    if known is not None and known.ruling in {Relapse.Ruling.CONFIRMED, Relapse.Ruling.DENIED}:
        return None
    period = _period(case)
    found = _chosen(case, period, pool.near(case, period)) if period is not None else None
    _count(case, found.count if found is not None else 0, pool)
    if found is None:
        if known is not None and known.is_standing:
            Relapse.objects.filter(pk=known.pk).update(ruling=Relapse.Ruling.WITHDRAWN)
        return None
    return _linked(case, known, found)


def _linked(case: Case, known: Relapse | None, found: Recognised) -> Relapse | None:
    """Writes the link, in place of a withdrawn or another one; gives it when it is news."""
    row = found.row(case)
    if known is None:
        row.save(force_insert=True)
        return row
    was_standing = known.is_standing
    for name in ("earlier_id", "reason", "distance_m", "days", "unit_id"):
        setattr(known, name, getattr(row, name))
    known.ruling = Relapse.Ruling.RECOGNISED
    known.save(update_fields=["earlier", "reason", "distance_m", "days", "unit", "ruling"])
    return None if was_standing else known


def _count(case: Case, count: int, pool: _Pool) -> None:
    pool.counts[case.pk] = count
    if case.relapse_count != count:
        case.relapse_count = count
        Case.objects.filter(pk=case.pk).update(relapse_count=count)
        recount_chain(case.pk)


def _chosen(case: Case, period: Period, near: Sequence[FixedRow]) -> Recognised | None:
    found = recurrence_of(_place(case), case.reported_at, [row.as_fixed() for row in near], period)
    if found is None:
        return None
    earlier = next(row for row in near if row.pk == found.earlier)
    return Recognised(found, earlier.relapse_count + 1, earlier.lead_unit_id or earlier.area_id)


def _period(case: Case) -> Period | None:
    """What its class says; None for a case that can be no relapse."""
    kind = case.problem_class
    has_place = case.site_id is not None or case.spot is not None
    if kind is None or not kind.relapse_days or not has_place or case.is_held:
        return None
    if case.state in ENDED or case.outcome in NO_PROBLEM:
        return None
    return Period(kind.radius_m, kind.relapse_days)


def _opened_after(case_ids: Sequence[UUID]) -> set[UUID]:
    """Cases that may have been opened near one of these, of its class, in the period after it was closed as fixed."""
    rows = Case.objects.filter(WAS_FIXED, pk__in=case_ids, problem_class__isnull=False, closed_at__isnull=False)
    found = [(case, period) for case in rows.select_related("problem_class") if (period := _period(case)) is not None]
    moments = [case.closed_at for case, _period in found if case.closed_at is not None]
    if not moments:
        return set()
    spots = {spot for case, period in found for spot in _spots(case, period)}
    sites = {case.site_id for case, _period in found if case.site_id is not None}
    later = Case.objects.filter(
        Q(spot__in=spots) | Q(site__in=sites),
        problem_class__in={case.problem_class_id for case, _period in found},
        reported_at__gt=min(moments),
        reported_at__lt=max(moments) + (max(period.days for _case, period in found) + 1) * DAY,
    )
    return set(later.values_list("pk", flat=True))


def _place_condition(case: Case, period: Period) -> Q:
    place = Q(spot__in=_spots(case, period))
    return place | Q(site=case.site_id) if case.site_id is not None else place


def _spots(case: Case, period: Period) -> list[int]:
    return [] if case.lon is None or case.lat is None else list(spots_around(case.lon, case.lat, period.radius_m))


def _place(case: Case) -> Place:
    return Place(case.problem_class_id, case.site_id, case.lon, case.lat)
