"""A collection comes in; a job reads its text, cleans it and proposes its parts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.command.collections.cleaning import removals, shown_text
from chuangcheng.command.collections.lines import PAGE_END
from chuangcheng.command.collections.splitting import Part, split
from chuangcheng.command.library_access import require_library_keeper
from chuangcheng.command.library_text import stored
from chuangcheng.command.models import Collection, LibraryDocument
from chuangcheng.command.services.library_files import Named
from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.documents.text import FileText, Outcome, text_of
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files.errors import shown_name
from chuangcheng.core.files.kinds import CSV, DOCX, ODT, OFD, PDF, Limits
from chuangcheng.core.files.kinds import DOCUMENTS as ANY_DOCUMENTS
from chuangcheng.core.files.places import path_of
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.jobs import start
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text

MOST_TITLE, MOST_SOURCE = 200, 100  # letters, as the columns
READ_COLLECTION = "command.read_collection"
COLLECTION_FILES = Limits(
    (PDF, DOCX, ODT, OFD, CSV), gettext_lazy("txt、docx、PDF或OFD文件"), max_bytes=ANY_DOCUMENTS.max_bytes
)


@dataclass(frozen=True)
class CollectionGiven:
    """A collection as the form sends it. Without a title it is called as its file."""

    file: Named | None
    title: str = ""
    source: str = ""


@transaction.atomic
def add_collection(*, actor: Actor, collection_id: UUID, given: CollectionGiven) -> Collection:
    """A collection whose text is read afterwards; the same id twice is one."""
    require_library_keeper(actor)
    there = Collection.objects.filter(pk=collection_id).first()
    if there is not None and there.created_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(collection_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if given.file is None:
        raise InvalidInput(_("请选择要入库的文件。"))
    file, name = given.file
    title = checked_text(given.title, label=_("名称"), at_most=MOST_TITLE)
    made = Collection.objects.create(
        pk=collection_id,
        number=next_number(series="collection", year=today().year),
        title=title or shown_name(name).rpartition(".")[0][:MOST_TITLE] or shown_name(name)[:MOST_TITLE],
        source=checked_text(given.source, label=_("来源"), at_most=MOST_SOURCE),
        file=file,
        file_name=shown_name(name)[:200],
        created_by_id=actor.person_id,
        created_at=now(),
    )
    audit.record(actor=actor, action="command.add_collection", subject=made)
    start(READ_COLLECTION, actor=SYSTEM, arguments={"collection_id": str(made.pk)})
    return made


@transaction.atomic
def read_collection(*, collection_id: UUID) -> None:
    """Takes the text out of the file and proposes its parts. May run twice; what was read is left alone."""
    Collection.objects.select_for_update(no_key=True).filter(pk=collection_id).values_list("pk").first()
    row = Collection.objects.filter(pk=collection_id).select_related("file").first()
    if row is None or row.outcome:
        return
    found = _read(row)
    row.outcome, row.page_count = found.outcome.value, found.page_count
    row.text = PAGE_END.join(page.replace(PAGE_END, "\n").replace("\r", "") for page in found.pages)
    if not row.text.strip() and found.outcome in {Outcome.READ, Outcome.CUT}:
        row.outcome = Outcome.NO_TEXT.value
    removed = removals(row.text)
    row.removed = stored(removed)
    row.save(update_fields=["outcome", "page_count", "text", "removed"])
    if row.text.strip():
        parts = split(row.text, removed)
        texts = [shown_text(row.text, removed, start=part.start, end=part.end) for part in parts]
        rows = [document_of(row, part, text) for part, text in zip(parts, texts, strict=True)]
        LibraryDocument.objects.bulk_create(rows)


def document_of(collection: Collection, part: Part, text: str) -> LibraryDocument:
    """The row of a part, not saved."""
    return LibraryDocument(
        collection=collection,
        start=part.start,
        end=part.end,
        why=part.why.value,
        kind=part.kind,
        title=part.title[:200],
        speaker=part.speaker[:60],
        source=(part.source or collection.source)[:100],
        dated_on=part.day,
        text=text.strip("\n"),
    )


def _read(row: Collection) -> FileText:
    try:
        return text_of(path_of(row.file.sha256), media_type=row.file.media_type)
    except FileNotFoundError:  # the disk has lost it
        return FileText(Outcome.BROKEN)
