"""What circulars add to the rest: navigation, to-dos, search, files, what brought a task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.command.circular_access import READ, may_read_library_file
from chuangcheng.command.library_indexing import CIRCULAR, LIBRARY_FILE, REGULATION, RULES
from chuangcheng.command.models import Circular, CircularQuestion, CircularUnit, Regulation
from chuangcheng.command.queries.circulars import (
    circulars_of_task,
    questions_to_answer,
    to_sign,
    visible_circular_ids,
    visible_piece_ids,
)
from chuangcheng.command.queries.honours import address_to_send, list_sent
from chuangcheng.command.queries.regulations import running_out, visible_regulation_ids
from chuangcheng.command.queries.signing import circulars_due, circulars_told
from chuangcheng.command.services.circulars import withdraw_sent_list
from chuangcheng.command.services.circulars.telling import SOURCE
from chuangcheng.core import events, files
from chuangcheng.core.access import Actor
from chuangcheng.core.search import unit_scopes
from chuangcheng.core.shell import (
    MOST_TODOS,
    NavEntry,
    RareTodos,
    SearchKind,
    SearchReach,
    Todo,
    navigation,
    rare_todos,
    search_kinds,
    todos,
)
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.orgs.access import unit_ids_where
from chuangcheng.orgs.slots import ask_addresses
from chuangcheng.supervision.events import LIST_WITHDRAWN
from chuangcheng.supervision.slots import ListSending, ReceiptSource, list_sendings, receipt_sources
from chuangcheng.tasks.slots import Mention, mentions

OVERDUE, DUE_TODAY, NEW, COMING = 0, 1, 3, 4
CLOSE_OF_DAY = time(18)


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("12-circulars", _entries)
    todos.fill("command-circulars", _todos)
    rare_todos.fill("command-questions", RareTodos(_questions, _question_todos))
    rare_todos.fill("command-regulations", RareTodos(_regulations, _regulation_todos))
    circulars = SearchKind(CIRCULAR, gettext_lazy("文件"), _address, visible_circular_ids, _reach)
    search_kinds.fill(CIRCULAR, circulars)
    pieces = SearchKind(LIBRARY_FILE, gettext_lazy("文件内容"), _piece_address, visible_piece_ids, _reach_of_files)
    search_kinds.fill(LIBRARY_FILE, pieces)
    regulations = SearchKind(
        REGULATION, gettext_lazy("制度"), _regulation_address, visible_regulation_ids, _reach_of_rules
    )
    search_kinds.fill(REGULATION, regulations)
    files.readers.fill("command-library", may_read_library_file)
    mentions.fill("command-circulars", _mentions)
    receipt_sources.fill(CIRCULAR, ReceiptSource(circulars_due, circulars_told))
    list_sendings.fill(CIRCULAR, ListSending(address_to_send, list_sent))
    events.subscribe(LIST_WITHDRAWN, "command.withdraw_sent_list", withdraw_sent_list)
    ask_addresses.fill(SOURCE, lambda row_id: reverse("command:addressed", args=[row_id]))


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(READ):
        return []
    return [NavEntry("meetings", _("文件与制度"), reverse("command:circulars"), "file-text")]


def _reach(actor: Actor) -> SearchReach | None:
    if not actor.may(READ):
        return None
    if actor.everywhere(READ):
        return SearchReach()
    return SearchReach(scopes=unit_scopes(unit_ids_where(actor, READ)))


def _reach_of_files(actor: Actor) -> SearchReach | None:
    found = _reach(actor)
    return found if found is None or found.scopes is None else SearchReach(scopes=[*found.scopes, RULES])


def _address(circular_id: str) -> str:
    return reverse("command:circular", args=[circular_id])


def _regulation_address(regulation_id: str) -> str:
    return reverse("command:regulation", args=[regulation_id])


def _reach_of_rules(actor: Actor) -> SearchReach | None:
    return SearchReach() if actor.may(READ) else None


def _piece_address(piece: str) -> str:
    return reverse("command:library_file", args=[piece.rpartition("-")[0]])


def _mentions(actor: Actor, task_id: UUID) -> list[Mention]:
    return [
        Mention(each.circular.title, _address(str(each.circular_id)), each.quotation)
        for each in circulars_of_task(actor=actor, task_id=task_id)
    ]


def _todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """Circulars to sign. One query."""
    return [_signing(row, local_date(now)) for row in to_sign(actor=actor)]


def _questions(actor: Actor, now: datetime) -> QuerySet[CircularQuestion] | None:  # noqa: ARG001 - of the slot
    return questions_to_answer(actor=actor)


def _question_todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - of the slot
    rows = questions_to_answer(actor=actor)
    return [] if rows is None else [_question(row) for row in rows[:MOST_TODOS]]


def _regulations(actor: Actor, now: datetime) -> QuerySet[Regulation] | None:
    return running_out(actor=actor, today=local_date(now))


def _regulation_todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - of the slot
    rows = _regulations(actor, now)
    return [] if rows is None else [_running_out(row) for row in rows[:MOST_TODOS]]


def _signing(row: CircularUnit, day: date) -> Todo:
    found, due = row.circular, row.sign_by
    urgency = NEW if due is None or due > day else OVERDUE if due < day else DUE_TODAY
    if found.urgency != Circular.Urgency.PLAIN and urgency == NEW:
        urgency = DUE_TODAY
    return Todo(
        urgency=urgency,
        title=found.title,
        url=_address(str(found.pk)),
        act=_("去签收"),
        kind=_("文件"),
        number=found.number,
        due_at=None if due is None else datetime.combine(due, CLOSE_OF_DAY, SHANGHAI),
        detail=_("%(unit)s，来自%(sender)s") % {"unit": row.unit.name, "sender": found.sender},
        situation=_("等待签收"),
    )


def _question(row: CircularQuestion) -> Todo:
    found = row.addressed.circular
    return Todo(
        urgency=NEW,
        title=found.title,
        url=f"{_address(str(found.pk))}#questions",
        act=_("去答复"),
        kind=_("文件"),
        number=found.number,
        detail=f"{row.addressed.unit.name}：{row.text[:60]}",
        situation=_("等待答复"),
    )


def _running_out(row: Regulation) -> Todo:
    return Todo(
        urgency=COMING,
        title=row.title,
        url=_regulation_address(str(row.pk)),
        act=_("去修订或废止"),
        kind=_("制度"),
        number=row.number,
        due_at=None if row.in_force_until is None else datetime.combine(row.in_force_until, CLOSE_OF_DAY, SHANGHAI),
        detail=row.document_number,
        situation=_("即将到期"),
    )
