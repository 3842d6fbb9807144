"""The courses that sample cases take: moves of the real workflow, with how common each course is. Our choice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Course:
    """A way that a case went."""

    moves: tuple[str, ...]
    weight: int  # of a thousand
    most_days_ago: int  # an open case is recent, a closed one may be old
    least_days_ago: int = 0


ON_THE_SPOT = Course(("fix_on_spot",), 60, 200, 1)
FIXED = ("file", "dispatch", "feed_back")
COURSES = [
    Course((), 60, 3),
    Course(("file",), 70, 4),
    Course(("file", "dispatch"), 150, 3),
    Course(("file", "dispatch"), 30, 12, 4),
    Course(("file", "dispatch", "send_back"), 20, 8, 2),
    Course((*FIXED, "fail_check"), 30, 7, 4),
    Course(FIXED, 80, 9, 3),
    Course((*FIXED, "close"), 400, 240, 12),
    Course((*FIXED, "fail_check", "feed_back", "close"), 50, 240, 20),
    ON_THE_SPOT,
    Course(("reject",), 20, 120, 2),
    Course(("file", "void"), 10, 120, 3),
    Course(("file", "dispatch", "suspend"), 20, 60, 8),
    Course((*FIXED, "close", "reopen"), 10, 40, 15),
]

REASONS = {
    "reject": "经核实不属于整改范围。",
    "send_back": "该处由另一部门管养，请重新派遣。",
    "fail_check": "现场复查仍有遗留，请继续整改。",
    "feed_back": "已安排人员整改完毕，请核查。",
    "close": "现场核查合格。",
    "void": "重复登记，作废。",
    "suspend": "需列入工程计划，暂时挂账。",
    "reopen": "同一处再次出现，重新打开。",
    "fix_on_spot": "已当场整改。",
}
