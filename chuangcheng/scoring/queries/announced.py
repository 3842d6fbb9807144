"""A sheet as it is announced, for contexts above that show or print one in a form of their own."""

from __future__ import annotations

from chuangcheng.scoring.shown import (
    Loss,
    ShownLine,
    ShownTotal,
    greatest_losses,
    shown_line,
    shown_problems,
    shown_total,
)

__all__ = ["Loss", "ShownLine", "ShownTotal", "greatest_losses", "shown_line", "shown_problems", "shown_total"]
