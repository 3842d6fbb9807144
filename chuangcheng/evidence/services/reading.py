"""What stands in documents is taken out by a job, once for each content, so that the search finds it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.documents.text import FileText, Outcome, text_of
from chuangcheng.core.files import path_of
from chuangcheng.core.files.kinds import BY_MEDIA_TYPE
from chuangcheng.core.jobs import start
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.indexing import INDEXED_WITH, index_pieces
from chuangcheng.evidence.models import FileWords, Piece

READING = "evidence.read_files"


def read_later(files: Sequence[StoredFile]) -> None:
    """Has the documents among the files read. Call it in the transaction that keeps the pieces."""
    waiting = [str(file.pk) for file in files if not BY_MEDIA_TYPE[file.media_type].is_picture]
    if waiting:
        start(READING, actor=SYSTEM, arguments={"file_ids": waiting})


def read_file(*, file_id: UUID) -> None:
    """Takes the text out of a file and makes its pieces findable by it. May run twice; a known content is not read."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        return
    found = None if FileWords.objects.filter(file=file).exists() else _text(file)
    with transaction.atomic():
        if found is not None:
            facts = {"outcome": found.outcome.value, "page_count": found.page_count, "text": found.text}
            FileWords.objects.get_or_create(file=file, defaults=facts)
        standing = Piece.objects.filter(file=file, replaced_by__isnull=True).exclude(judgements__verdict="withdrawn")
        index_pieces(list(standing.select_related(*INDEXED_WITH)))


def _text(file: StoredFile) -> FileText:
    try:
        return text_of(path_of(file.sha256), media_type=file.media_type)
    except FileNotFoundError:  # the disk has lost it
        return FileText(Outcome.BROKEN)
