"""What happened to a unit in a period. Facts, not counts, so that every figure opens to the records that made it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """Who found a case or asked for a material."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    BUREAU = "bureau"
    DIGITAL = "digital"  # 数字城管
    COMPLAINT = "complaint"
    MEDIA = "media"
    LEADER = "leader"


class Standing(StrEnum):
    """How a case stands at the end of the period. Closed before its time is on time, and counts as due."""

    NOT_FILED = "not_filed"  # received, refused
    NOT_DUE = "not_due"  # open, its time not up
    ON_TIME = "on_time"
    LATE = "late"  # closed late
    OPEN = "open"  # time up, still open
    POSTPONED = "postponed"  # 缓办, approved


class DeedKind(StrEnum):
    """What a unit was to do, besides cases."""

    TASK = "task"
    MATERIAL = "material"
    PROMISE = "promise"  # to be done by a day for which the unit itself asked and that was granted
    ORDER = "order"  # a supervision order, to be answered
    STAYED = "stayed"  # a fix that was to stay fixed for some days


class AwardKind(StrEnum):
    """What a unit is praised for."""

    CITY_PRAISE = "city_praise"
    PRAISE = "praise"  # by the district or the street
    CLEAN_SITE_CITY = "clean_site_city"
    CLEAN_SITE_DISTRICT = "clean_site_district"
    COMMENDED = "commended"  # by a decision on reward


class FaultKind(StrEnum):
    """What a unit is blamed for, besides its cases."""

    FRAUD = "fraud"
    UNJUSTIFIED_REFUSAL = "unjustified_refusal"
    UNANSWERED_COMPLAINT = "unanswered_complaint"
    REPEATED_COMPLAINT = "repeated_complaint"
    PETITION_RED = "petition_red"
    PETITION_BLUE = "petition_blue"
    HELD_TO_ACCOUNT = "held_to_account"  # by a decision on accountability


DUE = frozenset({Standing.ON_TIME, Standing.LATE, Standing.OPEN})
CLOSED = frozenset({Standing.ON_TIME, Standing.LATE})
OVERDUE = frozenset({Standing.LATE, Standing.OPEN})
SET_ASIDE = frozenset({Standing.NOT_FILED, Standing.POSTPONED})
"""Cases that no line counts. The sources set postponed ones aside in rates; in deductions too: our choice."""


@dataclass(frozen=True, slots=True)
class CaseFact:
    case_id: str
    unit: str
    source: Source
    standing: Standing
    is_urgent: bool = False
    is_doubled: bool = False  # as if of the media or of leaders
    is_fixed_on_spot: bool = False
    rework_count: int = 0
    relapse_count: int = 0

    def __post_init__(self) -> None:
        if self.rework_count < 0 or self.relapse_count < 0:
            raise ValueError(f"case {self.case_id} has a count below 0")

    @property
    def counts_double(self) -> bool:
        """Whether it came from the media or from leaders, or was marked so."""
        return self.is_doubled or self.source in (Source.MEDIA, Source.LEADER)


@dataclass(frozen=True, slots=True)
class DeedFact:
    """What fell due in the period: done on time, or of a fix, that it stayed fixed. Ids differ from those of cases."""

    deed_id: str
    unit: str
    kind: DeedKind
    is_on_time: bool
    asked_by: Source = Source.DISTRICT


def deed_of_case(case_id: str, kind: DeedKind) -> str:
    """The id of what else is asked of a case than to be closed; `record_behind` leads back to the case."""
    return f"{case_id}-{kind}"


def record_behind(fact_id: str) -> str:
    """The id of the record with a page of its own: the case of `deed_of_case`, else the same id."""
    return fact_id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class AwardFact:
    award_id: str
    unit: str
    kind: AwardKind
    is_doubled: bool = False


@dataclass(frozen=True, slots=True)
class FaultFact:
    fault_id: str
    unit: str
    kind: FaultKind
    is_doubled: bool = False


Fact = CaseFact | DeedFact | AwardFact | FaultFact


class CountedTwice(ValueError):
    """The same record was given twice for one unit."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """All facts of one unit in one period, in the order of their ids."""

    unit: str
    cases: tuple[CaseFact, ...] = ()
    deeds: tuple[DeedFact, ...] = ()
    awards: tuple[AwardFact, ...] = ()
    faults: tuple[FaultFact, ...] = ()

    @property
    def due(self) -> tuple[CaseFact, ...]:
        """The cases whose time was up, postponed ones left out: 应结案数 − 缓办数."""
        return tuple(case for case in self.cases if case.standing in DUE)

    @property
    def workload(self) -> int:
        """How many cases the unit had to deal with, due or not."""
        return sum(case.standing != Standing.NOT_FILED for case in self.cases)


@dataclass
class _Drawers:
    cases: list[CaseFact] = field(default_factory=list)
    deeds: list[DeedFact] = field(default_factory=list)
    awards: list[AwardFact] = field(default_factory=list)
    faults: list[FaultFact] = field(default_factory=list)

    def put(self, fact: Fact) -> None:
        match fact:
            case CaseFact():
                self.cases.append(fact)
            case DeedFact():
                self.deeds.append(fact)
            case AwardFact():
                self.awards.append(fact)
            case FaultFact():
                self.faults.append(fact)


def by_unit(facts: Iterable[Fact], *, units: Iterable[str] = ()) -> Mapping[str, UnitFacts]:
    """The facts of each unit, of those in `units` too that have none."""
    drawers: defaultdict[str, _Drawers] = defaultdict(_Drawers)
    for unit in units:
        drawers[unit] = _Drawers()
    for fact in facts:
        drawers[fact.unit].put(fact)
    return {unit: _sorted(unit, drawers[unit]) for unit in sorted(drawers)}


def _sorted(unit: str, drawers: _Drawers) -> UnitFacts:
    for ids in (
        Counter(case.case_id for case in drawers.cases),
        Counter(deed.deed_id for deed in drawers.deeds),
        Counter(award.award_id for award in drawers.awards),
        Counter(fault.fault_id for fault in drawers.faults),
    ):
        if ids and max(ids.values()) > 1:
            raise CountedTwice(unit)
    return UnitFacts(
        unit,
        tuple(sorted(drawers.cases, key=lambda case: case.case_id)),
        tuple(sorted(drawers.deeds, key=lambda deed: deed.deed_id)),
        tuple(sorted(drawers.awards, key=lambda award: award.award_id)),
        tuple(sorted(drawers.faults, key=lambda fault: fault.fault_id)),
    )
