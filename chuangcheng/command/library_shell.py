"""What the library adds to the rest: navigation, to-dos, search, files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.command.library_access import READ_LIBRARY, keeps_library, may_read_collection_file
from chuangcheng.command.library_indexing import LIBRARY_DOCUMENT
from chuangcheng.command.models import Collection
from chuangcheng.command.queries.library import open_collections, visible_library_pieces
from chuangcheng.command.queries.work import answers_of_task
from chuangcheng.core import files
from chuangcheng.core.access import Actor
from chuangcheng.core.shell import (
    NavEntry,
    RareTodos,
    SearchKind,
    SearchReach,
    Todo,
    navigation,
    rare_todos,
    search_kinds,
)
from chuangcheng.tasks.slots import Mention, mentions

NEW = 3


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("13-library", _entries)
    rare_todos.fill("command-library", RareTodos(_collections, _todos))
    documents = SearchKind(LIBRARY_DOCUMENT, gettext_lazy("文稿"), _address, visible_library_pieces, _reach)
    search_kinds.fill(LIBRARY_DOCUMENT, documents)
    files.readers.fill("command-collections", may_read_collection_file)
    mentions.fill("command-library", _mentions)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(READ_LIBRARY):
        return []
    return [NavEntry("meetings", _("文库与讲话"), reverse("command:library"), "books")]


def _reach(actor: Actor) -> SearchReach | None:
    return SearchReach() if actor.everywhere(READ_LIBRARY) else None


def _address(piece: str) -> str:
    return reverse("command:library_document", args=[piece.rpartition("-")[0]])


def _mentions(actor: Actor, task_id: UUID) -> list[Mention]:
    return [
        Mention(row.document.title, reverse("command:library_document", args=[row.document_id]), row.quotation)
        for row in answers_of_task(actor=actor, task_id=task_id)
    ]


def _collections(actor: Actor, now: datetime) -> QuerySet[Collection] | None:  # noqa: ARG001 - of the slot
    return Collection.objects.filter(kept_at__isnull=True) if keeps_library(actor) else None


def _todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - of the slot
    """Collections whose parts wait to be settled. One query for who keeps the library."""
    return [
        Todo(
            urgency=NEW,
            title=row.title,
            url=reverse("command:collection", args=[row.pk]),
            act=_("去核对拆分"),
            kind=_("文库"),
            number=row.number,
            detail=row.file_name,
            situation=_("等待入库"),
        )
        for row in open_collections(actor=actor)
        if row.state in {"proposed", "unread"}
    ]
