"""时间过半、任务过半: what counts as work, so that the share done stands against that of time passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from chuangcheng.core.access import Actor
from chuangcheng.core.shell import Text
from chuangcheng.core.slots import Slot


@dataclass(frozen=True, slots=True)
class Work:
    """What one unit had to do in a span of days and has done; each a number of the same things."""

    unit_id: int
    done: int
    planned: int


# (actor, first day, last day, now) → the work of each unit that had some. A constant number of queries.
WorksOf: TypeAlias = Callable[[Actor, date, date, datetime], Sequence[Work]]


@dataclass(frozen=True)
class PacePart:
    """A kind of work."""

    name: Text  # 问题整改
    told: Text  # what is planned and what is done, in one sentence
    works: WorksOf
    url_of: Callable[[int, date, date], str]  # unit, first day, last day → its records


pace_parts: Slot[PacePart] = Slot("kinds of work of the pace")
