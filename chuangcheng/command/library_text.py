"""What is taken out of a collection's text, as it stands in its row, and the text that is shown of a part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chuangcheng.command.collections.cleaning import Mark, Removed, shown_text, without
from chuangcheng.command.models import Collection, LibraryDocument


def stored(removed: Sequence[Removed]) -> list[list[Any]]:
    """As the column keeps it."""
    return [[each.start, each.end, each.mark.value, each.shown] for each in removed]


def removed_of(collection: Collection) -> list[Removed]:
    """As the rules take it."""
    return [Removed(start, end, Mark(mark), shown) for start, end, mark, shown in collection.removed]


def text_shown(document: LibraryDocument, text: str) -> str:
    """What is shown of a part, with what was brought back; `text` is the collection's."""
    removed = without(removed_of(document.collection), set(document.restored))
    return shown_text(text, removed, start=document.start, end=document.end).strip("\n")


def removed_in(document: LibraryDocument) -> list[Removed]:
    """What is taken out between its first and last letter, brought back or not."""
    every = removed_of(document.collection)
    return [each for each in every if document.start <= each.start and each.end <= document.end]
