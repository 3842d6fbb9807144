"""兼顾工作: other programmes that a task serves besides the title, by name. Pure: how the names stand in one text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

BETWEEN = "、"
MOST_TAGS = 10  # on one task: our choice
MOST_LETTERS = 20  # of a name: our choice
_CUTS = re.compile(r"[、，,；;\n]")


def read_tags(text: str) -> tuple[str, ...]:
    """The names in a cell, each once, in the order of their signs, whoever wrote them in which order."""
    names = (" ".join(name.split()) for name in _CUTS.split(unicodedata.normalize("NFC", text)))
    return tuple(sorted({name for name in names if name}))


def written_tags(names: Iterable[str]) -> str:
    """The names as they are kept and shown; what `read_tags` understands."""
    return BETWEEN.join(read_tags(BETWEEN.join(names)))


def why_not(tags: str, known: Iterable[str]) -> str:
    """Why these tags cannot be put on a task, in a sentence; "" when they can."""
    names = read_tags(tags)
    if len(names) > MOST_TAGS:
        return _("一项任务最多标注%(most)s项兼顾工作，请减少。") % {"most": MOST_TAGS}
    if unknown := sorted(set(names) - set(known)):
        told = {"name": unknown[0][:MOST_LETTERS]}
        return _("兼顾工作中没有“%(name)s”，请先在“系统→设置”的“兼顾工作”中添加，或改正名称。") % told
    return ""
