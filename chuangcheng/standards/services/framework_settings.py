"""The sheet 体系 of a framework workbook: two columns without a header, name and value (DESIGN §5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import BadValue, parse_date, parse_number, parse_text
from chuangcheng.core.sheets import Cell
from chuangcheng.standards.drafts import comparable
from chuangcheng.standards.models import Framework
from chuangcheng.standards.services.framework_facts import checked_facts

# Field → its names in the sheet, the first of which the export writes.
NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("名称", "name"),
    "edition": ("版本", "edition"),
    "total": ("总分", "total"),
    "method_weights": ("方法权重", "method_weights"),
    "cycle_weights": ("周期权重", "cycle_weights"),
    "gate": ("门槛", "gate"),
    "window_from": ("窗口起", "window_from"),
    "window_to": ("窗口止", "window_to"),
    "counted_checks": ("检查计入", "counted_checks"),
    "levels": ("层级名称", "levels"),
    "programme": ("创建类别", "programme"),
    "note": ("体系说明", "note"),
}
COUNTED = {"全部": Framework.CountedChecks.ALL, "最近一次": Framework.CountedChecks.LATEST}
PROGRAMMES = {
    "文明": Framework.Programme.CIVILISED,
    "卫生": Framework.Programme.HYGIENE,
    "园林": Framework.Programme.GARDEN,
    "其他": Framework.Programme.OTHER,
}
_FIELDS = {comparable(word).replace("_", ""): field for field, words in NAMES.items() for word in words}


def read_settings(rows: Sequence[Row], report: Report) -> dict[str, Any]:
    """The framework's facts by field; a line that cannot be read is rejected, one not known or said twice is noted."""
    found: dict[str, Any] = {}
    for row in rows:
        field = _FIELDS.get(comparable(row.text("name")).replace("_", ""))
        if field is None:
            report.note(row, "name", _("没有“%(word)s”这一项，未使用。") % {"word": row.text("name")[:20]})
        elif field in found:
            report.note(row, "name", _("“%(word)s”前面已有，这一行未使用。") % {"word": row.text("name")[:20]})
        elif row.text("value"):
            try:
                found[field] = value_of(field, row.cells[row.layout.positions["value"]])
            except (BadValue, InvalidInput) as error:
                report.reject(row, "value", str(error))
    _drop_reversed_window(rows, found, report)
    return found


def value_of(field: str, cell: Cell) -> Any:
    """What is written about a fact, in the form in which it is kept. Raises BadValue, InvalidInput."""
    return checked_facts({field: _READERS.get(field, parse_text)(cell)})[field]


def shown_settings(framework: Framework) -> list[tuple[str, Decimal | str]]:
    """The lines of the sheet for a framework, without those that would say nothing."""
    written = {field: written_value(framework, field) for field in NAMES}
    return [(NAMES[field][0], value) for field, value in written.items() if value != ""]


def written_value(framework: Framework, field: str) -> Decimal | str:
    """A fact as the sheet and the forms write it: what `value_of` reads; "" for none."""
    value = getattr(framework, field)
    if value is None or value in ("", {}, []):
        return ""
    return _WRITERS[field](value) if field in _WRITERS else cast("Decimal | str", value)


def _drop_reversed_window(rows: Sequence[Row], found: dict[str, Any], report: Report) -> None:
    first, last = found.get("window_from"), found.get("window_to")
    if first and last and first > last:
        report.reject(rows[0], "", _("窗口的第一天晚于最后一天，窗口没有使用，请更正。"))
        del found["window_from"], found["window_to"]


def _list(cell: Cell) -> list[str]:
    return [piece.strip() for piece in re.split(r"[;；、,，/]", parse_text(cell)) if piece.strip()]


def _method_weights(cell: Cell) -> dict[str, str]:
    return _pairs(parse_text(cell), _("方法权重请写成“网上申报=40;实地考察=40;问卷调查=20”。"))


def _gate(cell: Cell) -> dict[str, str]:
    """ "未成年人:min=85;share=0.2" → name, min, share."""
    refusal = _("门槛请写成“未成年人:min=85;share=0.2”，最低分不超过100，占比在0到1之间。")
    name, _colon, rest = parse_text(cell).replace("：", ":").partition(":")
    pairs = _pairs(rest, refusal)
    if not {"share"} <= set(pairs) <= {"min", "share"}:
        raise BadValue(refusal)
    return {"name": name, **pairs}


def _pairs(text: str, refusal: str) -> dict[str, str]:
    """ "a=1;b=2" → {"a": "1", "b": "2"}; raises BadValue for a piece without "=" and for a name twice."""
    pieces = [piece for piece in re.split(r"[;；、,，]", text) if piece.strip()]
    split = [re.split(r"[=＝:：]", piece, maxsplit=1) for piece in pieces]
    pairs = {pair[0].strip(): pair[-1].strip() for pair in split}
    if len(pairs) != len(pieces) or any(len(pair) == 1 for pair in split):
        raise BadValue(refusal)
    return pairs


def _counted_checks(cell: Cell) -> str:
    return COUNTED.get(parse_text(cell), parse_text(cell).casefold())


def _programme(cell: Cell) -> str:
    return PROGRAMMES.get(parse_text(cell), parse_text(cell).casefold())


def _word(words: Mapping[str, str], value: str) -> str:
    return next((word for word, found in words.items() if found == value), value)


def _shown_gate(gate: Mapping[str, str]) -> str:
    return f"{gate['name']}:" + ";".join(f"{key}={gate[key]}" for key in ("min", "share") if key in gate)


_READERS: Mapping[str, Callable[[Cell], Any]] = {
    "total": parse_number,
    "method_weights": _method_weights,
    "cycle_weights": _list,
    "levels": _list,
    "gate": _gate,
    "window_from": parse_date,
    "window_to": parse_date,
    "counted_checks": _counted_checks,
    "programme": _programme,
}
_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "method_weights": lambda weights: ";".join(f"{name}={weight}" for name, weight in weights.items()),
    "cycle_weights": ";".join,
    "levels": ";".join,
    "gate": _shown_gate,
    "window_from": date.isoformat,
    "window_to": date.isoformat,
    "counted_checks": lambda value: _word(COUNTED, value),
    "programme": lambda value: _word(PROGRAMMES, value),
}
