"""What the records show of one unit in one period. Approved extensions and pauses are in the facts already: a case that
is late here was late by the deadline in force, and one that is postponed (缓办) is not here at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RecordKind(StrEnum):
    CASE = "case"
    ORDER = "order"
    TASK = "task"
    MATERIAL = "material"
    CIRCULAR = "circular"
    RESULT = "result"  # a row of a published board


@dataclass(frozen=True, slots=True, order=True)
class Record:
    """Something with a page of its own."""

    kind: RecordKind
    id: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case whose deadline lay in the period."""

    id: str
    is_due: bool  # its time was up, or it was closed before
    is_late: bool
    reworks: int = 0
    relapses: int = 0

    def __post_init__(self) -> None:
        if self.reworks < 0 or self.relapses < 0:
            raise ValueError(f"case {self.id} has a count below 0")
        if self.is_late and not self.is_due:
            raise ValueError(f"case {self.id} is late before it is due")


@dataclass(frozen=True, slots=True)
class SentBack:
    """A case that this unit sent back in the period."""

    id: str
    times: int  # that it was sent back up to the end of the period, by whichever unit

    def __post_init__(self) -> None:
        if self.times < 1:
            raise ValueError(f"case {self.id} was not sent back")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to be done, or to be signed for, by a moment in the period."""

    record: Record
    is_late: bool


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """All of one unit, each record once."""

    unit: str
    cases: tuple[Case, ...] = ()
    sent_back: tuple[SentBack, ...] = ()
    signed: tuple[Deed, ...] = ()  # orders and circulars to be signed for
    asked: tuple[Deed, ...] = ()  # tasks, materials, orders to be answered
    black: tuple[str, ...] = ()  # rows of one board, on the black list in a row up to this period; the longest
    red: tuple[str, ...] = ()  # rows of boards of this period
    first: tuple[str, ...] = ()
    cases_of_all: int = 0  # of all units together

    def __post_init__(self) -> None:
        if self.cases_of_all < len(self.cases):
            raise ValueError(f"unit {self.unit} has more cases than all together")

    @property
    def due(self) -> tuple[Case, ...]:
        """The cases whose time was up."""
        return tuple(case for case in self.cases if case.is_due)
