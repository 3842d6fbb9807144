"""The proposed parts of a collection are put right by a person and kept; nothing of the text is lost on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.collections.splitting import MOST_PARTS, Why, part_of
from chuangcheng.command.library_access import collection_to_change
from chuangcheng.command.library_indexing import index_library_documents
from chuangcheng.command.library_text import removed_of, text_shown
from chuangcheng.command.models import Collection, LibraryDocument
from chuangcheng.command.services.library.receiving import MOST_SOURCE, MOST_TITLE, document_of
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.times import now
from chuangcheng.inspections.services.texts import checked_text

MOST_SPEAKER, MOST_REASON = 60, 300  # letters, as the columns
FIRST_YEAR, LAST_YEAR = 1949, 2100


class CollectionKept(Refusal):
    """Its parts are settled."""

    def __init__(self) -> None:
        super().__init__(_("这个合集已经入库，不能再合并或拆分；单篇的标题、来源和日期在文稿页面修改。"))


@dataclass(frozen=True)
class PartGiven:
    """What a person says of a part."""

    title: str
    kind: str
    speaker: str = ""
    source: str = ""
    dated_on: date | None = None


@transaction.atomic
def change_part(*, actor: Actor, collection_id: UUID, document_id: UUID, given: PartGiven) -> LibraryDocument:
    """Title, kind, speaker, source and day of a proposed part."""
    found = _open(actor, collection_id)
    row = _part(found, document_id)
    facts = checked_facts(given)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
    return row


@transaction.atomic
def part_at(*, actor: Actor, collection_id: UUID, place: int) -> LibraryDocument:
    """A part begins at the line at this place of the text; where one begins already, that one."""
    found = _open(actor, collection_id)
    is_inside = 0 <= place < len(found.text)
    row = found.documents.filter(start__lte=place, end__gt=place).first() if is_inside else None
    at_line = row is not None and (place == 0 or found.text[place - 1] in "\n\f")
    if row is None or not at_line:
        raise InvalidInput(_("没有找到要分开的那一行，请刷新页面后重试。"))
    if row.start == place:
        return row
    if found.documents.count() >= MOST_PARTS:
        raise InvalidInput(_("一个合集最多分成%(most)s篇。") % {"most": MOST_PARTS})
    out = {each.start for each in removed_of(found)}
    made = document_of(found, part_of(found.text, place, row.end, Why.PERSON, out), "")
    row.end = place
    for each in (row, made):
        each.collection = found
        each.text = text_shown(each, found.text)
    row.save(update_fields=["end", "text"])
    made.save(force_insert=True)
    return made


@transaction.atomic
def merge_part(*, actor: Actor, collection_id: UUID, document_id: UUID) -> LibraryDocument:
    """A part becomes the end of the one before it, whose title, source and day stay."""
    found = _open(actor, collection_id)
    row = _part(found, document_id)
    before = found.documents.filter(end=row.start).first()
    if before is None:
        raise InvalidInput(_("这是第一篇，前面没有可以并入的。"))
    before.end, before.restored = row.end, [*before.restored, *row.restored]
    row.delete()
    before.collection = found
    before.text = text_shown(before, found.text)
    before.save(update_fields=["end", "restored", "text"])
    return before


@transaction.atomic
def keep_collection(*, actor: Actor, collection_id: UUID) -> Collection:
    """入库: the parts are settled and found by the search. Each but the contents needs a title. Twice is once."""
    found = collection_to_change(actor, collection_id)
    if found.kept_at is not None:
        return found
    rows = list(found.documents.defer("text"))
    if not rows:
        raise InvalidInput(_("这个文件里没有读出文字，不能入库。"))
    if unnamed := [place for place, row in enumerate(rows, start=1) if not row.title]:
        raise InvalidInput(_("第%(place)s篇还没有标题，请填写后再入库。") % {"place": unnamed[0]})
    found.kept_at, found.kept_by_id = now(), actor.person_id
    found.save(update_fields=["kept_at", "kept_by"])
    found.documents.update(is_kept=True)
    audit.record(actor=actor, action="command.keep_collection", subject=found, detail={"parts": len(rows)})
    index_library_documents(list(found.documents.exclude(kind=LibraryDocument.Kind.CONTENTS)))
    return found


@transaction.atomic
def discard_collection(*, actor: Actor, collection_id: UUID, reason: str) -> None:
    """A collection that was brought by mistake goes, as long as it is not kept; the trail says why."""
    found = _open(actor, collection_id)
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明删除的理由。"))
    audit.record(actor=actor, action="command.discard_collection", subject=found, detail={"reason": words})
    found.delete()


def checked_facts(given: PartGiven) -> dict[str, Any]:
    """The columns; InvalidInput with one sentence for what makes no sense."""
    if given.kind not in LibraryDocument.Kind.values:
        raise InvalidInput(_("请选择文稿的类别。"))
    title = checked_text(given.title, label=_("标题"), at_most=MOST_TITLE)
    if not title:
        raise InvalidInput(_("请填写标题。"))
    if given.dated_on is not None and not FIRST_YEAR <= given.dated_on.year <= LAST_YEAR:
        raise InvalidInput(_("请核对日期。"))
    return {
        "title": title,
        "kind": given.kind,
        "speaker": checked_text(given.speaker, label=_("讲话人"), at_most=MOST_SPEAKER),
        "source": checked_text(given.source, label=_("来源"), at_most=MOST_SOURCE),
        "dated_on": given.dated_on,
    }


def _open(actor: Actor, collection_id: UUID) -> Collection:
    found = collection_to_change(actor, collection_id)
    if found.kept_at is not None:
        raise CollectionKept
    return found


def _part(found: Collection, document_id: UUID) -> LibraryDocument:
    row = found.documents.filter(pk=document_id).first()
    if row is None:
        raise NotFound(_("没有找到这一篇，它可能已被并入别的篇，请刷新页面。"))
    return row
