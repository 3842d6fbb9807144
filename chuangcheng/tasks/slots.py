"""What upper contexts add to tasks; they fill the slots in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit
    from chuangcheng.tasks.models import Task


@dataclass(frozen=True, slots=True)
class GoalDay:
    """A day for which work must stand ready, such as the first day of a visit."""

    key: str  # "command.visit:…": the same as long as it is the same visit
    label: str
    day: date  # the morning of this day
    url: str


# (actor, day) → the days to come from that day on, as far as the actor may see them; a query or two.
GoalDaysOf: TypeAlias = Callable[[Actor, date], Sequence[GoalDay]]
goal_days: Slot[GoalDaysOf] = Slot("days for which work must stand ready")


def coming_goals(actor: Actor, day: date) -> list[GoalDay]:
    """All of them, the earliest first."""
    return sorted((goal for fill in goal_days for goal in fill(actor, day)), key=lambda goal: (goal.day, goal.key))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a standard stands today."""

    earned: Decimal  # points, of what is known
    known: Decimal  # points that are known
    full: Decimal  # points

    @property
    def lost(self) -> Decimal:
        """Points that are known to be lost."""
        return self.known - self.earned


# (actor, framework id) → standard id → how it stands, as far as the actor may know; empty for who may not.
StandingsOf: TypeAlias = Callable[[Actor, int], Mapping[int, Standing]]
standings: Slot[StandingsOf] = Slot("how standards stand today")


def standings_of(actor: Actor, framework_id: int) -> dict[int, Standing]:
    """All that is known."""
    return {key: each for fill in standings for key, each in fill(actor, framework_id).items()}


@dataclass(frozen=True, slots=True)
class TaskLink:
    """A way from the page of a task to what a higher context offers there."""

    label: str
    url: str


# (actor, task) → the link, or None when it is not offered to this actor. No queries.
TaskLinkOf: TypeAlias = "Callable[[Actor, Task], TaskLink | None]"
task_links: Slot[TaskLinkOf] = Slot("links on the page of a task")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a task comes from, or who spoke of it: a meeting, a speech, an order."""

    label: str  # "第三季度联席会议"
    url: str
    text: str = ""  # what was said


# (actor, task id) → what may be shown to the actor; three queries at most.
MentionsOf: TypeAlias = Callable[[Actor, UUID], Sequence[Mention]]
mentions: Slot[MentionsOf] = Slot("who spoke of a task")


def mentions_of(actor: Actor, task_id: UUID) -> list[Mention]:
    """All of them."""
    return [mention for fill in mentions for mention in fill(actor, task_id)]


# (unit, day) → sentences of a contract with the unit on how it is appraised; four queries at most.
ContractTermsOf: TypeAlias = "Callable[[Unit, date], Sequence[str]]"
contract_terms: Slot[ContractTermsOf] = Slot("how a unit that signs a contract is appraised")


def terms_of(unit: Unit, day: date) -> list[str]:
    """All of them."""
    return [sentence for fill in contract_terms for sentence in fill(unit, day)]
