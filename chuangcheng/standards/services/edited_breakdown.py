"""Our own 任务分解表, come back with edited cells: those are taken or listed, whatever has moved on here since.

Units change in every edition that is not closed; items, contents, wordings and marks only in a draft; codes and methods
in the product only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.marks import edited_words
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import today
from chuangcheng.standards.drafts import StandardDraft
from chuangcheng.standards.models import Content, Duty, Framework
from chuangcheng.standards.queries import drafts_of
from chuangcheng.standards.queries.arrangements import FIELDS as ARRANGED
from chuangcheng.standards.queries.arrangements import WORDS
from chuangcheng.standards.services.arrangements import (
    arranged_field,
    note_phones,
    write_arrangements,
)
from chuangcheng.standards.services.duty_changes import bound_by_rulings, held_duties, write_duties
from chuangcheng.standards.services.duty_rows import COLUMNS, UnitCells, Units, making_units
from chuangcheng.standards.services.tree import write_standards

# Header word → field of a standard, or key of the column of a duty; in the order of the marks. Two are only told.
FIELD_OF: Mapping[str, str] = {
    "编号": "",
    "测评项目": "item",
    "测评内容": "content",
    "测评标准": "standard",
    "测评方法": "",
    "分值": "marks",
    "牵头单位": "lead",
    "责任单位": "responsible",
    "配合单位": "supporting",
}
SHOWN_WORDS = tuple(FIELD_OF)
ARRANGED_WORDS = tuple(WORDS.values())  # behind them, in the table of an edition that has any
KEY_OF: Mapping[str, str] = {**FIELD_OF, **{word: key for key, word in WORDS.items()}}


@dataclass
class _Taken:
    """What the edited cells say, by code."""

    rows: dict[str, Row] = field(default_factory=dict)
    drafts: dict[str, StandardDraft] = field(default_factory=dict)
    duties: dict[str, dict[str, Units]] = field(default_factory=dict)
    arranged: dict[str, dict[str, str]] = field(default_factory=dict)


def marks_of(row: Row) -> tuple[str, ...] | None:
    """The header words whose cells were edited; None for a row that is none of ours."""
    mark = row.values.get("mark")
    if not mark:
        return None
    whole = edited_words(row, (*SHOWN_WORDS, *ARRANGED_WORDS), mark)
    return edited_words(row, SHOWN_WORDS, mark) if whole is None else whole


def take_edited(framework: Framework, rows: Sequence[Row], actor: Actor, report: Report) -> None:
    """Takes the edited cells of rows that bear a mark; counts each row."""
    now = {draft.code: draft for draft in drafts_of(framework)}
    reader = _Reader(framework, now, held_duties(framework), UnitCells(find=making_units(actor), report=report), report)
    for row in report.watched(rows):
        reader.read(row)
    taken = reader.taken
    changed = _write(framework, now, taken, actor, report)
    report.updated += len(changed)
    report.unchanged += len(taken.rows) - len(changed)


def _write(
    framework: Framework, now: Mapping[str, StandardDraft], taken: _Taken, actor: Actor, report: Report
) -> set[str]:
    duties, forbidden = bound_by_rulings(framework, taken.duties)
    for code in forbidden:
        report.note(taken.rows[code], "lead", _("该标准的牵头单位已有裁定，没有改动。"))
    if taken.drafts:
        _rename(framework, now, taken.drafts)
        write_standards(framework=framework, drafts=list(taken.drafts.values()))
    write_duties(framework, duties, day=today())
    note_phones(list(taken.rows.values()), report)
    return set(taken.drafts) | set(duties) | write_arrangements(framework, taken.arranged, actor=actor)


@dataclass
class _Reader:
    """Understands the edited cells of one table."""

    framework: Framework
    now: Mapping[str, StandardDraft]
    held: Mapping[str, Mapping[str, Units]]
    cells: UnitCells
    report: Report
    taken: _Taken = field(default_factory=_Taken)

    def read(self, row: Row) -> None:
        code = row.values.get("code") or ""
        if code not in self.now:
            words = _("“%(name)s”中没有编号为“%(code)s”的标准，请核对编号。")
            self.report.reject(row, "code", words % {"name": str(self.framework), "code": code})
        elif code in self.taken.rows:
            self.report.reject(row, "code", _("编号%(number)s在表中不止一行，以上面一行为准。") % {"number": code})
        else:
            self.taken.rows[code] = row
            self._take(code, row)

    def _take(self, code: str, row: Row) -> None:
        changed: dict[str, Any] = {}
        for word in marks_of(row) or ():
            key = KEY_OF[word]
            if key in ARRANGED and self.framework.state != Framework.State.CLOSED:
                self.taken.arranged.setdefault(code, {})[arranged_field(key)] = row.values.get(key) or ""
            elif key in COLUMNS and self.framework.state != Framework.State.CLOSED:
                self._take_units(code, row, key)
            elif (
                key
                and key not in (*COLUMNS, *ARRANGED)
                and self.framework.state == Framework.State.DRAFT
                and row.values.get(key)
            ):
                changed["text" if key == "standard" else key] = row.values[key]
            else:
                self.report.note_under(row, word, self._why_not(word, key, row))
        if changed.get("item", self.now[code].item) != self.now[code].item:
            changed["item_code"] = ""  # the number belongs to the other item
        draft = replace(self.now[code], **changed)
        if draft != self.now[code]:
            self.taken.drafts[code] = draft

    def _is_of_draft(self, key: str) -> bool:
        is_wording = key not in ("", *COLUMNS, *ARRANGED)
        return is_wording and self.framework.state == Framework.State.DRAFT

    def _take_units(self, code: str, row: Row, key: str) -> None:
        found = self.cells.duties_in([row])
        kinds = {str(COLUMNS[key]): found[COLUMNS[key]]}
        if key == "lead" and len(row.values.get(key) or ()) > 1:
            kinds[str(Duty.Kind.RESPONSIBLE)] = found[Duty.Kind.RESPONSIBLE]
        for kind, units in kinds.items():
            is_understood = units or not row.text(key)
            if is_understood and set(units) != set(self.held.get(code, {}).get(kind, ())):
                self.taken.duties.setdefault(code, {})[kind] = units

    def _why_not(self, word: str, key: str, row: Row) -> str:
        if self.framework.state == Framework.State.CLOSED:
            return _("该体系已停用，“%(word)s”没有改动。") % {"word": word}
        if not key:
            return _("“%(word)s”没有改动，请在体系页面修改。") % {"word": word}
        if self.framework.state == Framework.State.DRAFT and not row.values.get(key):
            return _("“%(word)s”不能为空，没有改动。") % {"word": word}
        return _("该体系已经启用，“%(word)s”没有改动，请沿用为新版本后修改。") % {"word": word}


def _rename(framework: Framework, now: Mapping[str, StandardDraft], drafts: Mapping[str, StandardDraft]) -> None:
    """An item or content all of whose standards were given the same new name is renamed, and keeps leader and place."""
    after = {code: drafts.get(code, draft) for code, draft in now.items()}
    items = _renamed([(now[code].item, draft.item) for code, draft in after.items()])
    for old, new in items.items():
        framework.items.filter(name=old).update(name=new)
    moved = [
        ((items.get(now[code].item, now[code].item), now[code].content), (draft.item, draft.content))
        for code, draft in after.items()
    ]
    for (item, old), (other, new) in _renamed(moved).items():
        if item == other:
            Content.objects.filter(item__framework=framework, item__name=item, name=old).update(name=new)


def _renamed(pairs: Sequence[tuple[Any, Any]]) -> dict[Any, Any]:
    """Old → new name, where all of the old go to one new that was not there before."""
    olds = {old for old, _new in pairs}
    targets: dict[Any, set[Any]] = {}
    for old, new in pairs:
        targets.setdefault(old, set()).add(new)
    found = {old: next(iter(news)) for old, news in targets.items() if len(news) == 1}
    fresh = {old: new for old, new in found.items() if new not in olds}
    taken = list(fresh.values())
    return {old: new for old, new in fresh.items() if taken.count(new) == 1}
