"""How a sheet comes out of the printer: as wide as one page, on paper on which its letters can still be read."""

from __future__ import annotations

from typing import Any

A4, A3 = 9, 8  # numbers of the paper sizes of a workbook
_ACROSS_FROM, _A3_FROM = 90, 190  # characters of all columns: at 11 points A4 takes 100 upright, 150 across; our choice
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.6}  # inches


def set_printing(sheet: Any, *, width: float, header: tuple[int, int] | None = None) -> None:
    """Upright, across or on A3 as the width asks.

    `width`: characters of all columns. `header`: first and last row to repeat on each page, from 0.
    """
    sheet.set_paper(A3 if width > _A3_FROM else A4)
    if width > _ACROSS_FROM:
        sheet.set_landscape()
    sheet.set_margins(**_MARGINS)
    sheet.fit_to_pages(1, 0)
    if header is not None:
        sheet.repeat_rows(*header)
    sheet.set_footer("&C第 &P 页，共 &N 页")
