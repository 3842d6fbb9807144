"""By whom a record may be found, as words of the index beside those of its text.

They stand in the same index, so that the database finds what somebody may see, not what everybody may see: the one
record of a small unit is found among a million others with the same words. They choose candidates only; who may see
a record is still asked of its context.
"""

from __future__ import annotations

from collections.abc import Iterable

MARK = "§"  # begins a word that no text has
HIDDEN = "hidden"  # of a record that only some of those in charge may see


def unit_scope(unit_id: int) -> str:
    """The scope of a record that the people of a unit may see."""
    return f"u{unit_id}"


def unit_scopes(unit_ids: Iterable[int | None]) -> list[str]:
    """The scopes of these units, each once; None is no unit."""
    return [unit_scope(unit_id) for unit_id in sorted({unit_id for unit_id in unit_ids if unit_id is not None})]


def person_scope(person_id: int) -> str:
    """The scope of a record that one person may see wherever it belongs."""
    return f"p{person_id}"


def kind_word(kind: str) -> str:
    """The word of the index that tells the kind of a record."""
    # An underline would part it into two words for SQLite's index, which keeps no order to find them in.
    return f"{MARK}k{kind.replace('_', '')}"


def scope_words(scopes: Iterable[str]) -> list[str]:
    """The words of the index that tell the scopes of a record; ValueError for one that it would take for two words."""
    given = list(scopes)
    if broken := [scope for scope in given if not scope.isalnum()]:
        raise ValueError(f"scopes are letters and digits alone: {broken}")
    return [MARK + scope for scope in given]
