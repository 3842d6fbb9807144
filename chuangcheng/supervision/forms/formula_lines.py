"""A formula as a form: its lines drawn from the JSON, and the JSON read from what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.shell import Text
from chuangcheng.supervision.appraisal import DeductFor
from chuangcheng.supervision.appraisal_wording import (
    AWARD_WORDS,
    DEDUCT_WORDS,
    FAULT_WORDS,
    RATE_WORDS,
    SOURCE_WORDS,
)

MOST_LINES = 50
LONGEST = 1_000  # letters of a field
KINDS: Mapping[str, Text] = {
    "rate": _("按率计分"),
    "deduct": _("按问题、任务或材料扣分"),
    "faults": _("按扣分事项扣分"),
    "bonus": _("加分"),
}
NUMBERS: Mapping[str, Sequence[tuple[str, Text]]] = {
    "rate": (("full", _("满分")), ("line", _("达标线（%）")), ("per_point", _("每低1个百分点扣"))),
    "deduct": (
        ("on_spot", _("立行立改乘")),
        ("doubled", _("媒体曝光、领导交办乘")),
        ("at_least", _("返工至少几次")),
        ("cap", _("最多扣")),
    ),
    "faults": (("doubled", _("加倍的乘")), ("cap", _("最多扣"))),
    "bonus": (("doubled", _("加倍的乘")), ("cap", _("最多加"))),
}
HEAD = ("name", "valid_from", "start", "floor", "ceiling", "source")
OPTIONAL = frozenset({"floor", "ceiling", "start"})


@dataclass(frozen=True)
class LineRow:
    """A line as the form draws it."""

    number: int
    kind: str  # of KINDS
    label: Text
    name: str
    choices: Sequence[tuple[str, Text, bool]]  # which rate, or what points are taken for; the chosen one marked
    numbers: Sequence[tuple[str, Text, str]]  # field, label, value
    prices: Sequence[tuple[str, Text, str]]  # source or kind, label, value
    problems: Sequence[str] = field(default=())


def rows_drawn(body: Mapping[str, Any], problems: Mapping[int, Sequence[str]]) -> list[LineRow]:
    """The lines of a formula that may be wrong."""
    return [_row(number, line, problems.get(number, ())) for number, line in enumerate(body["lines"], start=1)]


def empty_line(kind: str) -> dict[str, Any]:
    """A line of a kind to be filled in."""
    if kind == "rate":
        return {"kind": "rate", "of": "on_time"}
    if kind == "faults":
        return {"kind": "deduct", "what": DeductFor.FAULTS.value, "points": {}}
    if kind == "deduct":
        return {"kind": "deduct", "what": DeductFor.OVERDUE.value, "points": {}}
    return {"kind": "bonus", "points": {}}


def body_sent(sent: QueryDict, choices: Sequence[str]) -> dict[str, Any]:
    """The JSON that the form means; what was left empty is left out."""
    body: dict[str, Any] = {name: _text(sent, name) for name in HEAD if _text(sent, name) or name not in OPTIONAL}
    typed = sent.get("count", "")
    count = min(int(typed), MOST_LINES + 1) if typed.isdecimal() and len(typed) < 4 else 0  # noqa: PLR2004
    numbers = [number for number in range(1, count + 1) if not sent.get(f"{number}-drop")]
    ordered = sorted(numbers, key=lambda number: (_order(sent, number), number))
    body["choices"] = list(choices)
    body["lines"] = [_line(sent, number) for number in ordered]
    return body


def _order(sent: QueryDict, number: int) -> float:
    typed = _text(sent, f"{number}-order")
    return float(typed) if typed.isdecimal() and len(typed) < 4 else number  # noqa: PLR2004


def _line(sent: QueryDict, number: int) -> dict[str, Any]:
    kind = _text(sent, f"{number}-kind")
    kind = kind if kind in KINDS else "rate"
    line: dict[str, Any] = {"kind": "deduct" if kind == "faults" else kind, "name": _text(sent, f"{number}-name")}
    if kind == "rate":
        line["of"] = _text(sent, f"{number}-choice")
    elif kind != "bonus":
        line["what"] = DeductFor.FAULTS.value if kind == "faults" else _text(sent, f"{number}-choice")
    for name, _label in NUMBERS[kind]:
        if value := _text(sent, f"{number}-{name}"):
            line[name] = value
    if kind != "rate":
        typed = {key: _text(sent, f"{number}-points-{key}") for key in _prices(kind)}
        line["points"] = {key: value for key, value in typed.items() if value}
    return line


def _row(number: int, line: Mapping[str, Any], problems: Sequence[str]) -> LineRow:
    kind = "faults" if line.get("what") == DeductFor.FAULTS.value else str(line["kind"])
    points = line.get("points") or {}
    return LineRow(
        number=number,
        kind=kind,
        label=KINDS[kind],
        name=str(line.get("name", "")),
        choices=_choices(kind, str(line.get("of") or line.get("what") or "")),
        numbers=[(name, label, str(line.get(name, ""))) for name, label in NUMBERS[kind]],
        prices=[(key, label, str(points.get(key, ""))) for key, label in _prices(kind).items()],
        problems=problems,
    )


def _choices(kind: str, chosen: str) -> list[tuple[str, Text, bool]]:
    if kind == "rate":
        return [(code, label, code == chosen) for code, label in RATE_WORDS.items()]
    if kind == "deduct":
        offered = {code: label for code, label in DEDUCT_WORDS.items() if code != DeductFor.FAULTS.value}
        return [(code, label, code == chosen) for code, label in offered.items()]
    return []


def _prices(kind: str) -> Mapping[str, Text]:
    return {"deduct": SOURCE_WORDS, "faults": FAULT_WORDS, "bonus": AWARD_WORDS}.get(kind, {})


def _text(sent: QueryDict, name: str) -> str:
    return sent.get(name, "").strip()[:LONGEST]
