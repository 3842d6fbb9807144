"""The course of a material request: where it stands by its pieces, and what the pieces may be. Pure.

Source: 网上申报 as offices run it (reference, 1.6): collect → check → return or accept; kinds of 申报系统. States and
their words: our choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.texts import mark as _


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    TO_REVIEW = "to_review"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    VOID = "void"


STATE_LABELS = {
    State.ASKED: _("待提交"),
    State.TO_REVIEW: _("待审核"),
    State.RETURNED: _("已退回"),
    State.ACCEPTED: _("已认可"),
    State.VOID: _("已取消"),
}
OPEN_STATES = frozenset({State.ASKED, State.TO_REVIEW, State.RETURNED})


class Kind(StrEnum):
    """What a piece is."""

    DOCUMENT = "document"
    REPORT = "report"
    PICTURE = "picture"
    TABLE = "table"
    OTHER = "other"


KIND_LABELS = {
    Kind.DOCUMENT: _("规范性文件"),
    Kind.REPORT: _("说明报告"),
    Kind.PICTURE: _("实景图片"),
    Kind.TABLE: _("统计表格"),
    Kind.OTHER: _("其他材料"),
}


class Verdict(StrEnum):
    """What was last said of a piece."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


VERDICT_LABELS = {
    Verdict.ACCEPTED: _("已认可"),
    Verdict.RETURNED: _("已退回"),
    Verdict.WITHDRAWN: _("已撤回"),
}

CAPTION_LABELS = {
    "time": _("时间"),
    "place": _("地点"),
    "people": _("人物"),
    "theme": _("主题"),
    "background": _("背景"),
}
CAPTION_FIELDS = tuple(CAPTION_LABELS)

LEAST_SIDE = 0.002  # of a marked place, as a share of the picture: smaller is a slip of the hand; our choice
ROUNDING = 1e-6


class RequestEnded(Refusal):
    """The request was taken back."""

    def __init__(self) -> None:
        super().__init__(_("这项材料要求已经取消，不用再办。"))


class MarkRefused(InvalidInput):
    """A marked place lies outside the picture."""

    def __init__(self) -> None:
        super().__init__(_("标出的位置不在图片内，请重新标。"))


@dataclass(frozen=True, slots=True)
class Standing:
    """The pieces that stand now, by what was last said of them."""

    accepted: int
    waiting: int
    returned: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked place, as shares of the width and height of the picture or page, from the upper left corner: 0..1."""

    x: float
    y: float
    width: float
    height: float
    page: int = 0  # of a document, counted from 1; 0: a picture


def standing_of(verdicts: Sequence[str]) -> Standing:
    """How many pieces stand how. verdicts: one for each piece that stands, empty while nobody looked at it."""
    return Standing(
        accepted=sum(verdict == Verdict.ACCEPTED for verdict in verdicts),
        waiting=sum(verdict == "" for verdict in verdicts),
        returned=sum(verdict == Verdict.RETURNED for verdict in verdicts),
    )


def state_of(count: int, standing: Standing) -> State:
    """Where a request for so many pieces stands."""
    if standing.waiting:
        return State.TO_REVIEW
    if standing.accepted >= count:
        return State.ACCEPTED
    return State.RETURNED if standing.returned else State.ASKED


def checked_mark(mark: Mark) -> Mark:
    """The mark; MarkRefused when it is none of this picture."""
    numbers = (mark.x, mark.y, mark.width, mark.height)
    inside = all(-ROUNDING <= number <= 1 + ROUNDING for number in numbers)  # also refuses what is no number
    if not inside or mark.x + mark.width > 1 + ROUNDING or mark.y + mark.height > 1 + ROUNDING:
        raise MarkRefused
    if mark.width < LEAST_SIDE or mark.height < LEAST_SIDE:
        raise MarkRefused
    x, y, width, height = (round(number, 5) for number in numbers)
    return Mark(x, y, width, height, mark.page)
