"""Files of circulars and regulations: kept with their names; what stands in them is read by a job afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.command.library_indexing import PAGE_END, forget_files, index_files
from chuangcheng.command.models import Circular, LibraryFile, Regulation
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.documents.text import FileText, Outcome, text_of
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files.errors import shown_name
from chuangcheng.core.files.kinds import CSV, DOCUMENTS, Limits
from chuangcheng.core.files.places import path_of
from chuangcheng.core.jobs import start
from chuangcheng.core.models import StoredFile

Named: TypeAlias = tuple[StoredFile, str]  # a stored file and the name that the sender gave it
MOST_FILES = 20  # of one circular or regulation; our choice
READING = "command.read_library_files"
LIBRARY_FILES = Limits(
    (*DOCUMENTS.kinds, CSV), gettext_lazy("PDF、OFD、Office或WPS文档、照片、txt或ZIP"), max_bytes=DOCUMENTS.max_bytes
)


def add_files(*, owner: Circular | Regulation, files: Sequence[Named]) -> None:
    """Keeps the files, each content once, and has their text read."""
    known: set[UUID] = {row.file_id for row in owner.files.all()}
    fresh = {file.pk: name for file, name in files if file.pk not in known}
    if len(known) + len(fresh) > MOST_FILES:
        raise InvalidInput(_("一份文件最多%(most)s个附件，请合并后再上传。") % {"most": MOST_FILES})
    of: dict[str, Circular | Regulation] = {"circular": owner} if isinstance(owner, Circular) else {"regulation": owner}
    rows = [LibraryFile(file_id=pk, name=shown_name(name)[:200], **of) for pk, name in fresh.items()]
    LibraryFile.objects.bulk_create(rows)
    if rows:
        start(READING, actor=SYSTEM, arguments={"file_ids": [str(row.pk) for row in rows]})


def drop_files(*, owner: Circular | Regulation, ids: Sequence[UUID]) -> None:
    """Takes files away that were attached by mistake."""
    rows = list(owner.files.filter(pk__in=ids))
    forget_files(rows)
    LibraryFile.objects.filter(pk__in=[row.pk for row in rows]).delete()


@transaction.atomic
def read_library_file(*, file_id: UUID) -> None:
    """Takes the text out of a file and makes it findable. May run twice; a file that went away is left alone."""
    row = LibraryFile.objects.filter(pk=file_id).select_related("file").first()
    if row is None or row.outcome:
        return
    try:
        found = text_of(path_of(row.file.sha256), media_type=row.file.media_type)
    except FileNotFoundError:  # the disk has lost it
        found = FileText(Outcome.BROKEN)
    row.outcome, row.page_count = found.outcome.value, found.page_count
    row.text = PAGE_END.join(found.pages)
    row.save(update_fields=["outcome", "page_count", "text"])
    index_files([row])
