"""A kept document is put right: what is said of it, and what the cleaning took out."""

from __future__ import annotations

from collections.abc import Collection as Some
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.collections.cleaning import Mark
from chuangcheng.command.library_access import document_to_change
from chuangcheng.command.library_indexing import forget_library_document, index_library_documents
from chuangcheng.command.library_text import removed_in, text_shown
from chuangcheng.command.models import LibraryDocument
from chuangcheng.command.services.library.parting import PartGiven, checked_facts
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput

DocumentGiven: TypeAlias = PartGiven


@transaction.atomic
def change_document(*, actor: Actor, document_id: UUID, given: DocumentGiven) -> LibraryDocument:
    """Title, kind, speaker, source and day; the trail names what changed."""
    found = document_to_change(actor, document_id)
    facts = checked_facts(given)
    fields = sorted(name for name, value in facts.items() if getattr(found, name) != value)
    if not fields:
        return found
    forget_library_document(found)
    for name in fields:
        setattr(found, name, facts[name])
    found.save(update_fields=fields)
    audit.record(actor=actor, action="command.change_library_document", subject=found, detail={"fields": fields})
    _index(found)
    return found


@transaction.atomic
def bring_back_marks(*, actor: Actor, document_id: UUID, places: Some[int]) -> LibraryDocument:
    """What the cleaning took out at these places is shown again, everything else is out; the original never changes."""
    found = document_to_change(actor, document_id)
    known = {each.start for each in removed_in(found) if each.mark is not Mark.PERSONAL}
    if set(places) - known:
        raise InvalidInput(_("没有找到所选的清理内容，请刷新页面后重试。"))
    if set(places) == set(found.restored):
        return found
    forget_library_document(found)
    found.restored = sorted(set(places))
    found.text = text_shown(found, found.collection.text)
    found.save(update_fields=["restored", "text"])
    detail = {"marks": len(found.restored)}
    audit.record(actor=actor, action="command.bring_back_marks", subject=found, detail=detail)
    _index(found)
    return found


def _index(found: LibraryDocument) -> None:
    if found.kind != LibraryDocument.Kind.CONTENTS:
        index_library_documents([found])
