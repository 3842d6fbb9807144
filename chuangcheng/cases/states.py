"""Where a case stands, and what came of it."""

from __future__ import annotations

from enum import StrEnum, auto

from chuangcheng.core.texts import mark as _


class State(StrEnum):
    """Where a case stands, after the stages of GB/T 30428."""

    REPORTED = auto()
    FILED = auto()
    FIXING = auto()
    FED_BACK = auto()
    CLOSED = auto()
    REJECTED = auto()
    SUSPENDED = auto()
    VOID = auto()


STATE_LABELS = {
    State.REPORTED: _("待立案"),
    State.FILED: _("待派遣"),
    State.FIXING: _("处置中"),
    State.FED_BACK: _("待核查"),
    State.CLOSED: _("已结案"),
    State.REJECTED: _("不予立案"),
    State.SUSPENDED: _("挂账"),
    State.VOID: _("作废"),
}

OPEN_STATES = frozenset({State.REPORTED, State.FILED, State.FIXING, State.FED_BACK, State.SUSPENDED})


class Outcome(StrEnum):
    """What came of a case, kept apart from where it stands."""

    FIXED = auto()
    NO_FAULT = auto()
    MOVED_ON = auto()
    DUPLICATE = auto()


OUTCOMES = {
    Outcome.FIXED: _("已整改"),
    Outcome.NO_FAULT: _("未发现问题"),
    Outcome.MOVED_ON: _("已转办"),
    Outcome.DUPLICATE: _("重复"),
}
