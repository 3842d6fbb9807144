"""Our own ledger, come back with edited cells. What a task asks for is changed, with the file as reason, and its unit
where the rules allow (`handing_over`). State and progress are moved in the product only, and what both sides changed
stays as it is here: both are listed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.imports.marks import LETTERS, edited_words, headers_of, mark_of_values, text_under
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import BadValue
from chuangcheng.core.sheets import Cell
from chuangcheng.tasks.cells import read_cell
from chuangcheng.tasks.ledger import COLUMNS, EDITED, exported_words, line_of
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.services.editing import MOST_EDITS, TaskEdit, WrongCell, plan_edits, write_edits
from chuangcheng.tasks.services.ledger.new_rows import from_file
from chuangcheng.tasks.services.people import NamedPeople
from chuangcheng.tasks.services.units import NamedTakers


@dataclass(frozen=True)
class _Names:
    """Who is meant by the names in cells."""

    people: NamedPeople
    units: NamedTakers

    def path_of(self, unit: str, task: Task) -> str:
        """The tree path of the unit that the row names; that of the task's own where it names none that is known."""
        found = None if unit in ("", task.unit.name) else self.units.find(unit)[0]
        return found.path if found is not None else task.unit.path


@dataclass
class _Taken:
    """What the edited cells of the rows say."""

    edits: list[TaskEdit] = field(default_factory=list)
    rows: dict[Any, Row] = field(default_factory=dict)  # id of the task → its row


def take_back(rows: Sequence[Row], tasks: Mapping[str, Task], *, actor: Actor, report: Report) -> None:
    """Takes the edited cells of rows with numbers of ours; counts each row."""
    people = NamedPeople(text_under(row, word) for row in rows for word in (_words(row)["person"],))
    names, taken = _Names(people, NamedTakers(actor)), _Taken()
    for row in report.watched(rows):
        number = row.values["number"]
        if number not in tasks:
            report.reject(row, "number", _("没有编号为%(number)s的任务，请核对编号。") % {"number": number})
        elif tasks[number].pk in taken.rows:
            words = _("编号%(number)s在表中不止一行，以上面一行为准。") % {"number": number}
            report.reject(row, "number", words)
        else:
            taken.rows[tasks[number].pk] = row
            _take(row, tasks[number], names, taken, report)
    reason = from_file(report, rows)
    for start in range(0, len(taken.edits), MOST_EDITS):
        report.updated += _write(taken.edits[start : start + MOST_EDITS], taken, actor, reason, report)
    rejected = {(problem.sheet, problem.row) for problem in report.rejections}
    taken_rows = [row for row in taken.rows.values() if (row.sheet, row.number) not in rejected]
    report.unchanged += len(taken_rows) - report.updated


def _take(row: Row, task: Task, names: _Names, taken: _Taken, report: Report) -> None:
    words = _words(row)
    mark = row.values.get("mark") or ""
    edited = edited_words(row, list(words.values()), str(mark))
    if edited is None:
        sentence = _("%(number)s是本系统的任务，但这一行没有导出标记，看不出改了哪些格，没有改动。")
        report.note(row, "", sentence % {"number": task.number})
        return
    moved = _moved_on(task, str(mark))
    facts: dict[str, Any] = {}
    for key in _edited_keys(words, edited):
        word = words[key]
        meant, found = _cell(row, key, words, task, names, report)
        if found is _NOTHING or found == getattr(task, _FIELDS[meant]):
            continue
        if meant in moved:
            sentence = _("“%(word)s”导出以后在系统中也改过，没有采用表中的“%(text)s”。")
            report.note_under(row, word, sentence % {"word": word, "text": text_under(row, word)[:60]})
            continue
        facts[_FIELDS[meant]] = found
    if facts:
        taken.edits.append(TaskEdit(task.pk, new_id(), facts))


def _edited_keys(words: Mapping[str, str], edited: Collection[str]) -> list[str]:
    """Of the columns those with an edited cell. A gap follows from now and target where one of them is edited."""
    keys = [key for key, word in words.items() if word in edited]
    return [key for key in keys if key != "quantity" or not {"now_amount", "target_amount"}.intersection(keys)]


_NOTHING = object()
_FIELDS = {column.key: column.field for column in COLUMNS if column.field}
_FOLLOWS = frozenset({"item"})  # from the standard


def _cell(row: Row, key: str, words: Mapping[str, str], task: Task, names: _Names, report: Report) -> tuple[str, Any]:
    """The column that an edited cell means and the fact that it says; _NOTHING where it says none that can be taken,
    which is listed."""
    word = words[key]
    if key == "quantity":
        return "target_amount", _target_of_gap(row, word, task, report)
    if key not in _FIELDS:
        if key not in _FOLLOWS:
            report.note_under(row, word, _why_fixed(key) % {"word": word})
        return key, _NOTHING
    if key == "person":
        found, wrong = names.people.find(text_under(row, word), names.path_of(text_under(row, words["unit"]), task))
    elif key == "unit":
        unit, wrong = names.units.find(text_under(row, word))
        found = unit.pk if unit is not None else None
    else:
        found, wrong = _read(_FIELDS[key], _raw(row, key, word), year=task.due_on.year)
    if wrong:
        report.note_under(row, word, _("%(problem)s这一格没有改动。") % {"problem": wrong})
        return key, _NOTHING
    return key, found


def _why_fixed(key: str) -> str:
    if key == "served":
        return _("“%(word)s”由指标对照得出，只供查看，没有采用表中的内容。")
    return _("“%(word)s”不能用表格改，请在任务页面办理；其余各格照常处理。")


def _target_of_gap(row: Row, word: str, task: Task, report: Report) -> Any:
    """The target that an edited gap means, in the direction that the task has."""
    gap, wrong = _read("target_amount", _raw(row, "quantity", word), year=0)
    if wrong or gap is None or task.target_amount is None:
        sentence = _("“%(word)s”由现状和目标数量得出，请先填写这两格；这一格没有改动。")
        report.note_under(row, word, sentence % {"word": word})
        return _NOTHING
    now = task.now_amount or Decimal(0)
    return now - gap if task.target_amount < now else now + gap


def _read(name: str, cell: Cell, *, year: int) -> tuple[Any, str]:
    try:
        return read_cell(name, cell, year=year), ""
    except BadValue as problem:
        return None, str(problem)


def _raw(row: Row, key: str, word: str) -> Cell:
    layout = row.layout
    at = layout.positions.get(key, layout.extra.get(word))
    return "" if at is None else row.cells[at]


def _words(row: Row) -> dict[str, str]:
    """Key of a column → its header word in this file: the ledger goes out in the language of who takes it."""
    there = headers_of(row)
    written = [exported_words(language) for language, _name in settings.LANGUAGES]
    words = max(written, key=lambda each: (len(there.intersection(each)), each == written[0]))
    return {column.key: word for column, word in zip(COLUMNS, words, strict=True)}


def _moved_on(task: Task, mark: str) -> set[str]:
    """Keys of the columns that say something else here than when the line went out."""
    now = mark_of_values(line_of(task))
    return {
        column.key
        for place, column in enumerate(COLUMNS)
        if now[place * LETTERS : (place + 1) * LETTERS] != mark[place * LETTERS : (place + 1) * LETTERS]
    }


def _write(edits: list[TaskEdit], taken: _Taken, actor: Actor, reason: str, report: Report) -> int:
    """Writes what can be, lists what cannot; gives how many tasks changed. What one row lacks others may need, so the
    rest is looked at again until nothing is wrong."""
    while edits:
        plan = plan_edits(actor=actor, edits=edits, reason=reason)
        if not plan.wrong:
            write_edits(actor=actor, plan=plan, reason=reason)
            return len(plan.before)
        for wrong in plan.wrong:
            _list(wrong, taken.rows[wrong.task_id], report)
        bad = {wrong.task_id for wrong in plan.wrong}
        edits = [each for each in edits if each.task_id not in bad]
    return 0


def _list(wrong: WrongCell, row: Row, report: Report) -> None:
    column = EDITED.get(wrong.fact)
    report.reject(row, column.key if column is not None else "", wrong.sentence)
