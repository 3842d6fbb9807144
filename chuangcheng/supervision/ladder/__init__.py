"""督办升级: what must be done next about a case that is late or comes back, and about a unit that is last again.

Pure. A ladder says after how much working time, or how many times, which step is due and who takes it. `cases` counts
from a deadline without approved pauses; `streaks` counts periods in a row. Each step is due once, by its key. What is
ours and what is not: docs/algorithms/ladder.md.
"""

from __future__ import annotations

from chuangcheng.supervision.ladder.cases import CaseHistory, Pause, StepDue, next_steps
from chuangcheng.supervision.ladder.clock import falls_due, working_time
from chuangcheng.supervision.ladder.rungs import (
    SAMPLE,
    AfterLateness,
    AfterTimes,
    CaseRung,
    Ladder,
    Recurring,
    Step,
    Whom,
)
from chuangcheng.supervision.ladder.streaks import (
    JIANGMEN,
    Card,
    PeriodResult,
    Streak,
    StreakRung,
    StreakStep,
    card_of,
    current_streak,
    steps_of,
)

__all__ = [
    "JIANGMEN",
    "SAMPLE",
    "AfterLateness",
    "AfterTimes",
    "Card",
    "CaseHistory",
    "CaseRung",
    "Ladder",
    "Pause",
    "PeriodResult",
    "Recurring",
    "Step",
    "StepDue",
    "Streak",
    "StreakRung",
    "StreakStep",
    "Whom",
    "card_of",
    "current_streak",
    "falls_due",
    "next_steps",
    "steps_of",
    "working_time",
]
