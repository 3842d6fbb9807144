"""Typed slots: a lower context declares what it wants shown or collected, a higher one fills it in `apps.ready`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

F = TypeVar("F")


class Slot(Generic[F]):
    """A named list of fillings, in the order of their keys, so that pages do not depend on the order of loading."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._fillings: dict[str, F] = {}

    def fill(self, key: str, filling: F) -> None:
        """Adds a filling; the same key twice is a mistake."""
        if key in self._fillings:
            raise ValueError(f"slot {self.name} is filled twice with {key}")
        self._fillings[key] = filling

    def __iter__(self) -> Iterator[F]:
        return iter([self._fillings[key] for key in sorted(self._fillings)])

    def items(self) -> Iterator[tuple[str, F]]:
        """The fillings with their keys, in the same order."""
        return iter(sorted(self._fillings.items(), key=lambda pair: pair[0]))

    def get(self, key: str) -> F | None:
        """The filling with this key, or None."""
        return self._fillings.get(key)
