"""What is to be scheduled: works, what waits for what, the days that everything must be ready for, and who can do how
much at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.texts import mark as _

Key = Hashable


class Circle(InvalidInput):
    """Works that wait for each other. `keys`: the circle, each before the next, the first after the last."""

    sentence = _("这些任务互为前提，无法排期，请去掉其中一个前后关系。")

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(self.sentence)
        self.keys = tuple(keys)


class UnknownWork(InvalidInput):
    """A link or a work names what is not in the plan."""

    sentence = _("前后关系里的任务不在计划中，请重新选择。")

    def __init__(self, key: Key) -> None:
        super().__init__(self.sentence)
        self.key = key


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work. Boundaries are working days from today (see the package)."""

    key: Key
    days: int  # working days that it takes, from 0: a milestone
    unit: Key | None = None  # who does it
    not_before: int | None = None  # boundary
    starts_on: int | None = None  # boundary: fixed by somebody, such as a ceremony
    ends_by: int | None = None  # boundary: its own date
    began: int | None = None  # boundary, at most 0: it has begun, and takes `days` in all
    ended: int | None = None  # boundary, at most 0: it is done
    serves: tuple[Key, ...] = ()  # the goals that need it

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError(f"{self.days} days")

    @property
    def is_history(self) -> bool:
        """Whether it has begun, so that nothing it waited for can push it any more."""
        return self.began is not None or self.ended is not None

    @property
    def is_placed(self) -> bool:
        """Whether it has its place already, so that other work of its unit goes around it."""
        return self.is_history or self.starts_on is not None


@dataclass(frozen=True, slots=True)
class Link:
    """One work waits for another: for its end, or for its beginning (`from_start`), and `lag` working days more."""

    before: Key
    after: Key
    lag: int = 0  # working days; negative: may overlap
    from_start: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A day by which everything that serves it must be done: a visit, a deadline for papers."""

    key: Key
    at: int  # boundary: the beginning of that day


@dataclass(frozen=True)
class Plan:
    """All of it. `capacity`: unit → works at once; a unit that is not named can do any number."""

    works: Sequence[Work]
    links: Sequence[Link] = ()
    goals: Sequence[Goal] = ()
    capacity: Mapping[Key, int] = field(default_factory=dict, hash=False)

    @cached_property
    def places(self) -> dict[Key, int]:
        """Where each work stands in `works`; ValueError when two have one key."""
        found = {work.key: place for place, work in enumerate(self.works)}
        if len(found) < len(self.works):
            raise ValueError("two works have one key")
        return found

    @cached_property
    def goal_at(self) -> dict[Key, int]:
        """Goal → its boundary."""
        return {goal.key: goal.at for goal in self.goals}
