"""Codes of standards in a sheet: as written, or made from the order of items and contents when it has no codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from django.utils.translation import gettext as _

from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.standards.drafts import StandardDraft, comparable

Wording: TypeAlias = tuple[str, str, str]  # item, content, text in the form in which they are compared


def code_rows(rows: Sequence[Row], *, existing: Sequence[StandardDraft], report: Report) -> list[tuple[str, Row]]:
    """Code and row; a row without a code in a sheet that has codes is rejected."""
    maker = _CodeMaker(existing)
    coded = []
    for row in rows:
        if not row.has("code"):
            maker.say_once(row, report)
            coded.append((maker.code_of(row), row))
        elif row.values.get("code"):
            coded.append((row.values["code"], row))
        else:
            report.reject(row, "code", _("没有填写编号，请补上。"))
    return coded


class _CodeMaker:
    """Gives 1.2.3 for the third standard of the second content of the first item; known wordings keep their code."""

    def __init__(self, existing: Sequence[StandardDraft]) -> None:
        self._known = {_wording(draft.item, draft.content, draft.text): draft.code for draft in existing}
        self._taken = {draft.code for draft in existing}
        self._items = list(dict.fromkeys(comparable(draft.item) for draft in existing))
        self._contents: defaultdict[str, list[str]] = defaultdict(list)
        for draft in existing:
            if comparable(draft.content) not in self._contents[comparable(draft.item)]:
                self._contents[comparable(draft.item)].append(comparable(draft.content))
        self._counts: Counter[str] = Counter()
        self._has_said = False

    def code_of(self, row: Row) -> str:
        wording = _wording(row.values["item"], row.values.get("content") or row.values["item"], row.values["standard"])
        if wording not in self._known:
            self._known[wording] = self._next(wording)
        return self._known[wording]

    def say_once(self, row: Row, report: Report) -> None:
        if not self._has_said:
            self._has_said = True
            report.note(row, "code", _("表中没有编号列，各条标准按项目、内容的次序编号。"))

    def _next(self, wording: Wording) -> str:
        item, content, _text = wording
        contents = self._contents[item]
        for name, names in ((item, self._items), (content, contents)):
            if name not in names:
                names.append(name)
        prefix = f"{self._items.index(item) + 1}.{contents.index(content) + 1}"
        while True:
            self._counts[prefix] += 1
            code = f"{prefix}.{self._counts[prefix]}"
            if code not in self._taken:
                self._taken.add(code)
                return code


def _wording(item: str, content: str, text: str) -> Wording:
    return comparable(item), comparable(content), comparable(text)
