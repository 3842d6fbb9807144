"""What waits for a meeting: cases brought to the joint meeting, late tasks, special campaigns that are running."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import escalated_cases, questions_to_meeting
from chuangcheng.command.models import Meeting
from chuangcheng.command.queries.specials.lists import specials_shown
from chuangcheng.command.special_access import FOLLOW
from chuangcheng.command.special_wording import days_words
from chuangcheng.command.special_workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.tasks.access import VIEW as VIEW_TASKS
from chuangcheng.tasks.queries import LATE, TaskFilter, tasks_shown

MOST_SUGGESTED = 50  # of each kind; our choice
CASE, TASK, SPECIAL = "case", "task", "special"


@dataclass(frozen=True, slots=True)
class Suggested:
    """Something that may become an item of the agenda."""

    kind: str  # case, task, special
    source_id: UUID
    number: str
    title: str
    text: str  # the question
    why: str
    unit_id: int | None
    unit: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.source_id}"


def suggested_for(*, actor: Actor, meeting: Meeting) -> list[Suggested]:
    """Cases, tasks and running campaigns that are not on the agenda yet. Five queries."""
    there = set(meeting.items.exclude(source_kind="").values_list("source_kind", "source_id"))
    found = [*_cases(actor), *_tasks(actor), *_specials(actor)]
    return [each for each in found if (each.kind, str(each.source_id)) not in there]


def _cases(actor: Actor) -> list[Suggested]:
    if not actor.may(VIEW_CASES):
        return []
    rows = list(escalated_cases(actor=actor)[:MOST_SUGGESTED])
    questions = questions_to_meeting([row.pk for row in rows])
    return [
        Suggested(
            kind=CASE,
            source_id=case.pk,
            number=case.number,
            title=case.description.strip().replace("\n", " ")[:100] or case.number,
            text=questions.get(case.pk, ""),
            why=_("提请联席会议研究"),
            unit_id=case.lead_unit_id,
            unit=case.lead_unit.name if case.lead_unit else "",
        )
        for case in rows
    ]


def _tasks(actor: Actor) -> list[Suggested]:
    if not actor.may(VIEW_TASKS):
        return []
    day = today()
    late = tasks_shown(actor=actor, chosen=TaskFilter(due=LATE, kind="top"), today=day)
    return [
        Suggested(
            kind=TASK,
            source_id=task.pk,
            number=task.number,
            title=task.title,
            text="",
            why=_("任务超期，进度%(percent)s%%") % {"percent": task.percent},
            unit_id=task.unit_id,
            unit=task.unit.name,
        )
        for task in late.order_by("due_on", "pk")[:MOST_SUGGESTED]
    ]


def _specials(actor: Actor) -> list[Suggested]:
    """Those that end first come first."""
    if not actor.may(FOLLOW):
        return []
    day = today()
    return [
        Suggested(
            kind=SPECIAL,
            source_id=row.pk,
            number=row.number,
            title=row.name,
            text="",
            why=_("专项整治进行中，%(days)s") % {"days": days_words(row, day)},
            unit_id=row.lead_unit_id,
            unit=row.lead_unit.name,
        )
        for row in specials_shown(actor=actor, view=State.RUNNING.value).order_by("ends_on", "pk")[:MOST_SUGGESTED]
    ]
