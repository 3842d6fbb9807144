"""The names: grounds, what is counted for each, grades, and whom they concern."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Ground(StrEnum):
    """Why. The first five are those of the sources; the names of praise are our choice."""

    WEAK = "weak"  # 措施不力
    SLOW = "slow"  # 行动迟缓
    SHIFTING = "shifting"  # 推诿扯皮
    PROMINENT = "prominent"  # 问题突出
    UNFINISHED = "unfinished"  # 未按时完成
    LEADING = "leading"  # 名列前茅
    PUNCTUAL = "punctual"  # 件件按期
    LASTING = "lasting"  # 整改保持


class Measure(StrEnum):
    """What is counted."""

    REWORKED = "reworked"  # cases that failed verification again and again
    RELAPSED = "relapsed"  # cases that came back
    LATE = "late"  # cases handled late, orders and circulars signed for late
    SENT_BACK = "sent_back"  # cases that the unit sent back, and that were sent back again and again
    PROBLEMS = "problems"  # cases of the period
    BLACK = "black"  # periods on the black list in a row
    MISSED = "missed"  # tasks, materials and orders not done in time
    FIRST = "first"  # boards with the first place
    RED = "red"  # boards with a place on the red list
    NEVER_LATE = "never_late"  # what fell due, when nothing of it was late
    KEPT = "kept"  # cases due, when none was reworked and none came back


class Grade(StrEnum):
    """How heavy. Of the sources but 约谈, which is ours."""

    CRITICISM = "criticism"  # 批评教育
    DEADLINE = "deadline"  # 限期整改
    TALK = "talk"  # 约谈
    NOTICE = "notice"  # 通报
    REFERRAL = "referral"  # 追究责任: handed to discipline inspection
    PRAISE = "praise"  # 通报表扬
    COMMENDATION = "commendation"  # 表彰
    REWARD = "reward"  # 重奖


class Whom(StrEnum):
    HEAD = "head"
    RESPONSIBLE = "responsible"
    BOTH = "both"


GROUND_OF: Mapping[Measure, Ground] = {
    Measure.REWORKED: Ground.WEAK,
    Measure.RELAPSED: Ground.WEAK,
    Measure.LATE: Ground.SLOW,
    Measure.SENT_BACK: Ground.SHIFTING,
    Measure.PROBLEMS: Ground.PROMINENT,
    Measure.BLACK: Ground.PROMINENT,
    Measure.MISSED: Ground.UNFINISHED,
    Measure.FIRST: Ground.LEADING,
    Measure.RED: Ground.LEADING,
    Measure.NEVER_LATE: Ground.PUNCTUAL,
    Measure.KEPT: Ground.LASTING,
}
PRAISE = frozenset({Ground.LEADING, Ground.PUNCTUAL, Ground.LASTING})
BLAME = frozenset(Ground) - PRAISE
BLAME_GRADES = (Grade.CRITICISM, Grade.DEADLINE, Grade.TALK, Grade.NOTICE, Grade.REFERRAL)
PRAISE_GRADES = (Grade.PRAISE, Grade.COMMENDATION, Grade.REWARD)
GRADES: Mapping[bool, tuple[Grade, ...]] = {False: BLAME_GRADES, True: PRAISE_GRADES}
"""Of blame (False) and of praise (True), the lightest first. The order of blame is our choice."""


def is_praise(ground: Ground) -> bool:
    """Whether it speaks for the unit."""
    return ground in PRAISE


def weight_of(grade: Grade) -> int:
    """Higher is heavier, among the grades of one side."""
    return GRADES[grade in PRAISE_GRADES].index(grade)
