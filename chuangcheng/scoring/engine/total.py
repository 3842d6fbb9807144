"""From lines of marks to the score out of 100: method weights, gate framework, negative list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from chuangcheng.scoring.engine.facts import FactBook, Hit, HitStatus
from chuangcheng.scoring.engine.framework import Framework, Gate, NegativeEntry, Sanction, SanctionKind
from chuangcheng.scoring.engine.sums import NOTHING, exact_sum

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """Marks of a standard, a content, an item, a method or the whole."""

    full: Fraction  # points
    earned: Fraction  # points, 0..known_full
    known_full: Fraction  # points, full marks of the parts that are known, 0..full

    @classmethod
    def unknown(cls, full: Fraction) -> Line:
        return cls(full, NOTHING, NOTHING)

    @classmethod
    def total(cls, lines: Iterable[Line]) -> Line:
        found = list(lines)
        if len(found) == 1:
            return found[0]
        return cls(
            exact_sum(line.full for line in found),
            exact_sum(line.earned for line in found),
            exact_sum(line.known_full for line in found),
        )

    @property
    def rate(self) -> Fraction | None:
        """earned / known_full, 0..1; None when nothing is known."""
        return self.earned / self.known_full if self.known_full else None

    @property
    def low(self) -> Fraction:
        """Points if everything unknown is lost."""
        return self.earned

    @property
    def high(self) -> Fraction:
        """Points if everything unknown is won."""
        return self.earned + self.full - self.known_full


@dataclass(frozen=True, slots=True)
class Hundred:
    """A score out of 100 with its bounds."""

    total: Fraction | None  # None when nothing is known
    low: Fraction | None  # None when there are no marks at all
    high: Fraction | None

    @classmethod
    def of(cls, whole: Line) -> Hundred:
        """The score without method weights."""
        if not whole.full:
            return cls(None, None, None)
        total = None if whole.rate is None else _HUNDRED * whole.rate
        return cls(total, _HUNDRED * whole.low / whole.full, _HUNDRED * whole.high / whole.full)

    @classmethod
    def of_methods(cls, methods: Mapping[str, Line], weights: Mapping[str, Decimal]) -> Hundred:
        """The score with method weights: total over those with facts, bounds over those with standards."""
        weighted = [(Fraction(weights[name]), line) for name, line in methods.items() if name in weights and line.full]
        return cls(
            _weighted_mean([(weight, line.rate) for weight, line in weighted if line.rate is not None]),
            _weighted_mean([(weight, line.low / line.full) for weight, line in weighted]),
            _weighted_mean([(weight, line.high / line.full) for weight, line in weighted]),
        )

    def blended(self, gate: Gate, linked: Decimal | None) -> Hundred:
        """With the linked framework's share; while its score is unknown the total stays our own, the bounds widen."""
        lowest, highest = (Fraction(0), Fraction(_HUNDRED)) if linked is None else (Fraction(linked),) * 2
        return Hundred(
            self.total if linked is None else _mixed(self.total, Fraction(linked), gate),
            _mixed(self.low, lowest, gate),
            _mixed(self.high, highest, gate),
        )

    def less(self, points: Fraction) -> Hundred:
        """With the points taken off all three, none below 0."""
        return Hundred(_less(self.total, points), _less(self.low, points), _less(self.high, points))


@dataclass(frozen=True, slots=True)
class Outcome:
    score: Hundred
    is_void: bool  # a standing veto: the score is computed, and not valid
    linked: Decimal | None  # points of 100 of the gate framework; None = no gate, or not known
    gate_failed: bool | None  # None = there is a gate and its score is not known
    suspended: tuple[str, ...]  # codes of the standing entries that suspend
    void_by: tuple[str, ...]  # codes of the standing entries that void
    deducted: Fraction  # points of 100 taken off by standing entries


def outcome(own: Hundred, framework: Framework, facts: FactBook) -> Outcome:
    """What is announced: our own score, blended with the gate framework, less the deductions of the negative list."""
    gate = framework.gate
    linked = facts.linked.get(gate.name) if gate else None
    standing = standing_entries(framework.negative, facts.hits)
    deducted = sum((Fraction(sanction.points) for _, sanction in standing), Fraction(0))
    void_by = _codes(standing, SanctionKind.VOID)
    return Outcome(
        score=(own.blended(gate, linked) if gate else own).less(deducted),
        is_void=bool(void_by),
        linked=linked,
        gate_failed=_gate_failed(gate, linked) if gate else False,
        suspended=_codes(standing, SanctionKind.SUSPEND),
        void_by=void_by,
        deducted=deducted,
    )


def standing_entries(negative: Iterable[NegativeEntry], hits: Iterable[Hit]) -> list[tuple[str, Sanction]]:
    """Code and sanction of the entries whose last hit stands, in the order of the list."""
    last = {hit.code: hit.status for hit in hits}
    return [
        (entry.code, entry.sanction)
        for entry in negative
        if entry.sanction and last.get(entry.code) is HitStatus.STANDING
    ]


def _gate_failed(gate: Gate, linked: Decimal | None) -> bool | None:
    if gate.minimum is None:
        return False
    return None if linked is None else linked < gate.minimum


def _codes(standing: Iterable[tuple[str, Sanction]], kind: SanctionKind) -> tuple[str, ...]:
    return tuple(code for code, sanction in standing if sanction.kind is kind)


def _mixed(own: Fraction | None, linked: Fraction, gate: Gate) -> Fraction | None:
    share = Fraction(gate.share)
    return None if own is None else (1 - share) * own + share * linked


def _less(number: Fraction | None, points: Fraction) -> Fraction | None:
    return None if number is None else max(Fraction(0), number - points)


def _weighted_mean(shares: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    weights = sum((weight for weight, _ in shares), Fraction(0))
    return _HUNDRED * sum((weight * share for weight, share in shares), Fraction(0)) / weights if weights else None
