"""Texts of modules that know no Django: pure rules, and what also runs without a database (`core.sheets`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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


class Said(str):
    """A Chinese sentence that keeps its pattern and figures, so that whoever shows it can say it in their language."""

    __slots__ = ("facts", "pattern")
    pattern: str
    facts: Mapping[str, Any]


def said(pattern: str, **facts: Any) -> Said:
    """The sentence of a marked pattern with `%(name)s`; a figure may be a sentence or clause itself."""
    made = Said(pattern % facts)
    made.pattern, made.facts = pattern, facts
    return made


def in_language(text: str, translate: Callable[[str], str]) -> str:
    """The sentence as `translate` puts its pattern; any other text as it is."""
    if not isinstance(text, Said):
        return text
    facts = {
        name: in_language(fact, translate) if isinstance(fact, Said) else fact for name, fact in text.facts.items()
    }
    return translate(text.pattern) % facts
