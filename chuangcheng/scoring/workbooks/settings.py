"""The sheet about the framework itself: two columns, no header, each row a setting and its value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from chuangcheng.core.sheets import Cell, Sheet
from chuangcheng.scoring.engine import Gate
from chuangcheng.scoring.engine.parameters import pairs_in
from chuangcheng.scoring.engine.written import same_word
from chuangcheng.scoring.workbooks.cells import (
    BadCell,
    day_in,
    marks_in,
    name_key,
    number_in,
    number_text,
    share_in,
    shown_name,
    weight_in,
)
from chuangcheng.scoring.workbooks.remarks import Remarks
from chuangcheng.scoring.workbooks.tables import field_of

_KEYS = {
    "名称": "name",
    "版本": "edition",
    "总分": "total",
    "方法权重": "methodweights",
    "周期权重": "cycleweights",
    "门槛": "gate",
    "窗口起": "windowfrom",
    "窗口止": "windowto",
}
_FIELDS = {**_KEYS, **{key: key for key in _KEYS.values()}}
_HUNDRED = 100


@dataclass(slots=True)
class Settings:
    name: str = ""
    edition: str = ""
    declared_total: Decimal | None = None  # points
    method_weights: dict[str, Decimal] = field(default_factory=dict)
    cycle_weights: tuple[Decimal, ...] = ()
    gate: Gate | None = None
    window_from: date | None = None
    window_to: date | None = None


def read_settings(sheet: Sheet | None, methods: Mapping[str, str], problems: Remarks) -> Settings:
    """The settings in the sheet; none at all when there is no sheet.

    methods: key of a method -> its name in the standards, so that weights and standards use one name.
    """
    settings = Settings()
    seen: set[str] = set()
    for number, row in enumerate(sheet.rows if sheet else [], 1):
        written = [cell for cell in row if cell != ""]
        key = field_of(written[0], _FIELDS) if written else None
        if sheet is None or key is None or len(written) == 1:
            continue
        try:
            _refuse_twice(key, seen)
            _take(settings, key, written[1], methods)
        except BadCell as reason:
            problems.add(sheet.name, number, str(reason))
    _drop_reversed_window(settings, sheet, problems)
    return settings


def _refuse_twice(key: str, seen: set[str]) -> None:
    if key in seen:
        raise BadCell("这一项前面已有，没有使用")
    seen.add(key)


def _take(settings: Settings, key: str, cell: Cell, methods: Mapping[str, str]) -> None:
    match key:
        case "name":
            settings.name = shown_name(cell)
        case "edition":
            settings.edition = shown_name(cell)
        case "total":
            settings.declared_total = marks_in(cell, "总分")
        case "methodweights":
            settings.method_weights = _method_weights(number_text(cell), methods)
        case "cycleweights":
            settings.cycle_weights = _cycle_weights(number_text(cell))
        case "gate":
            settings.gate = _gate(number_text(cell))
        case "windowfrom":
            settings.window_from = day_in(cell)
        case "windowto":
            settings.window_to = day_in(cell)


def _method_weights(text: str, methods: Mapping[str, str]) -> dict[str, Decimal]:
    weights: dict[str, Decimal] = {}
    for written, value in pairs_in(text):
        method = methods.get(name_key(written), shown_name(written))
        if method in weights:
            raise BadCell(f"方法权重里“{method}”写了两次，方法权重没有使用")
        weights[method] = weight_in(value, f"“{method}”的权重")
    if not any(weights.values()):
        raise BadCell("方法权重全是0，没有使用")
    return weights


def _cycle_weights(text: str) -> tuple[Decimal, ...]:
    pieces = [piece for piece in re.split(r"[;；,，、:：/\s]+", text) if piece]
    weights = tuple(weight_in(piece, "周期权重") for piece in pieces)
    if not any(weights):
        raise BadCell("周期权重全是0，没有使用")
    return weights


def _gate(text: str) -> Gate:
    name, _, parameters = re.sub("：", ":", text).partition(":")
    values = {same_word(key): value for key, value in pairs_in(parameters)}
    minimum = number_in(values["min"], "门槛的min") if "min" in values else None
    share = share_in(values.get("share", "0"), "门槛的share")
    if not name_key(name) or not parameters:
        raise BadCell(f"门槛“{shown_name(text)}”看不懂，请写成“未成年人:min=85;share=0.2”")
    if minimum is not None and not 0 <= minimum <= _HUNDRED:
        raise BadCell(f"门槛的min“{minimum}”不在0到100之间")
    return Gate(shown_name(name), minimum, share)


def _drop_reversed_window(settings: Settings, sheet: Sheet | None, problems: Remarks) -> None:
    first, last = settings.window_from, settings.window_to
    if sheet is not None and first and last and first > last:
        problems.add(sheet.name, 1, f"窗口起{first}晚于窗口止{last}，窗口没有使用")
        settings.window_from = settings.window_to = None
