"""What came of a mock assessment: its sheet, our own of the same day, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.command.access import mock_for
from chuangcheng.command.comparison import Compared, Comparison, UnknownPart, compare
from chuangcheng.command.models import MockAssessment, MockResult
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import Refusal
from chuangcheng.core.times import local_date
from chuangcheng.scoring.access import VIEW as VIEW_SCORES
from chuangcheng.scoring.engine import half_up, score_text
from chuangcheng.scoring.engine.rules import AllOrNothing, Deduct
from chuangcheng.scoring.queries import SheetChoice, SubjectSheet, sheet_for
from chuangcheng.scoring.queries.announced import (
    Loss,
    ShownLine,
    ShownTotal,
    greatest_losses,
    shown_line,
    shown_total,
)
from chuangcheng.scoring.queries.voids import void_periods

RELEASED = "released"  # the state of a round
MOST_PROBLEMS = 10
COUNTING_RULES = (Deduct, AllOrNothing)


class NotReleased(Refusal):
    """There is no report before the round is released."""

    def __init__(self) -> None:
        super().__init__(_("这一轮还没有发布，或您没有查看得分的权限，没有报告。"))


@dataclass(frozen=True)
class ShownCompared:
    """A line of the comparison, rounded half-up to 2 places."""

    name: str
    text: str  # of a standard; "" otherwise
    key: int | None  # of a standard
    full: str  # points that both know
    own_rate: str  # per cent
    mock_rate: str  # per cent
    flattery: str  # points with their sign
    tone: str  # worse, better, same


@dataclass(frozen=True)
class MainProblem:
    """A standard that lost marks in the mock assessment, with what was found."""

    loss: Loss
    failed: int  # checks
    violations: int


@dataclass(frozen=True)
class ShownUnknown:
    """A part that the mock assessment leaves unknown."""

    code: str
    text: str
    method: str
    full: str  # points
    is_known_to_us: bool


@dataclass(frozen=True)
class MockReport:
    """The report in the form of an official result, beside our own sheet."""

    mock: MockAssessment
    day: date  # of the release, the last day whose facts count
    sheet: SubjectSheet  # this round's checks alone, recorded facts as they are
    own: SubjectSheet  # all other released rounds, the same recorded facts
    comparison: Comparison

    @cached_property
    def total(self) -> ShownTotal:
        """What the mock assessment announces."""
        return shown_total(self.sheet)

    @cached_property
    def own_total(self) -> ShownTotal:
        """What our own sheet announces."""
        return shown_total(self.own)

    @cached_property
    def difference(self) -> str:
        """Our total less the mock's, points of 100 with the sign; "" while one of them is not known."""
        own, mock = self.own.sheet.outcome.score.total, self.sheet.sheet.outcome.score.total
        return "" if own is None or mock is None else signed(own - mock)

    @cached_property
    def methods(self) -> list[tuple[str, str, ShownLine]]:
        """Name, weight and line of each method."""
        weights = self.sheet.sheet.framework.method_weights
        return [(name, str(weights.get(name, "")), shown_line(row)) for name, row in self.sheet.sheet.methods.items()]

    @cached_property
    def items(self) -> list[tuple[str, ShownLine]]:
        """Name and line of each item."""
        return [(name, shown_line(row)) for name, row in self.sheet.sheet.items.items()]

    @cached_property
    def problems(self) -> list[MainProblem]:
        """What lost most, at most ten."""
        return [self._problem(loss) for loss in greatest_losses(self.sheet, at_most=MOST_PROBLEMS)]

    @cached_property
    def compared_methods(self) -> list[ShownCompared]:
        """The methods, greatest flattery first."""
        return [_shown(row) for row in self.comparison.methods]

    @cached_property
    def compared_items(self) -> list[ShownCompared]:
        """The items, greatest flattery first."""
        return [_shown(row) for row in self.comparison.items]

    @cached_property
    def compared_standards(self) -> list[ShownCompared]:
        """The standards, greatest flattery first."""
        return [_shown(row, self.texts, self.sheet.keys) for row in self.comparison.standards]

    @cached_property
    def counts_faults(self) -> bool:
        """True when standards lose by the number of faults: whoever looks oftener loses more by them."""
        parts = (part.part.rule for each in self.sheet.sheet.standards.values() for part in each.parts)
        return any(isinstance(rule, COUNTING_RULES) for rule in parts)

    @cached_property
    def whole(self) -> ShownCompared:
        """Everything that both know."""
        return _shown(self.comparison.whole)

    @cached_property
    def unknown(self) -> list[ShownUnknown]:
        """What the mock assessment did not see."""
        return [self._unknown(row) for row in self.comparison.unknown]

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Code of a standard → its wording."""
        return {code: each.standard.name for code, each in self.sheet.sheet.standards.items()}

    def _problem(self, loss: Loss) -> MainProblem:
        # Parts of a standard share its checks, so they are not added.
        bases = self.sheet.bases[loss.standard.code]
        failed, violations = (basis.failed for basis in bases), (basis.violations for basis in bases)
        return MainProblem(loss, max(failed, default=0), max(violations, default=0))

    def _unknown(self, row: UnknownPart) -> ShownUnknown:
        return ShownUnknown(row.code, self.texts[row.code], row.method, score_text(row.full) or "", row.is_known_to_us)


def report_of(*, actor: Actor, mock: MockAssessment) -> MockReport | None:
    """The report; None until the round is released, and for who sees no scores. A constant number of queries."""
    released_at = mock.round.released_at
    if mock.round.state != RELEASED or released_at is None or not actor.may(VIEW_SCORES):
        return None
    day, framework_id = local_date(released_at), mock.round.framework_id
    alone = SheetChoice(day, round_id=mock.round_id)
    others = SheetChoice(day, without_round_id=mock.round_id)
    sheet = sheet_for(actor=actor, framework_id=framework_id, choice=alone)
    own = sheet_for(actor=actor, framework_id=framework_id, choice=others)
    return MockReport(mock, day, sheet, own, compare(mock=sheet.sheet, own=own.sheet))


def released_report(*, actor: Actor, mock_id: UUID) -> MockReport:
    """The report for a paper. Raises NotFound, or NotReleased when there is none to read."""
    report = report_of(actor=actor, mock=mock_for(actor, mock_id))
    if report is None:
        raise NotReleased
    return report


@dataclass(frozen=True)
class MockRow:
    """A mock assessment in the list, with its totals of the release; None until they are kept."""

    mock: MockAssessment
    result: MockResult | None
    is_void: bool  # a hit that stands today, whenever it was confirmed, voids the totals of that day


def mock_rows(mocks: Iterable[MockAssessment]) -> list[MockRow]:
    """The rows of a list that `visible_mocks` gave. One query more than reading them."""
    rows = list(mocks)
    periods = void_periods({found.round.framework.code for found in rows})
    return [MockRow(found, getattr(found, "result", None), _is_void(found, periods)) for found in rows]


def _is_void(found: MockAssessment, periods: Mapping[str, Sequence[tuple[date, date]]]) -> bool:
    if found.round.released_at is None:
        return False
    day = local_date(found.round.released_at)
    return any(first <= day <= last for first, last in periods.get(found.round.framework.code, ()))


def signed(number: Fraction) -> str:
    """Points with 2 places and the sign, +1.50; nought has none."""
    rounded = half_up(number)
    return f"+{rounded:f}" if rounded > 0 else f"{rounded:f}"


def _shown(
    row: Compared, texts: Mapping[str, str] | None = None, keys: Mapping[str, int] | None = None
) -> ShownCompared:
    rounded = half_up(row.flattery)
    return ShownCompared(
        name=row.name,
        text=(texts or {}).get(row.name, ""),
        key=(keys or {}).get(row.name),
        full=score_text(row.full) or "",
        own_rate=_percent(row.own_rate),
        mock_rate=_percent(row.mock_rate),
        flattery=signed(row.flattery),
        tone="worse" if rounded > 0 else "better" if rounded < 0 else "same",
    )


def _percent(rate: Fraction | None) -> str:
    return "" if rate is None else score_text(100 * rate) or ""
