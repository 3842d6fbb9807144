"""From facts to proposals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.supervision.accountability.facts import Record, RecordKind, UnitFacts
from chuangcheng.supervision.accountability.grounds import Grade, Ground, Measure, Whom, weight_of
from chuangcheng.supervision.accountability.lines import Line


@dataclass(frozen=True, slots=True)
class Finding:
    """A line that the records meet."""

    line: Line
    count: int
    of: int  # among so many; of BLACK, FIRST and RED the count itself
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one ground: the heaviest grade of the lines that are met."""

    ground: Ground
    grade: Grade
    whom: Whom
    findings: tuple[Finding, ...]  # one for each measure, by the heaviest line


def proposals(facts: UnitFacts, lines: Iterable[Line]) -> tuple[Proposal, ...]:
    """One for each ground that is met, in the order of `Ground`; an on-time record in place of a late one never adds
    one of blame."""
    met: dict[Ground, dict[Measure, Finding]] = {}
    for line in sorted(lines, key=lambda each: (weight_of(each.grade), each.count)):
        finding = _finding(facts, line)
        if finding is not None:
            met.setdefault(line.ground, {})[line.measure] = finding
    return tuple(_proposal(ground, tuple(met[ground].values())) for ground in Ground if ground in met)


def _proposal(ground: Ground, findings: Sequence[Finding]) -> Proposal:
    grade = max((finding.line.grade for finding in findings), key=weight_of)
    whom = {finding.line.whom for finding in findings if finding.line.grade == grade}
    return Proposal(ground, grade, whom.pop() if len(whom) == 1 else Whom.BOTH, tuple(findings))


def _finding(facts: UnitFacts, line: Line) -> Finding | None:
    """What the line counts, when it is enough; the share is compared exactly."""
    records, of = _counted(facts, line)
    if len(records) < line.count or len(records) * 100 < line.share * of:
        return None
    return Finding(line, len(records), of, tuple(sorted(records)))


def _counted(facts: UnitFacts, line: Line) -> tuple[list[Record], int]:
    """The records that count, and among how many."""
    return COUNTED[line.measure](facts, line.times)


def _late(facts: UnitFacts, _times: int) -> tuple[list[Record], int]:
    late = _cases(case.id for case in facts.due if case.is_late)
    unsigned = [deed.record for deed in facts.signed if deed.is_late]
    return [*late, *unsigned], len(facts.due) + len(facts.signed)


def _missed(facts: UnitFacts, _times: int) -> tuple[list[Record], int]:
    return [deed.record for deed in facts.asked if deed.is_late], len(facts.asked)


def _sent_back(facts: UnitFacts, times: int) -> tuple[list[Record], int]:
    return _cases(case.id for case in facts.sent_back if case.times >= times), len(facts.sent_back)


def _reworked(facts: UnitFacts, times: int) -> tuple[list[Record], int]:
    return _cases(case.id for case in facts.cases if case.reworks >= times), len(facts.cases)


def _relapsed(facts: UnitFacts, times: int) -> tuple[list[Record], int]:
    return _cases(case.id for case in facts.cases if case.relapses >= times), len(facts.cases)


def _problems(facts: UnitFacts, _times: int) -> tuple[list[Record], int]:
    return _cases(case.id for case in facts.cases), facts.cases_of_all


def _never_late(facts: UnitFacts, _times: int) -> tuple[list[Record], int]:
    deeds = [*facts.signed, *facts.asked]
    of = len(facts.due) + len(deeds)
    if any(case.is_late for case in facts.due) or any(deed.is_late for deed in deeds):
        return [], of
    # An order may be signed for and answered: it is one record.
    return sorted({*_cases(case.id for case in facts.due), *(deed.record for deed in deeds)}), of


def _kept(facts: UnitFacts, _times: int) -> tuple[list[Record], int]:
    is_kept = not any(case.reworks or case.relapses or case.is_late for case in facts.cases)
    return _cases(case.id for case in facts.due) if is_kept else [], len(facts.due)


def _rows(rows: Sequence[str]) -> tuple[list[Record], int]:
    return [Record(RecordKind.RESULT, row) for row in rows], len(rows)


def _cases(ids: Iterable[str]) -> list[Record]:
    return [Record(RecordKind.CASE, each) for each in ids]


COUNTED: Mapping[Measure, Callable[[UnitFacts, int], tuple[list[Record], int]]] = {
    Measure.LATE: _late,
    Measure.MISSED: _missed,
    Measure.SENT_BACK: _sent_back,
    Measure.REWORKED: _reworked,
    Measure.RELAPSED: _relapsed,
    Measure.PROBLEMS: _problems,
    Measure.NEVER_LATE: _never_late,
    Measure.KEPT: _kept,
    Measure.BLACK: lambda facts, _times: _rows(facts.black),
    Measure.RED: lambda facts, _times: _rows(facts.red),
    Measure.FIRST: lambda facts, _times: _rows(facts.first),
}
