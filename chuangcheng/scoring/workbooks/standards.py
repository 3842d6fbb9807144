"""The sheet of standards: rows of one code are the parts of one standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from chuangcheng.scoring.engine import Part, Standard, read_rule
from chuangcheng.scoring.engine.rounding import Number, plain_text
from chuangcheng.scoring.workbooks.cells import (
    BadCell,
    code_of,
    marks_in,
    name_key,
    number_text,
    share_in,
    shown_name,
)
from chuangcheng.scoring.workbooks.remarks import Remarks
from chuangcheng.scoring.workbooks.tables import Row, Table

_NO_METHOD = "未写测评方法"
_NAMES = {"item": "测评项目", "content": "测评内容", "name": "测评标准"}


@dataclass(frozen=True, slots=True)
class StandardsRead:
    standards: tuple[Standard, ...]  # in the order of the sheet
    methods: Mapping[str, str]  # key of a method -> its name as first written
    rejected: frozenset[str]  # keys of codes whose rows could not be used


@dataclass(slots=True)
class _Draft:
    """A standard while its rows are read; names and marks come from the first row that has them."""

    code: str
    row: int  # the first
    marks: Number | None  # points
    names: dict[str, str]
    parts: list[Part]


class _Reader:
    def __init__(self, table: Table, problems: Remarks, notes: Remarks) -> None:
        self._table, self._problems, self._notes = table, problems, notes
        self._shared_by = self._standards_of_merged_marks()
        self.drafts: dict[str, _Draft] = {}
        self.methods: dict[str, str] = {}
        self.rejected: set[str] = set()

    def read(self, row: Row) -> None:
        if not any(number_text(row[field]) for field in ("code", "marks", "rule")):
            return  # a title or a note
        try:
            code = code_of(row["code"])
            draft = self._draft(code, row)
        except BadCell as reason:
            self._say(row, str(reason))
            self.rejected.add(name_key(row["code"]))
            return
        draft.parts.append(self._part(row))

    def _draft(self, code: str, row: Row) -> _Draft:
        names = {field: shown_name(row[field]) for field in _NAMES}
        marks = self._marks(row)
        draft = self.drafts.get(name_key(code))
        if draft is None:
            draft = self.drafts[name_key(code)] = _Draft(code, row.number, marks, names, [])
        self._refuse_other(draft, marks, names)
        draft.marks = marks if draft.marks is None else draft.marks
        draft.names = {field: draft.names[field] or name for field, name in names.items()}
        return draft

    def _refuse_other(self, draft: _Draft, marks: Number | None, names: Mapping[str, str]) -> None:
        others = [label for field, label in _NAMES.items() if _differ(names[field], draft.names[field])]
        if marks is not None and draft.marks is not None and marks != draft.marks:
            others.append("分值")
        if others:
            raise BadCell(f"编号“{draft.code}”与第{draft.row}行重复而{'、'.join(others)}不同，这一行没有使用")

    def _marks(self, row: Row) -> Number | None:
        if not number_text(row["marks"]):
            return None
        marks = marks_in(row["marks"], "分值")
        sharing = self._shared_by.get(row.number, 1)
        if sharing == 1:
            return marks
        self._note(row, f"合并的分值{plain_text(marks)}平均分给{sharing}条标准")
        return Fraction(marks) / sharing

    def _part(self, row: Row) -> Part:
        method = shown_name(row["method"])
        if not method:
            self._say(row, "没有写测评方法")
        reading = read_rule(shown_name(row["rule"]), number_text(row["parameters"]))
        for problem in reading.problems:
            self._say(row, problem)
        return Part(self.methods.setdefault(name_key(method), method or _NO_METHOD), self._share(row), reading.rule)

    def _share(self, row: Row) -> Decimal:
        if not number_text(row["share"]):
            return Decimal(1)
        try:
            return share_in(row["share"], "份额")
        except BadCell as reason:
            self._say(row, str(reason))
            return Decimal(0)  # the shares no longer add to 1, so that the standard is unknown

    def _standards_of_merged_marks(self) -> dict[int, int]:
        """Row number -> how many standards share the merged cell of marks that the row stands in."""
        place = self._table.places.get("marks", -1)
        ranges = [range(top + 1, low + 2) for (top, left), (low, right) in self._table.merged if left <= place <= right]
        keys = {row.number: name_key(row["code"]) for row in self._table.rows}
        counts = [(rows, len({keys[row] for row in rows if keys.get(row)})) for rows in ranges]
        return {row: count for rows, count in counts for row in rows}

    def _say(self, row: Row, reason: str) -> None:
        self._problems.add(self._table.name, row.number, reason)

    def _note(self, row: Row, reason: str) -> None:
        self._notes.add(self._table.name, row.number, reason)


def read_standards(table: Table, problems: Remarks, notes: Remarks) -> StandardsRead:
    """The standards in the table; rows that cannot be used go to `problems`, shared marks to `notes`."""
    reader = _Reader(table, problems, notes)
    for row in table.rows:
        reader.read(row)
    for draft in reader.drafts.values():
        if draft.marks is None:
            problems.add(table.name, draft.row, f"标准“{draft.code}”没有写分值，没有使用")
    lost = {key for key, draft in reader.drafts.items() if draft.marks is None}
    return StandardsRead(_standards(reader.drafts.values()), reader.methods, frozenset(reader.rejected | lost))


def _standards(drafts: Iterable[_Draft]) -> tuple[Standard, ...]:
    return tuple(
        Standard(
            code=draft.code,
            item=draft.names["item"],
            content=draft.names["content"],
            marks=draft.marks,
            parts=tuple(draft.parts),
            name=draft.names["name"],
        )
        for draft in drafts
        if draft.marks is not None
    )


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and name_key(one) != name_key(other)
