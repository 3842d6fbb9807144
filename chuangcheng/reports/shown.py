"""Numbers as papers show them: the same in words, tables and slides. Pure."""

from __future__ import annotations

from decimal import Decimal

from chuangcheng.reports.figures import Cell, Column, Figure

NOTHING = "—"
MINUS = "−"


def shown(value: Decimal | int | None, unit: str = "") -> str:
    """1,234 or 93.72; with % behind where that is the unit; — for what is not known."""
    if value is None:
        return NOTHING
    return f"{value:,}{'%' if unit == '%' else ''}"


def shown_change(value: Decimal | None) -> str:
    """+3, −1.20, 0; — for what cannot be compared."""
    if value is None:
        return NOTHING
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{abs(value):,}"


def told(figure: Figure) -> str:
    """The figure in a sentence, its unit behind it."""
    if figure.value is None or figure.unit == "%":
        return shown(figure.value, figure.unit)
    return f"{shown(figure.value)}{figure.unit}"


def shown_cell(kind: Column, cell: Cell) -> str:
    """A cell of a table."""
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return cell
    if kind == "change":
        return shown_change(Decimal(cell))
    return shown(cell, "%" if kind == "rate" else "")
