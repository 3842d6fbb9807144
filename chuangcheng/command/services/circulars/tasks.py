"""What a circular asks becomes tasks, several in one go; they point back to it and it shows how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.circular_sentences import Proposal, proposals
from chuangcheng.command.library_indexing import PAGE_END
from chuangcheng.command.models import Circular, CircularTask
from chuangcheng.command.services.circulars.registering import open_circular
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import every_unit
from chuangcheng.tasks.services import NewTask, TaskGiven, make_tasks

MOST_QUOTED = 500  # characters, as the column
MOST_LINES = 100  # in one go; our choice


@dataclass(frozen=True)
class LineGiven:
    """A task as a line of the form sends it."""

    task_id: UUID
    title: str
    unit_id: int | None
    due_on: date | None
    quotation: str = ""


@transaction.atomic
def give_circular_tasks(
    *, actor: Actor, circular_id: UUID, lines: Sequence[LineGiven], despite: str = ""
) -> list[CircularTask]:
    """The tasks, all or none; a line without unit or date is refused. The same ids again: the same tasks."""
    found = open_circular(actor, circular_id)
    if not lines:
        raise InvalidInput(_("请勾选或填写要交办的任务。"))
    if len(lines) > MOST_LINES:
        raise InvalidInput(_("一次最多交办%(most)s项任务。") % {"most": MOST_LINES})
    quoted = [checked_text(line.quotation, label=_("原文"), at_most=MOST_QUOTED) for line in lines]
    there = set(CircularTask.objects.filter(task__in=[line.task_id for line in lines]).values_list("task", flat=True))
    tasks = make_tasks(actor=actor, lines=[_new_task(found, line) for line in lines], despite=despite)
    CircularTask.objects.bulk_create(
        [
            CircularTask(circular=found, task=task, quotation=words)
            for task, words in zip(tasks, quoted, strict=True)
            if task.pk not in there
        ]
    )
    if not there:
        audit.record(actor=actor, action="command.give_circular_tasks", subject=found, detail={"lines": len(tasks)})
    rows = {row.task_id: row for row in found.tasks.select_related("task")}
    return [rows[task.pk] for task in tasks if task.pk in rows]


def proposed_lines(circular: Circular) -> list[Proposal]:
    """What its text and files seem to ask for; what was given already is left out. Three queries."""
    texts = [circular.text, *circular.files.values_list("text", flat=True)]
    units = {unit.name: unit.pk for unit in every_unit() if unit.closed_on is None}
    found = proposals("\n".join(texts).replace(PAGE_END, "\n"), dated_on=circular.dated_on, units=units)
    given = set(circular.tasks.values_list("quotation", flat=True))
    return [each for each in found if each.quotation not in given]


def _new_task(found: Circular, line: LineGiven) -> NewTask:
    source = f"{found.title}（{found.document_number}）" if found.document_number else found.title
    return NewTask(
        line.task_id,
        TaskGiven(
            title=line.title,
            unit_id=line.unit_id,
            due_on=line.due_on,
            target=_("按文件要求办结。"),
            work_standard=_("来源：%(source)s") % {"source": source},
        ),
    )
