"""Every task is something that a unit is asked for: written down where that is counted, ended with the task."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.lines import refuse_lines
from chuangcheng.orgs.services import AskGiven, AsksRefused, ask_units, change_asks, end_asks, renew_asks
from chuangcheng.tasks.models import Task

KIND, SOURCE = "task", "tasks.task"


class AskedBefore(InvalidInput):
    """The unit was asked for this already, or for too much this week; a reason takes it nevertheless."""


def ask_for(actor: Actor, tasks: Sequence[Task], despite: str) -> None:
    """Asks the units of these tasks; refuses by line what they were asked for already, unless there is a reason."""
    try:
        ask_units(actor=actor, asks=[_ask(task) for task in tasks], despite=despite)
    except AsksRefused as refusal:
        if len(tasks) == 1:
            raise AskedBefore(refusal.problems[0]) from refusal
        refuse_lines({place + 1: words for place, words in refusal.problems.items()}, of=len(tasks))


def follow(task: Task, move: str) -> None:
    """What a move of the task means for what was asked; another unit: `ask_others`."""
    ids = [str(task.pk)]
    if move in ("verify", "void"):
        end_asks(source_kind=SOURCE, source_ids=ids, is_taken_back=move == "void")
    elif move == "reopen":
        renew_asks(source_kind=SOURCE, source_ids=ids)


def ask_others(actor: Actor, tasks: Sequence[Task], reason: str) -> None:
    """Other units have these tasks now: what the former were asked for is taken back."""
    end_asks(source_kind=SOURCE, source_ids=[str(task.pk) for task in tasks], is_taken_back=True)
    ask_units(actor=actor, asks=[_ask(task) for task in tasks], despite=reason or _("重新交办"))


def retell_asks(tasks: Sequence[Task]) -> None:
    """The tasks ask for something else by now: their title or last day changed. Two statements."""
    change_asks(source_kind=SOURCE, facts={str(task.pk): (task.title, task.due_on) for task in tasks})


def _ask(task: Task) -> AskGiven:
    return AskGiven(
        unit_id=task.unit_id,
        kind=KIND,
        title=task.title,
        source_kind=SOURCE,
        source_id=str(task.pk),
        source_label=f"{task.number} {task.title}",
        due_on=task.due_on,
    )
