"""Sentences of a document that set work, what became of them, and where a task was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.command.library_access import READ_LIBRARY, visible_documents
from chuangcheng.command.models import AssessorVisit, Collection, LibraryDocument, WorkAnswer
from chuangcheng.command.work_sentences.by_when import Anchors
from chuangcheng.command.work_sentences.finding import WorkSentence, work_sentences
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.orgs.queries import every_unit
from chuangcheng.tasks.queries import visible_task_ids

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

MOST_OF_GROUP = 20  # units that 各街道 may stand for; more are chosen by a person; our choice
GROUPS = {"街道": {"street"}, "镇": {"town"}, "镇街": {"street", "town"}, "社区": {"community"}, "部门": {"bureau"}}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sentence that nobody answered, and the units that it seems to mean."""

    sentence: WorkSentence
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkOfDocument:
    """What a document sets."""

    proposed: list[Proposed]
    given: list[WorkAnswer]  # with tasks that the actor may open
    dismissed: list[WorkAnswer]


def work_of_document(*, actor: Actor, document: LibraryDocument, today: date) -> WorkOfDocument:
    """The sentences and their answers. Five queries."""
    answers = list(document.answers.select_related("task", "task__unit", "answered_by").defer("task__unit__boundary"))
    answered = {row.quotation for row in answers}
    units = [unit for unit in every_unit() if unit.closed_on is None]
    found = sentences_of(document, units=units, today=today)
    seen = visible_task_ids(actor, [str(row.task_id) for row in answers if row.task_id])
    return WorkOfDocument(
        proposed=[Proposed(each, _meant(each, units)) for each in found if each.quote not in answered],
        given=[row for row in answers if row.task_id and str(row.task_id) in seen],
        dismissed=[row for row in answers if row.task_id is None],
    )


def sentences_of(document: LibraryDocument, *, units: Sequence[Unit], today: date) -> list[WorkSentence]:
    """All sentences of a speech or paper that set work. A query."""
    said_on = document.dated_on or today
    visit = AssessorVisit.objects.filter(cancelled_at__isnull=True, last_on__gte=said_on, creation__outcome="")
    first_on = visit.order_by("first_on").values_list("first_on", flat=True).first()
    anchors = Anchors(said_on, office_calendar().working_day_from, first_on)
    return work_sentences(document.text, anchors=anchors, units=_names(units))


def answers_of_task(*, actor: Actor, task_id: UUID) -> list[WorkAnswer]:
    """The document that a task was said in, when the actor may see it."""
    if not actor.may(READ_LIBRARY):
        return []
    rows = WorkAnswer.objects.filter(task=task_id, document__in=visible_documents(actor))
    return list(rows.select_related("document").defer("document__text"))


def _names(units: Sequence[Unit]) -> Mapping[str, int]:
    """Names of units; a bureau is also called without 区 before its name, as people say it."""
    names = {unit.name: unit.pk for unit in units}
    short = {unit.name[1:]: unit.pk for unit in units if unit.name.startswith("区") and len(unit.name) > 3}  # noqa: PLR2004 - 区城管局
    return short | names


def _meant(each: WorkSentence, units: Sequence[Unit]) -> tuple[int, ...]:
    if each.unit_ids or not each.who.startswith("各"):
        return each.unit_ids
    kinds = GROUPS.get(each.who[1:], set())
    group = tuple(unit.pk for unit in units if unit.kind in kinds)
    return group if len(group) <= MOST_OF_GROUP else ()


def answers_of_collection(*, actor: Actor, collection: Collection) -> list[tuple[WorkAnswer, str]]:
    """What a person made of the sentences of a collection, with the number of the task where the actor sees it. Two
    queries."""
    rows = WorkAnswer.objects.filter(document__collection=collection).select_related("document", "task")
    answers = list(rows.order_by("document__start", "pk").defer("document__text"))
    seen = visible_task_ids(actor, [str(row.task_id) for row in answers if row.task_id])
    return [(row, row.task.number if row.task and str(row.task_id) in seen else "") for row in answers]
