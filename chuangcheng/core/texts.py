"""Texts of pure modules, which know no Django and cannot translate."""

from __future__ import annotations


def mark(text: str) -> str:
    """The text itself, marked for the message catalogue (imported as `_`); whoever shows it translates it."""
    return text
