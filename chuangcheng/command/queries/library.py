"""The library for lists, pages and the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Length, Substr

from chuangcheng.command.library_access import (
    READ_LIBRARY,
    keeps_library,
    visible_collections,
    visible_documents,
)
from chuangcheng.command.library_indexing import LIBRARY_DOCUMENT
from chuangcheng.command.models import Collection, LibraryDocument
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import uuids_of
from chuangcheng.core.search import record_ids

SHOWN_OF_PART = 240  # letters at the head of a proposed part; our choice


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What the list shows."""

    kind: str = ""
    year: int | None = None
    words: str = ""


def documents_shown(*, actor: Actor, chosen: LibraryFilter) -> QuerySet[LibraryDocument]:
    """The kept documents of a list without tables of contents, the newest first."""
    rows = visible_documents(actor).exclude(kind=LibraryDocument.Kind.CONTENTS).select_related("collection")
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.year is not None:
        rows = rows.filter(dated_on__year=chosen.year) if MINYEAR <= chosen.year <= MAXYEAR else rows.none()
    if chosen.words.strip():
        pieces = record_ids(actor=actor, kind=LIBRARY_DOCUMENT, query=chosen.words)
        rows = rows.filter(pk__in={each.rpartition("-")[0] for each in pieces})
    return rows.defer("collection__text", "collection__removed").order_by("-dated_on", "-pk")


def open_collections(*, actor: Actor) -> list[Collection]:
    """What is being read or waits for its parts to be settled, for who keeps the library."""
    if not keeps_library(actor):
        return []
    rows = Collection.objects.filter(kept_at__isnull=True).annotate(parts=Count("documents"))
    return list(rows.defer("text", "removed").order_by("-pk")[:50])


def parts_of(collection: Collection) -> list[LibraryDocument]:
    """The parts in their order with their length and their first letters as `shown`."""
    rows: Any = collection.documents.annotate(letters=Length("text"), shown=Substr("text", 1, SHOWN_OF_PART))
    return list(rows.defer("text"))


def visible_library_pieces(actor: Actor, ids: Sequence[str]) -> set[str]:
    """Of these pieces of documents, those that the actor may see."""
    if not actor.may(READ_LIBRARY):
        return set()
    wanted = uuids_of({each.rpartition("-")[0] for each in ids})
    seen = {str(pk) for pk in visible_documents(actor).filter(pk__in=wanted).values_list("pk", flat=True)}
    return {each for each in ids if each.rpartition("-")[0] in seen}


def collections_kept(*, actor: Actor) -> QuerySet[Collection]:
    """The collections that the actor sees, the newest first, without their texts."""
    rows = visible_collections(actor).annotate(parts=Count("documents"))
    return rows.defer("text", "removed").order_by("-pk")
