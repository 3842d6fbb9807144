"""What tables that are settings share: what is wrong with one is told row by row."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _


class UnusableTable(ValueError):
    """The table cannot be used; `problems`: number of the row (from 1) → one sentence; 0: the table as a whole."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        first = min(problems)
        where = _("第%(row)s行：") % {"row": first} if first else ""
        super().__init__(where + problems[first])
        self.problems = dict(problems)
