"""Circulars for lists, pages and to-dos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from chuangcheng.command.circular_access import (
    KEEP,
    READ,
    SIGN,
    addressed_seen,
    visible_circulars,
    visible_library_files,
)
from chuangcheng.command.library_indexing import CIRCULAR
from chuangcheng.command.models import Circular, CircularQuestion, CircularTask, CircularUnit, LibraryFile
from chuangcheng.core.access import Actor
from chuangcheng.core.search import record_ids
from chuangcheng.core.shell import MOST_TODOS
from chuangcheng.orgs.access import in_units_where
from chuangcheng.tasks.queries import visible_task_ids

STATES = ("registered", "issued", "withdrawn")


@dataclass(frozen=True, slots=True)
class CircularFilter:
    """What a list shows."""

    direction: str = ""
    state: str = ""  # registered, issued, withdrawn; empty: all
    urgency: str = ""
    unsigned: bool = False  # what the actor's own units have to sign
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Units and their receipts."""

    units: int
    read: int
    signed: int


@dataclass(frozen=True, slots=True)
class Addressed:
    """A unit that has it, its level in the passing on, and how the units below it stand."""

    row: CircularUnit
    level: int  # 0: from the office
    below: Sum


@dataclass(frozen=True)
class CircularStory:
    """What the page of a circular shows to an actor."""

    circular: Circular
    files: list[LibraryFile]
    addressed: list[Addressed]  # each before those it passed it on to
    total: Sum
    late: list[CircularUnit]
    questions: list[CircularQuestion]
    tasks: list[CircularTask]
    replaces: list[Circular]


def circulars_shown(*, actor: Actor, chosen: CircularFilter) -> QuerySet[Circular]:
    """The circulars of a list, the newest first."""
    rows = visible_circulars(actor)
    if chosen.direction:
        rows = rows.filter(direction=chosen.direction)
    if chosen.urgency:
        rows = rows.filter(urgency=chosen.urgency)
    if chosen.state == "withdrawn":
        rows = rows.filter(withdrawn_at__isnull=False)
    elif chosen.state:
        rows = rows.filter(withdrawn_at__isnull=True, issued_at__isnull=chosen.state == "registered")
    if chosen.unsigned:
        own = CircularUnit.objects.filter(unit__in=actor.unit_ids, signed__isnull=True)
        rows = rows.filter(withdrawn_at__isnull=True, pk__in=own.values("circular"))
    if chosen.words.strip():
        rows = rows.filter(pk__in=record_ids(actor=actor, kind=CIRCULAR, query=chosen.words))
    return rows.order_by("-dated_on", "-pk")


def sums_of(*, actor: Actor, circulars: Sequence[Circular]) -> dict[UUID, Sum]:
    """Of each circular the units that the actor may see. One query."""
    rows = CircularUnit.objects.filter(circular__in=circulars).filter(in_units_where(actor, READ, "unit"))
    counted = rows.values("circular").annotate(units=Count("pk"), was_read=Count("read"), was_signed=Count("signed"))
    return {row["circular"]: Sum(row["units"], row["was_read"], row["was_signed"]) for row in counted}


def circular_story(*, actor: Actor, circular: Circular, today: date) -> CircularStory:
    """All of it; six queries."""
    rows = list(addressed_seen(actor, circular).order_by("unit__path"))
    asked = CircularQuestion.objects.filter(addressed__in=[row.pk for row in rows])
    questions = asked.select_related("addressed__unit", "asked_by", "answer")
    return CircularStory(
        circular=circular,
        files=list(circular.files.select_related("file").defer("text")),
        addressed=_in_order(rows),
        total=_sum(rows),
        late=[row for row in rows if row.is_late(today)],
        questions=list(questions.defer("addressed__unit__boundary")),
        tasks=_tasks(actor, circular),
        replaces=list(circular.replaces.all()),
    )


def _tasks(actor: Actor, circular: Circular) -> list[CircularTask]:
    """The tasks that it brought, as far as the actor may open them."""
    rows = list(circular.tasks.select_related("task", "task__unit").defer("task__unit__boundary"))
    seen = visible_task_ids(actor, [str(row.task_id) for row in rows]) if rows else set()
    return [row for row in rows if str(row.task_id) in seen]


def addressed_in_order(*, actor: Actor, circular: Circular) -> list[Addressed]:
    """The units that the actor sees, each before those it passed it on to. One query."""
    return _in_order(list(addressed_seen(actor, circular).order_by("unit__path")))


def to_sign(*, actor: Actor) -> list[CircularUnit]:
    """What the actor's own units have not signed, the nearest last day first. One query."""
    if not actor.may(SIGN) or not actor.unit_ids:
        return []
    rows = CircularUnit.objects.filter(
        unit__in=actor.unit_ids, signed__isnull=True, circular__withdrawn_at__isnull=True
    )
    rows = rows.filter(in_units_where(actor, SIGN, "unit")).select_related("circular", "unit")
    return list(rows.defer("unit__boundary", "circular__text").order_by("sign_by", "pk")[:MOST_TODOS])


def questions_to_answer(*, actor: Actor) -> QuerySet[CircularQuestion] | None:
    """What units ask and nobody answered, for who keeps circulars."""
    if not actor.everywhere(KEEP):
        return None
    rows = CircularQuestion.objects.filter(answer__isnull=True, addressed__circular__withdrawn_at__isnull=True)
    rows = rows.select_related("addressed__circular", "addressed__unit")
    return rows.defer("addressed__unit__boundary", "addressed__circular__text")


def visible_circular_ids(actor: Actor, ids: Sequence[str]) -> set[str]:
    """Of these ids, those that the actor may see."""
    if not actor.may(READ):
        return set()
    return {str(pk) for pk in visible_circulars(actor).filter(pk__in=ids).values_list("pk", flat=True)}


def visible_piece_ids(actor: Actor, ids: Sequence[str]) -> set[str]:
    """Of these pieces of files, those that the actor may see."""
    if not actor.may(READ):
        return set()
    wanted = {each.rpartition("-")[0] for each in ids}
    seen = {str(pk) for pk in visible_library_files(actor).filter(pk__in=wanted).values_list("pk", flat=True)}
    return {each for each in ids if each.rpartition("-")[0] in seen}


def circulars_of_task(*, actor: Actor, task_id: UUID) -> list[CircularTask]:
    """The circular that brought a task, when the actor may see it."""
    if not actor.may(READ):
        return []
    rows = CircularTask.objects.filter(task=task_id)
    return list(rows.filter(circular__in=visible_circulars(actor)).select_related("circular"))


def _in_order(rows: Sequence[CircularUnit]) -> list[Addressed]:
    seen = {row.pk for row in rows}
    below: defaultdict[UUID | None, list[CircularUnit]] = defaultdict(list)
    for row in rows:
        below[row.passed_by_id if row.passed_by_id in seen else None].append(row)
    found: list[Addressed] = []
    for row in below[None]:
        _walk(row, 0, below, found)
    return found


def _walk(
    row: CircularUnit, level: int, below: Mapping[UUID | None, list[CircularUnit]], found: list[Addressed]
) -> list[CircularUnit]:
    """Adds the unit, then those it passed it on to; gives all of them."""
    place = len(found)
    mine = [each for child in below.get(row.pk, ()) for each in _walk(child, level + 1, below, found)]
    found.insert(place, Addressed(row, level, _sum(mine)))
    return [row, *mine]


def _sum(rows: Sequence[CircularUnit]) -> Sum:
    return Sum(len(rows), sum(row.read_id is not None for row in rows), sum(row.signed_id is not None for row in rows))
