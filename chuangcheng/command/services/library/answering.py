"""Sentences that set work are answered: they become tasks, or a person says why they set none. Each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.library_access import document_to_change
from chuangcheng.command.models import LibraryDocument, WorkAnswer
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.lines import LinesRefused, checked_lines, refuse_lines
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.tasks.services import NewTask, TaskGiven, make_tasks

MOST_LINES = 100  # in one go; our choice
MOST_UNITS = 40  # of one sentence; our choice
MOST_QUOTED, MOST_REASON = 500, 300  # letters, as the columns


class SentenceAnswered(Refusal):
    """Somebody made a task of it, or said that it sets none."""

    def __init__(self) -> None:
        super().__init__(_("这句话已经转成任务或注明不转，请刷新页面查看。"))


@dataclass(frozen=True)
class SentenceGiven:
    """A sentence as the form sends it: a task for each unit."""

    task_id: UUID
    quotation: str
    title: str
    unit_ids: Sequence[int]
    due_on: date | None


@dataclass(frozen=True, slots=True)
class _Line:
    quotation: str
    tasks: list[NewTask]


@transaction.atomic
def accept_sentences(
    *, actor: Actor, document_id: UUID, lines: Sequence[SentenceGiven], despite: str = ""
) -> list[WorkAnswer]:
    """The tasks, all or none, each with its sentence; LinesRefused names lines. The same ids again: the same tasks."""
    found = document_to_change(actor, document_id)
    if not lines:
        raise InvalidInput(_("请勾选要转成任务的句子。"))
    if len(lines) > MOST_LINES:
        raise InvalidInput(_("一次最多转%(most)s句。") % {"most": MOST_LINES})
    checked = checked_lines(lines, lambda line: _checked(found, line))
    _check_open(found, checked)
    tasks = [task for line in checked for task in line.tasks]
    try:
        made = make_tasks(actor=actor, lines=tasks, despite=despite)
    except LinesRefused as refusal:
        refuse_lines(dict(_by_sentence(checked, refusal.problems)), of=2)
        raise
    there = set(found.answers.values_list("task", flat=True))
    said = {task.task_id: line.quotation for line in checked for task in line.tasks}
    fresh = [
        WorkAnswer(document=found, quotation=said[task.pk], task=task, answered_by_id=actor.person_id)
        for task in made
        if task.pk not in there
    ]
    WorkAnswer.objects.bulk_create(fresh)
    if fresh:
        audit.record(actor=actor, action="command.accept_sentences", subject=found, detail={"lines": len(fresh)})
    return list(found.answers.filter(task__in=made).select_related("task"))


@transaction.atomic
def dismiss_sentence(*, actor: Actor, document_id: UUID, quotation: str, reason: str) -> WorkAnswer:
    """The sentence sets no work, for a reason; it is not proposed any more. Twice is once."""
    found = document_to_change(actor, document_id)
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明不转任务的理由。"))
    quoted = _quoted(found, quotation)
    there = found.answers.filter(quotation=quoted).first()
    if there is not None and there.task_id is not None:
        raise SentenceAnswered
    if there is not None:
        return there
    made = WorkAnswer.objects.create(document=found, quotation=quoted, reason=words, answered_by_id=actor.person_id)
    audit.record(actor=actor, action="command.dismiss_sentence", subject=found, detail={"reason": words})
    return made


@transaction.atomic
def propose_again(*, actor: Actor, document_id: UUID, answer_id: int) -> None:
    """A dismissed sentence is proposed again; the trail keeps both."""
    found = document_to_change(actor, document_id)
    row = found.answers.filter(pk=answer_id, task__isnull=True).first()
    if row is None:
        raise NotFound(_("没有找到这句话，请刷新页面。"))
    audit.record(actor=actor, action="command.propose_sentence", subject=found, detail={"reason": row.reason})
    row.delete()


def _checked(found: LibraryDocument, line: SentenceGiven) -> _Line:
    if not is_client_id(line.task_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    quoted = _quoted(found, line.quotation)
    units = list(dict.fromkeys(line.unit_ids))
    if not units:
        raise InvalidInput(_("请选择责任单位。"))
    if len(units) > MOST_UNITS:
        raise InvalidInput(_("一句话最多交给%(most)s个单位。") % {"most": MOST_UNITS})
    source = {"title": f"《{found.title}》", "when": _when(found), "quotation": quoted}
    given = TaskGiven(
        title=line.title,
        unit_id=None,
        due_on=line.due_on,
        target=_("按讲话要求办结。"),
        work_standard=_("来源：%(title)s%(when)s。原文：%(quotation)s") % source,
    )
    tasks = [NewTask(derived_id(line.task_id, unit), replace(given, unit_id=unit)) for unit in units]
    return _Line(quoted, tasks)


def _when(found: LibraryDocument) -> str:
    return f"（{found.dated_on.isoformat()}）" if found.dated_on else ""


def _quoted(found: LibraryDocument, quotation: str) -> str:
    """The sentence; it must stand in the document."""
    quoted = checked_text(quotation, label=_("原文"), at_most=MOST_QUOTED)
    if not quoted or quoted not in found.text.replace("\r", ""):
        raise InvalidInput(_("这句话不在文稿里，请按原文填写。"))
    return quoted


def _check_open(found: LibraryDocument, lines: Sequence[_Line]) -> None:
    """A sentence becomes tasks once: what is answered by other tasks than these, or dismissed, is refused."""
    quoted = [line.quotation for line in lines]
    if len(set(quoted)) < len(quoted):
        raise InvalidInput(_("同一句话只能转一次，请去掉重复的。"))
    ids = {task.task_id for line in lines for task in line.tasks}
    rows = found.answers.filter(quotation__in=quoted).values_list("task", flat=True)
    if any(task not in ids for task in rows):
        raise SentenceAnswered


def _by_sentence(lines: Sequence[_Line], problems: dict[int, str]) -> Iterable[tuple[int, str]]:
    """Problems of tasks as problems of the sentences that ask for them, the first of each."""
    number = 0
    for place, line in enumerate(lines, start=1):
        theirs = [problems[number + each] for each in range(1, len(line.tasks) + 1) if number + each in problems]
        number += len(line.tasks)
        if theirs:
            yield place, theirs[0]
