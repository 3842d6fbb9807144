"""The facts workbook: checks, values, grades, proofs, hits of the negative list and linked scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from chuangcheng.core.sheets import Book, Unreadable
from chuangcheng.scoring.engine import (
    Check,
    FactBook,
    Facts,
    Grade,
    Hit,
    HitStatus,
    Proof,
    Standard,
    Tally,
    TallyCounter,
    Value,
    Verdict,
    grade_letter,
)
from chuangcheng.scoring.engine.written import same_word
from chuangcheng.scoring.workbooks.cells import (
    BadCell,
    code_of,
    count_in,
    day_in,
    name_key,
    number_in,
    number_text,
    shown_name,
)
from chuangcheng.scoring.workbooks.fact_sheets import (
    CHECKS,
    FACT_SHEETS,
    GRADES,
    HIT_COLUMNS,
    HITS_SHEET,
    LINKED_COLUMNS,
    LINKED_SHEET,
    PROOFS,
    STATUSES,
    VALUES,
    VERDICTS,
    Kind,
)
from chuangcheng.scoring.workbooks.framework import FrameworkFile
from chuangcheng.scoring.workbooks.remarks import Remarks
from chuangcheng.scoring.workbooks.tables import Row, named_by_columns, rows_in, sheet_called

F = TypeVar("F")
_HUNDRED = 100


@dataclass(frozen=True)
class FactsFile:
    facts: FactBook
    problems: tuple[str, ...]
    notes: tuple[str, ...]  # rows that are sound and were left out


def read_facts(book: Book, file: FrameworkFile) -> FactsFile:
    """The facts in the workbook about the framework. Raises Unreadable when it holds no sheet of facts."""
    names = [kind.names for kind in FACT_SHEETS] + [HITS_SHEET, LINKED_SHEET]
    if not any(sheet_called(book, each) for each in names):
        raise Unreadable("数据文件里没有“检查”“数值”“等级”“材料”“负面”“联系”中的任何一张表，请检查是否选错了文件。")
    return _Reader(book, file).read()


class _Reader:
    def __init__(self, book: Book, file: FrameworkFile) -> None:
        self._book, self._file = book, file
        self._problems, self._notes = Remarks(), Remarks()
        self._methods = {
            key: {name_key(part.method): part.method for part in standard.parts}
            for key, standard in file.standards.items()
        }
        self._uses = {
            key: {part.rule.uses for part in standard.parts if part.rule} for key, standard in file.standards.items()
        }

    def read(self) -> FactsFile:
        facts = FactBook(self._standards_facts(), self._hits(), self._linked())
        return FactsFile(facts, tuple(self._problems.sentences()), tuple(self._notes.sentences()))

    def _standards_facts(self) -> dict[str, Facts]:
        tallies = self._tallies()
        values = self._each(VALUES, _value)
        grades = self._each(GRADES, _grade)
        proofs = self._each(PROOFS, _proof)
        codes = dict.fromkeys([*tallies, *values, *grades, *proofs])
        return {
            code: Facts(tallies.get(code, ()), values.get(code, ()), grades.get(code, ()), proofs.get(code, ()))
            for code in codes
        }

    def _tallies(self) -> dict[str, list[Tally]]:
        counter = TallyCounter()
        for code, check in self._read(CHECKS, _check):
            counter.add(code, check)
        return _by_code(counter.tallies())

    def _each(self, kind: Kind, fact: Callable[[Row, str], F]) -> dict[str, list[F]]:
        return _by_code(self._read(kind, fact))

    def _read(self, kind: Kind, fact: Callable[[Row, str], F]) -> Iterator[tuple[str, F]]:
        """Code of the standard and fact, for every row of the sheet that can be used."""
        for sheet, row in rows_in(self._book, kind.names, kind.columns):
            try:
                standard = self._standard(row) if self._is_in_window(kind, sheet, row) else None
                found = (standard.code, fact(row, self._method(standard, row))) if standard else None
            except BadCell as reason:
                self._problems.add(sheet, row.number, str(reason))
                continue
            if standard and found:
                self._note_unused(kind, standard, sheet, row)
                yield found

    def _standard(self, row: Row) -> Standard | None:
        """The standard of the row, None when its own row could not be used, which is said there."""
        code = code_of(row["code"])
        key = name_key(code)
        if key not in self._file.standards and key not in self._file.rejected:
            raise BadCell(f"标准编号“{code}”不在体系里，没有使用")
        return self._file.standards.get(key)

    def _method(self, standard: Standard, row: Row) -> str:
        written = name_key(row["method"])
        methods = self._methods[name_key(standard.code)]
        if written and written not in methods:
            raise BadCell(f"标准“{standard.code}”没有测评方法“{shown_name(row['method'])}”，没有使用")
        return methods.get(written, "")

    def _is_in_window(self, kind: Kind, sheet: str, row: Row) -> bool:
        first, last = self._file.window_from, self._file.window_to
        if first is None and last is None:
            return True
        if not number_text(row["time"]):
            self._note_no_time(kind, sheet, row)
            return True
        day = day_in(row["time"])
        is_inside = (first is None or first <= day) and (last is None or day <= last)
        if not is_inside:
            self._notes.add(sheet, row.number, "时间不在测评窗口内，没有使用")
        return is_inside

    def _note_no_time(self, kind: Kind, sheet: str, row: Row) -> None:
        if kind is CHECKS:
            self._notes.add(sheet, row.number, "没有写时间，按在测评窗口内计算")

    def _note_unused(self, kind: Kind, standard: Standard, sheet: str, row: Row) -> None:
        if kind.uses not in self._uses[name_key(standard.code)]:
            self._notes.add(sheet, row.number, f"标准“{standard.code}”的计分规则用不到这张表")

    def _hits(self) -> Sequence[Hit]:
        codes = {name_key(entry.code): entry.code for entry in self._file.framework.negative}
        hits = []
        for sheet, row in rows_in(self._book, HITS_SHEET, HIT_COLUMNS):
            try:
                code = code_of(row["code"])
                hits.append(Hit(codes.get(name_key(code), code), _status(row)))
            except BadCell as reason:
                self._problems.add(sheet, row.number, str(reason))
        return hits

    def _linked(self) -> Mapping[str, Decimal]:
        gate = self._file.framework.gate
        scores: dict[str, Decimal] = {}
        for sheet, row in rows_in(self._book, LINKED_SHEET, LINKED_COLUMNS):
            name = shown_name(row["name"])
            try:
                score = _linked_score(row)
            except BadCell as reason:
                self._problems.add(sheet, row.number, str(reason))
                continue
            scores[gate.name if gate and name_key(gate.name) == name_key(name) else name] = score
        return scores


def _check(row: Row, method: str) -> Check:
    verdict = VERDICTS.get(same_word(number_text(row["verdict"])))
    if verdict is None:
        raise BadCell(f"判定“{shown_name(row['verdict'])}”看不懂，请写合格、不合格或不适用")
    has_number = bool(number_text(row["violations"])) and verdict is not Verdict.NA
    violations = count_in(row["violations"], "违规数") if has_number else None
    return Check(name_key(row["site"]), verdict, violations, method)


def _value(row: Row, method: str) -> Value:
    return Value(number_in(row["number"], "数值"), method)


def _grade(row: Row, method: str) -> Grade:
    letter = grade_letter(number_text(row["letter"]))
    if not letter:
        raise BadCell("没有写等级")
    return Grade(letter, method)


def _proof(row: Row, method: str) -> Proof:
    return Proof(count_in(row["accepted"], "已认可"), count_in(row["required"], "应提供"), method)


def _linked_score(row: Row) -> Decimal:
    score = number_in(row["score"], "得分")
    if not 0 <= score <= _HUNDRED:
        raise BadCell(f"得分“{score}”不在0到100之间")
    return score


def _by_code(facts: Iterable[tuple[str, F]]) -> dict[str, list[F]]:
    grouped: dict[str, list[F]] = {}
    for code, fact in facts:
        grouped.setdefault(code, []).append(fact)
    return grouped


def _status(row: Row) -> HitStatus:
    status = STATUSES.get(same_word(number_text(row["status"])))
    if status is None:
        raise BadCell(f"状态“{shown_name(row['status'])}”看不懂，请写standing（成立）或lifted（已解除）")
    return status


def facts_of_csv(book: Book) -> Book:
    """A csv holds one sheet without a name of its own: it is the first kind of facts whose columns it has."""
    kinds = [(kind.names[0], kind.columns) for kind in FACT_SHEETS]
    return named_by_columns(book, [*kinds, (HITS_SHEET[0], HIT_COLUMNS), (LINKED_SHEET[0], LINKED_COLUMNS)])
