"""The chart of a section: which lines are drawn and how high, for paper and screen alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.documents.values import Value
from chuangcheng.inspections.reporting.shapes import Bars, Section

HIGHEST = 100  # percent


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart of rates, each kind of bar by its name; a rate 0..100, None where there is none."""

    title: str
    category: str  # what the names are
    names: list[str]
    rates: list[tuple[str, list[Decimal | None]]]


def drawn(section: Section, bars: Bars) -> Drawn:
    """The chart. A line without any observation says so, rather than stand there as if it were nought."""
    rows, now = section.rows[: bars.rows], bars.rates[0]
    names = [str(row.cells[0]) if row.cells[now] is not None else _without(str(row.cells[0])) for row in rows]
    rates = [(section.labels[at], [_rate(row.cells[at]) for row in rows]) for at in bars.rates]
    return Drawn(bars.title, section.labels[0], names, rates)


def on_screen(chart: Drawn) -> dict[str, Any]:
    """The chart as `static/js/chart.js` draws it: the round in blue, the one before it pale behind."""
    tones: Sequence[str] = ("blue", "past")
    return {
        "kind": "bars",
        "unit": "%",
        "max": HIGHEST,
        "category": chart.category,
        "categories": chart.names,
        "series": [
            {"name": name, "tone": tone, "values": [None if rate is None else float(rate) for rate in rates]}
            for (name, rates), tone in zip(chart.rates, tones, strict=False)
        ],
    }


def _without(name: str) -> str:
    return _("%(name)s（没有实测样本）") % {"name": name}


def _rate(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
