"""What happened in a period, collected once for all boards: a few statements, read as they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TypeVar

from chuangcheng.cases.queries import (
    AppraisedCase,
    appraised_cases,
    appraised_fixes,
    days_looked_at,
    promised_cases,
)
from chuangcheng.core.times import local_date, start_of
from chuangcheng.evidence.queries import appraised_materials
from chuangcheng.intake.queries import sources_of_cases
from chuangcheng.supervision.appraisal import (
    DUE,
    AwardFact,
    AwardKind,
    CaseFact,
    DeedFact,
    DeedKind,
    FaultFact,
    FaultKind,
    Source,
    Standing,
    UnitFacts,
    deed_of_case,
)
from chuangcheng.supervision.appraisal.periods import Span
from chuangcheng.supervision.appraisal_policies import found_by, special_codes
from chuangcheng.supervision.models import Merit, SupervisionOrder
from chuangcheng.supervision.order_workflow import CLOSED, OPEN, SIGNED
from chuangcheng.supervision.queries.appraisals.members import Member
from chuangcheng.tasks.queries import appraised_tasks

TOLD_EVERY = 20_000  # cases
DAY = timedelta(days=1)
Told = Callable[[int], None]
FactT = TypeVar("FactT")


@dataclass
class Collected:
    """Facts of a period by the unit that they are of."""

    cases: defaultdict[int, list[CaseFact]] = field(default_factory=lambda: defaultdict(list))
    deeds: defaultdict[int, list[DeedFact]] = field(default_factory=lambda: defaultdict(list))
    awards: defaultdict[int, list[AwardFact]] = field(default_factory=lambda: defaultdict(list))
    faults: defaultdict[int, list[FaultFact]] = field(default_factory=lambda: defaultdict(list))
    of_standard: defaultdict[int, list[DeedFact]] = field(default_factory=lambda: defaultdict(list))

    def of(self, member: Member) -> UnitFacts:
        """All facts of who stands on a board, in the order of their ids."""
        units = member.unit_ids
        deeds = {deed.deed_id: deed for deed in chain(_of(self.deeds, units), _of(self.of_standard, member.standards))}
        return UnitFacts(
            member.key,
            tuple(sorted(_of(self.cases, units), key=lambda case: case.case_id)),
            tuple(deeds[deed_id] for deed_id in sorted(deeds)),
            tuple(sorted(_of(self.awards, units), key=lambda award: award.award_id)),
            tuple(sorted(_of(self.faults, units), key=lambda fault: fault.fault_id)),
        )


def collect(*, span: Span, now: datetime, with_stayed: bool = False, told: Told = lambda _count: None) -> Collected:
    """Everything of the period that counts, for the whole place; what stayed fixed where it is asked for."""
    found = Collected()
    finders = found_by(span.last)
    specials = _specials(span)
    promised = promised_cases(first=span.first, last=span.last)
    for count, case in enumerate(appraised_cases(first=span.first, last=span.last, now=now), start=1):
        fact = _case(case, finders, specials)
        found.cases[case.unit_id].append(fact)
        if case.id in promised and fact.standing in DUE:
            is_kept = fact.standing == Standing.ON_TIME
            promise = DeedFact(deed_of_case(fact.case_id, DeedKind.PROMISE), fact.unit, DeedKind.PROMISE, is_kept)
            found.deeds[case.unit_id].append(promise)
        if count % TOLD_EVERY == 0:
            told(count)
    _collect_deeds(found, span, now)
    _collect_orders(found, span, now)
    if with_stayed:
        _collect_stayed(found, span, local_date(now))
    _collect_merits(found, span)
    return found


def _of(facts: Mapping[int, list[FactT]], keys: frozenset[int]) -> Iterator[FactT]:
    return chain.from_iterable(facts[key] for key in keys if key in facts)


def _specials(span: Span) -> Mapping[str, Source]:
    codes = special_codes(span.last)
    if not codes:
        return {}
    found = sources_of_cases(codes=codes, first=span.first, last=span.last)
    return {case_id.hex: codes[code] for case_id, code in found.items()}


def _case(case: AppraisedCase, finders: Mapping[str, Source], specials: Mapping[str, Source]) -> CaseFact:
    """That it came back counts once: the times before were counted where they happened."""
    case_id = case.id.hex
    return CaseFact(
        case_id=case_id,
        unit=str(case.unit_id),
        source=specials.get(case_id) or finders[case.source],
        standing=Standing(case.standing),
        is_urgent=case.is_urgent,
        is_fixed_on_spot=case.is_fixed_on_spot,
        rework_count=case.rework_count,
        relapse_count=min(case.relapse_count, 1),
    )


def _collect_deeds(found: Collected, span: Span, now: datetime) -> None:
    today = local_date(now)
    for task in appraised_tasks(first=span.first, last=span.last, today=today):
        deed = DeedFact(task.id.hex, str(task.unit_id), DeedKind.TASK, task.is_on_time)
        found.deeds[task.unit_id].append(deed)
        if task.standard_id is not None:
            found.of_standard[task.standard_id].append(deed)
    for material in appraised_materials(first=span.first, last=span.last, today=today):
        deed = DeedFact(material.id.hex, str(material.unit_id), DeedKind.MATERIAL, material.is_on_time)
        found.deeds[material.unit_id].append(deed)
        found.of_standard[material.standard_id].append(deed)


def _collect_orders(found: Collected, span: Span, now: datetime) -> None:
    """Orders whose answer was due. One that was sent back was not answered; without a late answer it is on time."""
    rows = SupervisionOrder.objects.filter(
        due_at__gte=start_of(span.first), due_at__lt=min(start_of(span.last + DAY), now), state__in=[*OPEN, CLOSED]
    )
    columns = ("pk", "unit", "due_at", "answered_at", "state")
    for pk, unit_id, due_at, answered_at, state in rows.order_by().values_list(*columns).iterator():
        is_on_time = answered_at is not None and answered_at <= due_at and state != SIGNED
        found.deeds[unit_id].append(DeedFact(pk.hex, str(unit_id), DeedKind.ORDER, is_on_time))


def _collect_stayed(found: Collected, span: Span, today: date) -> None:
    """The shortest of the looks back says how long a fix has to stay."""
    days, last = min(days_looked_at(span.last)), min(span.last, today)
    for fix in appraised_fixes(first=span.first, last=last, days=days):
        deed_id = deed_of_case(fix.id.hex, DeedKind.STAYED)
        found.deeds[fix.unit_id].append(DeedFact(deed_id, str(fix.unit_id), DeedKind.STAYED, fix.has_stayed))


def _collect_merits(found: Collected, span: Span) -> None:
    rows = Merit.objects.filter(on__gte=span.first, on__lte=span.last, withdrawal__isnull=True).order_by()
    for pk, unit_id, kind, is_doubled in rows.values_list("pk", "unit", "kind", "is_doubled").iterator():
        if kind in AWARDS:
            found.awards[unit_id].append(AwardFact(pk.hex, str(unit_id), AwardKind(kind), is_doubled))
        else:
            found.faults[unit_id].append(FaultFact(pk.hex, str(unit_id), FaultKind(kind), is_doubled))


AWARDS = frozenset(kind.value for kind in AwardKind)
