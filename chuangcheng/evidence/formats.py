"""The formats that a request takes: groups of the kinds of file that people may send at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.files import Limits, kinds
from chuangcheng.core.files.kinds import MEGABYTE
from chuangcheng.evidence.workflow import Kind


@dataclass(frozen=True, slots=True)
class Format:
    """A group of kinds under one word."""

    label: str | Promise
    kinds: tuple[kinds.Kind, ...]


FORMATS = {
    "picture": Format(gettext_lazy("照片"), kinds.PICTURES),
    "pdf": Format(gettext_lazy("PDF、OFD"), (kinds.PDF, kinds.OFD)),
    "word": Format(gettext_lazy("Word"), (kinds.DOCX, kinds.DOC, kinds.ODT)),
    "table": Format(gettext_lazy("Excel"), (kinds.XLSX, kinds.XLS, kinds.ODS)),
    "slides": Format(gettext_lazy("PPT"), (kinds.PPTX, kinds.PPT, kinds.ODP)),
}
# What a request of each kind usually takes; our choice.
USUAL = {
    Kind.DOCUMENT: ("pdf", "word", "picture"),
    Kind.REPORT: ("pdf", "word"),
    Kind.PICTURE: ("picture",),
    Kind.TABLE: ("table", "pdf", "word"),
    Kind.OTHER: tuple(FORMATS),
}


def limits_of(formats: Iterable[str], megabytes: int) -> Limits:
    """What is taken as a file, by formats and size. Raises KeyError for a format that nobody knows."""
    chosen = list(formats)
    taken = tuple(kind for name in chosen for kind in FORMATS[name].kinds)
    return Limits(taken, format_words(chosen), max_bytes=megabytes * MEGABYTE)


def format_words(formats: Iterable[str]) -> str:
    """The formats for people."""
    return _("、").join(str(FORMATS[name].label) for name in formats)
