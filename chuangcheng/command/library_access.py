"""Permissions on the library of speeches and documents, and the only way to its rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import Collection, LibraryDocument
from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted

READERS = ("creation_office", "supervision", "government_supervision", "leader")
READ_LIBRARY = define("command.read_library", _("查看文库"), roles=READERS)
KEEP_LIBRARY = define("command.keep_library", _("整理文库、按讲话交办任务"), roles=("creation_office",))


def keeps_library(actor: Actor) -> bool:
    """True for who keeps it for the whole place."""
    return actor.everywhere(KEEP_LIBRARY)


def require_library_keeper(actor: Actor) -> None:
    """Raises NotPermitted unless the actor keeps the library for the whole place."""
    require(actor, KEEP_LIBRARY)
    if not keeps_library(actor):
        raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))


def visible_documents(actor: Actor) -> QuerySet[LibraryDocument]:
    """What is kept; proposals are seen only on the page of their collection."""
    require(actor, READ_LIBRARY)
    rows = LibraryDocument.objects.filter(is_kept=True)
    return rows if actor.everywhere(READ_LIBRARY) else rows.none()


def document_for(actor: Actor, document_id: UUID, *, lock: bool = False) -> LibraryDocument:
    """The kept document; NotFound when absent or not theirs. `lock` holds it to the end of the transaction."""
    if lock:
        LibraryDocument.objects.select_for_update(no_key=True).filter(pk=document_id).values_list("pk").first()
    rows = visible_documents(actor).select_related("collection", "collection__kept_by")
    found = rows.defer("collection__text").filter(pk=document_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该文稿，请从文库列表进入。"))
    return found


def document_to_change(actor: Actor, document_id: UUID) -> LibraryDocument:
    """The kept document, locked, for who keeps the library."""
    require_library_keeper(actor)
    return document_for(actor, document_id, lock=True)


def visible_collections(actor: Actor) -> QuerySet[Collection]:
    """All for who keeps them, the kept ones for who reads here."""
    require(actor, READ_LIBRARY)
    if keeps_library(actor):
        return Collection.objects.all()
    rows = Collection.objects.filter(kept_at__isnull=False)
    return rows if actor.everywhere(READ_LIBRARY) else rows.none()


def collection_for(actor: Actor, collection_id: UUID) -> Collection:
    """The collection; NotFound when absent or not theirs."""
    rows = visible_collections(actor).select_related("created_by", "kept_by", "file")
    found = rows.filter(pk=collection_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该合集，请从文库列表进入。"))
    return found


def collection_to_change(actor: Actor, collection_id: UUID) -> Collection:
    """The collection, locked, for who keeps the library."""
    require_library_keeper(actor)
    Collection.objects.select_for_update(no_key=True).filter(pk=collection_id).values_list("pk").first()
    return collection_for(actor, collection_id)


def may_read_collection_file(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a collection that the actor sees."""
    return actor.may(READ_LIBRARY) and visible_collections(actor).filter(file=file_id).exists()
