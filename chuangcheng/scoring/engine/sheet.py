"""From facts to a sheet: parts, standards, contents, items, methods and the whole, each with bounds.

A part without facts is unknown: it is neither lost nor won, so it widens the bounds and stays out of the rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from chuangcheng.scoring.engine.facts import NO_FACTS, FactBook, Facts
from chuangcheng.scoring.engine.framework import Framework, Part, Standard
from chuangcheng.scoring.engine.problems import problems_of
from chuangcheng.scoring.engine.total import Hundred, Line, Outcome, outcome

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class PartScore:
    part: Part
    full: Fraction  # points
    earned: Fraction | None  # points; None = unknown
    facts: Facts  # those that counted, down to the records

    @property
    def line(self) -> Line:
        return Line.unknown(self.full) if self.earned is None else Line(self.full, self.earned, self.full)


@dataclass(frozen=True, slots=True)
class StandardScore:
    standard: Standard
    parts: tuple[PartScore, ...]
    line: Line

    @property
    def has_unknown(self) -> bool:
        return not self.parts or any(part.earned is None for part in self.parts)


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    framework: Framework
    own: Hundred  # before gate and negative list
    outcome: Outcome  # what is announced: total, bounds, void, gate, suspensions
    whole: Line
    methods: Mapping[str, Line]  # by method, in the order of the weights; the next three as the framework has them
    items: Mapping[str, Line]
    contents: Mapping[tuple[str, str], Line]  # by item and content
    standards: Mapping[str, StandardScore]  # by code
    missing_methods: tuple[str, ...]  # methods without facts
    problems: tuple[str, ...]  # whole sentences

    @property
    def unknown(self) -> list[str]:
        """Codes of the standards with any unknown part, in the order of the framework."""
        return [code for code, standard in self.standards.items() if standard.has_unknown]


def score(framework: Framework, facts: FactBook) -> ScoreSheet:
    """The sheet that the facts give under the framework; never raises for odd facts, lists them in `problems`."""
    standards = {
        standard.code: _standard_score(standard, facts.standards.get(standard.code, NO_FACTS))
        for standard in framework.standards
    }
    return assembled(framework, standards, facts, problems=tuple(problems_of(framework, facts)))


def assembled(
    framework: Framework, standards: Mapping[str, StandardScore], facts: FactBook, *, problems: tuple[str, ...]
) -> ScoreSheet:
    """The sheet of standards that are scored already; of the facts only hits and linked scores count here."""
    whole = Line.total(standard.line for standard in standards.values())
    found = _grouped((part.part.method, part.line) for each in standards.values() for part in each.parts)
    methods = {name: found[name] for name in (*framework.method_weights, *found) if name in found}
    own = Hundred.of_methods(methods, framework.method_weights) if framework.method_weights else Hundred.of(whole)
    return ScoreSheet(
        framework=framework,
        own=own,
        outcome=outcome(own, framework, facts),
        whole=whole,
        methods=methods,
        items=_grouped((each.standard.item, each.line) for each in standards.values()),
        contents=_grouped(((each.standard.item, each.standard.content), each.line) for each in standards.values()),
        standards=standards,
        missing_methods=_missing_methods(framework, methods),
        problems=problems,
    )


def scored_standard(standard: Standard, parts: tuple[PartScore, ...]) -> StandardScore:
    """A standard with its parts; unknown as a whole while its shares do not add to 1."""
    if not standard.has_sound_shares:
        return StandardScore(standard, parts, Line.unknown(standard.full))
    return StandardScore(standard, parts, Line.total(part.line for part in parts))


def _standard_score(standard: Standard, facts: Facts) -> StandardScore:
    parts = (
        _part_score(standard, part, full, facts.for_method(part.method))
        for part, full in zip(standard.parts, standard.full_of_parts, strict=True)
    )
    return scored_standard(standard, tuple(parts))


def _part_score(standard: Standard, part: Part, full: Fraction, facts: Facts) -> PartScore:
    earned = part.rule.earned(full, facts) if part.rule and standard.has_sound_shares else None
    return PartScore(part, full, earned, facts)


def _grouped(lines: Iterable[tuple[K, Line]]) -> dict[K, Line]:
    groups: dict[K, list[Line]] = {}
    for key, line in lines:
        groups.setdefault(key, []).append(line)
    return {key: Line.total(group) for key, group in groups.items()}


def _missing_methods(framework: Framework, methods: Mapping[str, Line]) -> tuple[str, ...]:
    named = dict.fromkeys([*framework.method_weights, *methods])
    return tuple(name for name in named if name not in methods or not methods[name].known_full)
