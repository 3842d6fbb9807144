"""Rows of offices become tasks: for each unit that answers for it one. What a row lacks is said, and nothing is guessed
that would bind a unit; the same row again is the same task."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.run import row_kept_apart
from chuangcheng.core.imports.values import BadValue, parse_list
from chuangcheng.core.times import today
from chuangcheng.orgs.services import NamedUnits
from chuangcheng.standards.queries import StandardsInForce
from chuangcheng.tasks.access import visible_tasks
from chuangcheng.tasks.cells import read_cell
from chuangcheng.tasks.ledger import EDITED
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.policies import known_tags
from chuangcheng.tasks.services.asking import ask_for
from chuangcheng.tasks.services.checking import NewTask, TaskGiven, WrongFact, facts_of, known_of
from chuangcheng.tasks.services.making import split_task, tell_made, write_tasks
from chuangcheng.tasks.services.people import NamedPeople
from chuangcheng.tasks.tags import MOST_LETTERS, MOST_TAGS, read_tags, written_tags
from chuangcheng.tasks.workflow import State

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

STANDING = re.compile(r"长期|常年|持续|常态|全年|每[年季月周日]")
_YEAR = re.compile(r"(20\d\d)\s*年")
_COUNTED = re.compile(r"\d\s*([^\d\s.,，%％()（）]{1,4})$")  # 12处
_PHONE = re.compile(r"[\d\-—+()（）\s]{5,}")
TITLE_LETTERS, TARGET_LETTERS = 60, 300
FACTS = ("target", "measure", "now_amount", "target_amount", "work_standard", "measures", "proof", "starts_on", "days")
BATCH = 500  # keys in one query


@dataclass(frozen=True, slots=True)
class _Line:
    """A row for one of its units."""

    row: Row
    unit: Unit
    given: TaskGiven
    key: str  # the same for the same row again


def from_file(report: Report, rows: Sequence[Row]) -> str:
    """The file as a reason."""
    return _("从Excel导入：%(file)s") % {"file": report.file_name or (rows[0].sheet if rows else "")}


def make_of_rows(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Makes the tasks of rows that are none of ours; counts each row."""
    if not rows:
        return
    reader = _Reader(rows, actor, report)
    lines = {id(row): found for row in report.watched(rows) if (found := reader.lines_of(row))}
    flat = [line for found in lines.values() for line in found]
    there = _there(flat)
    checked = _checked(flat, there, report)
    parts = [row for row in rows if row.values.get("parent") and id(row) in lines]
    reason = from_file(report, rows)
    made = _write(checked, {id(row) for row in parts}, actor, reason)
    for row in parts:
        made |= _split(row, [line for line in checked if line.row is row], actor, report, reason)
    _count(rows, lines, made, there, report)


class _Reader:
    """Understands the rows of one file; units, people and standards are looked up once for all of them."""

    def __init__(self, rows: Sequence[Row], actor: Actor, report: Report) -> None:
        self._units = NamedUnits(actor=actor, report=report)
        self._people = NamedPeople(name for row in rows for name in _names(row))
        self._standards = StandardsInForce()
        self._known_tags = frozenset(known_tags())
        self._report = report
        self._has_told: set[str] = set()

    def lines_of(self, row: Row) -> list[_Line]:
        """The row for each of its units; none where it lacks something, which is listed."""
        title = _text(row, "title") or _text(row, "standard")
        if not title:
            self._report.reject(row, "title", _("没有写任务，请补上。"))
            return []
        units = self._units_of(row)
        if not units:
            self._report.reject(row, "unit", _("没有责任单位，请补上。"))
            return []
        try:
            given = self._given(row, title)
        except WrongFact as problem:
            column = EDITED.get(problem.field_name)
            self._report.reject(row, column.key if column else "", str(problem))
            return []
        return [
            _Line(row, unit, replace(given, unit_id=unit.pk, person_id=self._person(row, unit)), _key(row, unit))
            for unit in units
        ]

    def _units_of(self, row: Row) -> list[Unit]:
        """As a breakdown by standards does: the responsible units, else those that lead."""
        for key in ("unit", "lead"):
            names = row.values.get(key) or ()
            found = {unit.pk: unit for name in names for unit in self._units.units(name, row, key)}
            if found:
                return list(found.values())
        return []

    def _given(self, row: Row, title: str) -> TaskGiven:
        year = _year_of(row)
        due_on, is_standing = self._due(row, year)
        read = {name: _read(row, name, year) for name in FACTS}
        amounts = _amounts(row, read)
        target = read["target"] or _text(row, "standard")[:TARGET_LETTERS]
        return TaskGiven(
            **{**read, **amounts, "target": target},
            title=_short(title),
            unit_id=None,
            due_on=due_on,
            tags=self._tags(row),
            is_standing=is_standing or bool(_read(row, "is_standing", year)),
            standard_id=self._standards.find(code=_text(row, "code"), text=_text(row, "standard")),
        )

    def _tags(self, row: Row) -> str:
        """Of the named programmes those that the office has; the others are listed."""
        names = read_tags(_text(row, "tags"))
        for name in names:
            if name not in self._known_tags:
                words = _("兼顾工作中没有“%(name)s”，没有采用；在系统设置中添加后可在台账中标注。")
                self._tell_once(f"tag {name}", row, "tags", words % {"name": name[:MOST_LETTERS]})
        return written_tags([name for name in names if name in self._known_tags][:MOST_TAGS])

    def _due(self, row: Row, year: int) -> tuple[date, bool]:
        """The last day; that of the year for work that goes on all the time."""
        written = _text(row, "due_on")
        if not written:
            raise WrongFact("due_on", _("没有完成时限，请补上。"))
        try:
            return read_cell("due_on", _cell(row, "due_on"), year=year), bool(STANDING.search(written))
        except BadValue as problem:
            if not STANDING.search(written):
                raise WrongFact("due_on", str(problem)) from problem
        self._tell_once("standing", row, "due_on", _("写“长期坚持”一类的，时限按当年12月31日，每月报进展。"))
        return date(year, 12, 31), True

    def _person(self, row: Row, unit: Unit) -> int | None:
        found = [self._people.find(name, unit.path)[0] for name in _names(row)]
        person = next((each for each in found if each is not None), None)
        if person is None and found:
            words = _("表中的责任人没有登记在责任单位的，没有采用；登记后可在台账中填写。")
            self._tell_once("people", row, "person", words)
        return person

    def _tell_once(self, about: str, row: Row, key: str, sentence: str) -> None:
        if about not in self._has_told:
            self._has_told.add(about)
            self._report.note(row, key, sentence)


def _cell(row: Row, key: str) -> Any:
    at = row.layout.positions.get(key)
    return "" if at is None else row.cells[at]


def _text(row: Row, key: str) -> str:
    return row.text(key).strip()


def _short(text: str) -> str:
    line = " ".join(text.split()).rstrip("。； ")
    return line if len(line) <= TITLE_LETTERS else f"{line[: TITLE_LETTERS - 1]}…"


def _names(row: Row) -> list[str]:
    """The people in a cell, without their phones."""
    return [name for each in parse_list(_PHONE.sub(" ", row.text("person"))) if (name := each.strip(" :："))]


def _year_of(row: Row) -> int:
    """The year that the title of the table names, else this one."""
    found = _YEAR.search(row.layout.title)
    return int(found[1]) if found else today().year


def _read(row: Row, name: str, year: int) -> Any:
    """The fact that a cell says. Raises WrongFact."""
    try:
        return read_cell(name, _cell(row, name), year=year)
    except BadValue as problem:
        measure = _COUNTED.search(_text(row, name)) if name in ("now_amount", "target_amount") else None
        if measure is None:
            raise WrongFact(name, str(problem)) from problem
        return _read_counted(_text(row, name)[: measure.start(1)], name, year)


def _read_counted(text: str, name: str, year: int) -> Any:
    try:
        return read_cell(name, text, year=year)
    except BadValue as problem:
        raise WrongFact(name, str(problem)) from problem


def _amounts(row: Row, read: Mapping[str, Any]) -> dict[str, Any]:
    """Where the table says the gap and no target, the target is what stands now and the gap; 12处 names its measure."""
    now_amount, target_amount, measure = read["now_amount"], read["target_amount"], read["measure"]
    gap = _read_gap(row) if target_amount is None else None
    if gap is not None:
        target_amount = (now_amount or Decimal(0)) + gap
    if not measure:
        found = _COUNTED.search(_text(row, "target_amount") or _text(row, "quantity"))
        measure = found[1] if found else "%" if _text(row, "target_amount").endswith(("%", "％")) else ""
    if target_amount is None:
        now_amount = None  # a present figure alone sets no target; it stays in the office's own table
    return {"now_amount": now_amount, "target_amount": target_amount, "measure": measure}


def _read_gap(row: Row) -> Decimal | None:
    text = _text(row, "quantity")
    measure = _COUNTED.search(text)
    if not text:
        return None
    try:
        found: Decimal | None = read_cell("target_amount", text[: measure.start(1)] if measure else text, year=0)
    except BadValue:
        return None  # words such as 待核定 say no figure
    return found


def _key(row: Row, unit: Unit) -> str:
    """What a row asks of a unit, as a digest."""
    keys = ("number", "code", "title", "standard", "target", "target_amount", "quantity", "due_on", "parent")
    said = [*(_text(row, key) for key in keys), str(unit.pk)]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def _there(lines: Sequence[_Line]) -> dict[str, str]:
    """Key of a line → number of the task that it is already: made of the same row, or open, of the same name, unit and
    standard."""
    keys = [line.key for line in lines]
    found: dict[str, str] = {}
    for start in range(0, len(keys), BATCH):
        rows = Task.objects.filter(import_key__in=keys[start : start + BATCH])
        found |= dict(rows.values_list("import_key", "number"))
    open_tasks = Task.objects.exclude(state__in=[State.VOID.value, State.CLOSED.value])
    same: dict[tuple[Any, ...], str] = {}
    for start in range(0, len(lines), BATCH):
        some = lines[start : start + BATCH]
        rows = open_tasks.filter(
            unit__in={line.unit.pk for line in some}, title__in={line.given.title for line in some}
        )
        same |= {each[:3]: each[3] for each in rows.values_list("unit_id", "title", "standard_id", "number")}
    for line in lines:
        number = same.get((line.unit.pk, line.given.title, line.given.standard_id))
        if number is not None:
            found.setdefault(line.key, number)
    return found


def _checked(lines: Sequence[_Line], there: Mapping[str, str], report: Report) -> list[_Line]:
    """The lines that can be made, with what others lack listed; a row of which one line is wrong is left out whole."""
    known = known_of([line.given for line in lines], ())
    wrong: dict[int, tuple[Row, WrongFact]] = {}
    seen: set[str] = set(there)
    fresh: list[_Line] = []
    for line in lines:
        try:
            facts_of(line.given, known)
        except WrongFact as problem:
            wrong.setdefault(id(line.row), (line.row, problem))
            continue
        if line.key not in seen:
            seen.add(line.key)
            fresh.append(line)
    for row, refusal in wrong.values():
        column = EDITED.get(refusal.field_name)
        report.reject(row, column.key if column is not None else "", str(refusal))
    return [line for line in fresh if id(line.row) not in wrong]


def _write(lines: Sequence[_Line], parts: set[int], actor: Actor, reason: str) -> set[int]:
    """Writes the tasks that have none above; gives the ids of their rows."""
    top = [line for line in lines if id(line.row) not in parts]
    if not top:
        return set()
    known = known_of([line.given for line in top], ())
    new = [NewTask(new_id(), line.given, line.key) for line in top]
    made = write_tasks(actor, new, [facts_of(line.given, known) for line in top], None)
    ask_for(actor, made, reason)
    tell_made(actor, made, None)
    return {id(line.row) for line in top}


def _split(row: Row, lines: Sequence[_Line], actor: Actor, report: Report, reason: str) -> set[int]:
    """Makes a row a part of the task whose number it names."""
    number = row.values["parent"]
    parent = visible_tasks(actor).filter(number=number).values_list("pk", flat=True).first()
    if parent is None:
        report.reject(row, "parent", _("没有编号为%(number)s的任务，请核对编号。") % {"number": number})
        return set()
    if not lines:
        return set()
    before = len(report.rejections)
    with row_kept_apart(row, report):
        split_task(
            actor=actor,
            task_id=parent,
            lines=[NewTask(new_id(), line.given, line.key) for line in lines],
            despite=reason,
        )
    return {id(row)} if len(report.rejections) == before else set()


def _count(
    rows: Iterable[Row], lines: Mapping[int, Sequence[_Line]], made: set[int], there: Mapping[str, str], report: Report
) -> None:
    rejected = {(problem.sheet, problem.row) for problem in report.rejections}
    rows = list(rows)
    taken = [row for row in rows if id(row) in made]
    count = sum(len([line for line in lines[id(row)] if line.key not in there]) for row in taken)
    if count > len(taken):
        words = _("%(rows)s行成为%(tasks)s项任务：责任单位有几个的，每个单位一项。")
        report.note_file(taken[0].sheet, words % {"rows": len(taken), "tasks": count})
    for row in rows:
        if id(row) in made:
            report.created += 1
        elif id(row) in lines and (row.sheet, row.number) not in rejected:
            report.unchanged += 1
            number = next((there[line.key] for line in lines[id(row)] if line.key in there), "")
            if number:
                report.note(row, "", _("已有任务%(number)s，没有再建。") % {"number": number})
