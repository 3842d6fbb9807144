"""倒排工期: when each work must begin and end at the latest, so that everything stands when the assessors come.

Pure. Days are whole numbers on a ruler of working days: work of `n` days from boundary `s` fills [s, s + n). Boundary 0
is the beginning of today. `Ruler` turns dates into boundaries and back. Method and limits: docs/algorithms/backward.md.
"""

from __future__ import annotations

from chuangcheng.tasks.backward.conflicts import Conflict, Overload
from chuangcheng.tasks.backward.plan import Circle, Goal, Key, Link, Plan, UnknownWork, Work
from chuangcheng.tasks.backward.ruler import Ruler
from chuangcheng.tasks.backward.schedule import Delay, Line, Schedule, effect_of_delay, schedule

__all__ = [
    "Circle",
    "Conflict",
    "Delay",
    "Goal",
    "Key",
    "Line",
    "Link",
    "Overload",
    "Plan",
    "Ruler",
    "Schedule",
    "UnknownWork",
    "Work",
    "effect_of_delay",
    "schedule",
]
