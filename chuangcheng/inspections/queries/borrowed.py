"""Answers that several links lead to one standard: each counts once. Of two checks of one answer that were corrected
apart, the one written last counts (our choice, decisions/0008).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

Found: TypeAlias = tuple[int, UUID, str, int]  # standard, site, verdict, violations


class OnceAnAnswer:
    """The checks that lead to a standard, one for each answer."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, UUID], tuple[UUID, UUID, str, int]] = {}

    def add(self, target: int, site_id: UUID, answer_id: UUID, pk: UUID, verdict: str, violations: int) -> None:
        """A check that leads to the standard."""
        before = self._found.get((target, answer_id))
        if before is None or before[0] < pk:
            self._found[target, answer_id] = (pk, site_id, verdict, violations)

    def counting(self) -> Iterator[Found]:
        """Those that count."""
        for (target, _answer), (_pk, site_id, verdict, violations) in self._found.items():
            yield target, site_id, verdict, violations


class NewestOfAnswers:
    """The checks of the newest visit of each standard and site, one for each answer."""

    def __init__(self) -> None:
        self._newest: dict[tuple[int, UUID], tuple[datetime, OnceAnAnswer]] = {}

    def add(
        self, target: int, site_id: UUID, verdict: str, violations: int, at: datetime, answer_id: UUID, pk: UUID
    ) -> None:
        """A check that leads to the standard; those of earlier visits fall away."""
        before = self._newest.get((target, site_id))
        if before is None or before[0] < at:
            before = self._newest[target, site_id] = (at, OnceAnAnswer())
        if before[0] == at:
            before[1].add(target, site_id, answer_id, pk, verdict, violations)

    def counting(self) -> Iterator[Found]:
        """Those that count."""
        for _at, found in self._newest.values():
            yield from found.counting()
