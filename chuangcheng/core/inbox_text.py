"""A sentence of the inbox: kept in the language of the office, and said to each reader in theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeAlias

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

Words: TypeAlias = dict[str, Any]  # {"text": Chinese text of the catalogue, "facts": name → text, number or Words}


class InboxText(str):
    """The sentence in the language of the office; `words` says it in any other."""

    __slots__ = ("words",)
    words: Words

    def __new__(cls, shown: str, words: Words) -> Self:
        """The sentence with its words."""
        made = super().__new__(cls, shown)
        made.words = words
        return made


def inbox_text(text: str, facts: Mapping[str, object] | None = None) -> InboxText:
    """The sentence for a notice. `text` is gathered into the catalogues; a fact may be such a sentence itself."""
    kept = {name: _kept(value) for name, value in (facts or {}).items()}
    words = {"text": str(text), "facts": kept}
    with translation.override(settings.LANGUAGE_CODE):
        return InboxText(said(words), words)


def words_of(text: str) -> Words | None:
    """The words of a sentence made by `inbox_text`; None for what somebody wrote."""
    return text.words if isinstance(text, InboxText) else None


def said(words: Words) -> str:
    """The sentence in the language of the reader."""
    facts = {name: said(value) if isinstance(value, dict) else value for name, value in words["facts"].items()}
    text: str = words["text"]
    sentence = gettext(text)
    return sentence % facts if facts else sentence


def _kept(value: object) -> object:
    if isinstance(value, InboxText):
        return value.words
    return value if isinstance(value, int) else str(value)
