"""How people write names and numbers: full-width digits, stray spaces and several kinds of dash mean the same."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")


@lru_cache(maxsize=65_536)
def same_name(text: str) -> str:
    """The form in which two writings of one name are equal; for comparing, not for showing."""
    return _SPACES.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))


def same_word(text: str) -> str:
    """As `same_name`, and whatever the case: for headers, rules, letters and other words of a fixed list."""
    return same_name(text).casefold()


def decimal_in(text: str) -> Decimal | None:
    """The number that the text is, None when it is none; at most 15 digits on each side of the point."""
    plain = same_name(text)
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def ratio_in(text: str) -> Decimal | None:
    """The number that the text is, "66%" being 0.66; None when it is none."""
    plain = same_name(text)
    number = decimal_in(plain.removesuffix("%"))
    return number.scaleb(-2) if number is not None and plain.endswith("%") else number
