"""Many lines given in one go: all are taken or none, and each that cannot be is named with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput

T = TypeVar("T")
R = TypeVar("R")


class LinesRefused(InvalidInput):
    """Lines that cannot be taken: number of the line (from 1) → why."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        first = min(problems)
        super().__init__(_("第%(line)s行：%(problem)s") % {"line": first, "problem": problems[first]})
        self.problems = dict(problems)


def refuse_lines(problems: Mapping[int, str], *, of: int) -> None:
    """Raises LinesRefused, or plain InvalidInput where there is one line only; nothing without problems."""
    if problems and of == 1:
        raise InvalidInput(problems[1])
    if problems:
        raise LinesRefused(problems)


def checked_lines(lines: Sequence[T], check: Callable[[T], R]) -> list[R]:
    """What `check` makes of each line; its InvalidInput are gathered and raised together, of a single line as it is."""
    if len(lines) == 1:
        return [check(lines[0])]
    found, problems = [], {}
    for number, line in enumerate(lines, start=1):
        try:
            found.append(check(line))
        except InvalidInput as problem:
            problems[number] = str(problem)
    refuse_lines(problems, of=len(lines))
    return found
