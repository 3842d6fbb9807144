from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from chuangcheng.core.imports.values import parse_text
from chuangcheng.core.sheets import Cell

_NUMBERING = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,2}[).、,]|[(][一二三四五六七八九十\d]{1,2}[)])(?=\D)")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|《[^《》]*》")
_SIGNS = re.compile(r"[\s*:：;；,，.。、/\\_\-—~·#&|\"'“”‘’()\[\]【】]+")


@dataclass(frozen=True)
class Column:
    """One column that a kind of import understands. The first synonym is its name in templates and messages."""

    key: str
    synonyms: tuple[str, ...]  # header words, in Chinese and English
    spare: tuple[str, ...] = ()  # words that mean it only where no better word and no better column stands
    required: bool = False  # a row without it is a problem; a sheet without it cannot be read
    parse: Callable[[Cell], Any] = parse_text  # of a filled cell; an empty one is None
    fill: bool = False  # an empty cell means the same as the one above
    heading: bool = False  # where the sheet has no such column, the headings between its rows say it
    help: str = ""  # a Chinese sentence for the template: what to write
    sample: str | float = ""  # for the sample row of the template

    @property
    def label(self) -> str:
        """Its name in templates and workbooks, which are Chinese."""
        return self.synonyms[0]

    @property
    def shown_label(self) -> str:
        """Its name on a page: on an English one the first synonym in English, when there is one."""
        if get_language() != "en":
            return self.label
        return next((word.capitalize() for word in self.synonyms if word.isascii()), self.label)


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """The header without what offices add to it: width, case, spaces, numbering, remarks in brackets, signs."""
    half = unicodedata.normalize("NFKC", text).casefold().strip()
    numbered = _NUMBERING.sub("", half)
    bare = _SIGNS.sub("", _ASIDE.sub("", numbered))
    return bare or _SIGNS.sub("", numbered)


@lru_cache(maxsize=4096)
def whole_key(text: str) -> str:
    """The same with what stands in brackets: 责任单位（牵头） is not 责任单位（配合）."""
    half = unicodedata.normalize("NFKC", text).casefold().strip()
    return _SIGNS.sub("", _NUMBERING.sub("", half))
