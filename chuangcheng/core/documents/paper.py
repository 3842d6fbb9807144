"""A paper, said once and written as Word or PDF: a title and blocks in order. Pictures are bytes that were checked when
they were uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from chuangcheng.core.documents.values import Value


@dataclass(frozen=True)
class Heading:
    text: str
    level: Literal[1, 2, 3] = 1  # 一、 （一） 1. as the writer numbers them


@dataclass(frozen=True)
class Paragraph:
    text: str  # a line break begins a new paragraph
    align: Literal["left", "flush", "center", "right"] = "left"  # left is indented by two letters, flush is not
    is_small: bool = False  # a note on what figures mean: smaller letters, closer lines


@dataclass(frozen=True)
class Table:
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[float] = ()  # shares of the line, one per column; empty: all the same
    caption: str = ""
    figures: Sequence[int] = ()  # columns of figures, set to the right


@dataclass(frozen=True)
class Series:
    """One bar for each name."""

    label: str
    rates: Sequence[Decimal | None]  # 0..100; None: not known, no bar


@dataclass(frozen=True)
class Chart:
    """Lying bars of rates."""

    title: str
    names: Sequence[str]
    series: Sequence[Series]


@dataclass(frozen=True)
class Picture:
    content: bytes  # JPEG or PNG
    caption: str = ""


@dataclass(frozen=True)
class Pictures:
    """Pictures in lines of `a_line`, each in a place of the same size; three lines fill a page."""

    pictures: Sequence[Picture]
    a_line: int = 2


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Masthead:
    """报头 of a bulletin: its name in red, then number, issuer and day over a red line."""

    name: str
    number: str
    issuer: str
    day: str  # as it is written


@dataclass(frozen=True)
class Imprint:
    """印发栏 at the end: to whom copies go, who printed it and when."""

    copies: str  # empty: no such line
    printed_by: str
    printed_on: str


Block = Heading | Paragraph | Table | Chart | Pictures | PageBreak | Imprint


@dataclass(frozen=True)
class Paper:
    title: str
    blocks: Sequence[Block] = field(default_factory=list)
    subtitle: str = ""  # number or date below the title
    is_landscape: bool = False
    masthead: Masthead | None = None


@dataclass(frozen=True)
class Blocks:
    """What takes the place of a tag that stands alone in a paragraph of the office's own template."""

    blocks: Sequence[Block]
