"""Texts of modules that know no Django: pure rules, and what also runs without a database (`core.sheets`)."""

from __future__ import annotations

from collections.abc import Callable

_translators: list[Callable[[str], str]] = []


def mark(text: str) -> str:
    """The text itself, marked for the message catalogue (imported as `_`); whoever shows it translates it."""
    return text


def translated(text: str) -> str:
    """The text in the language of whoever asks (imported as `_`); in Chinese where Django is not running."""
    return _translators[-1](text) if _translators else text


def translate_by(translate: Callable[[str], str]) -> None:
    """Says how texts are translated; called once, when the applications are ready."""
    _translators.append(translate)
