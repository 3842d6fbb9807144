"""The table of a ladder for cases: after what, which step, taken by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from chuangcheng.core.workdays import Calendar


class Step(StrEnum):
    REMIND = "remind"  # 提醒
    ORDER = "order"  # 督办单
    LEADER = "leader"  # 领导亲自督办
    TALK = "talk"  # 约谈
    ACCOUNT = "account"  # 问责


class Whom(StrEnum):
    """Who takes the step."""

    SUPERVISION_OFFICE = "supervision_office"  # 督查室
    LEADER_IN_CHARGE = "leader_in_charge"  # 分管领导
    ORGANISATION = "organisation"  # 组织部门
    DISCIPLINE = "discipline"  # 纪检监察


class Recurring(StrEnum):
    """What may happen to a case again and again."""

    REWORK = "rework"  # 返工
    RELAPSE = "relapse"  # 反弹


@dataclass(frozen=True, slots=True)
class AfterLateness:
    """When a case has been late for so much working time; nothing of both: as soon as it is late."""

    working_days: int = 0
    working_hours: int = 0

    def __post_init__(self) -> None:
        if self.working_days < 0 or self.working_hours < 0:
            raise ValueError("a case cannot be late by less than nothing")

    def time(self, calendar: Calendar) -> timedelta:
        """The working time; a day has as much as the calendar says."""
        return self.working_days * calendar.hours.length + timedelta(hours=self.working_hours)


@dataclass(frozen=True, slots=True)
class AfterTimes:
    """When something has happened to a case so many times."""

    what: Recurring
    times: int

    def __post_init__(self) -> None:
        if self.times < 1:
            raise ValueError("a step is due after once or more")


@dataclass(frozen=True, slots=True)
class CaseRung:
    code: str
    after: AfterLateness | AfterTimes
    step: Step
    by: Whom


@dataclass(frozen=True, slots=True)
class Ladder:
    name: str
    rungs: tuple[CaseRung, ...]

    def __post_init__(self) -> None:
        if len({rung.code for rung in self.rungs}) < len(self.rungs):
            raise ValueError(f"two rungs of {self.name} have one code")


SAMPLE = Ladder(
    "督办升级（示例）",
    (
        CaseRung("late", AfterLateness(), Step.REMIND, Whom.SUPERVISION_OFFICE),
        CaseRung("late_1d", AfterLateness(working_days=1), Step.ORDER, Whom.SUPERVISION_OFFICE),
        CaseRung("late_3d", AfterLateness(working_days=3), Step.LEADER, Whom.LEADER_IN_CHARGE),
        CaseRung("late_5d", AfterLateness(working_days=5), Step.ACCOUNT, Whom.DISCIPLINE),
        CaseRung("rework_3", AfterTimes(Recurring.REWORK, 3), Step.ORDER, Whom.SUPERVISION_OFFICE),
        CaseRung("relapse_2", AfterTimes(Recurring.RELAPSE, 2), Step.LEADER, Whom.LEADER_IN_CHARGE),
    ),
)
"""The steps are those of the sources; after how long and how often is our choice."""
