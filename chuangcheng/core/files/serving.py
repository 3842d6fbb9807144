"""Giving files out: originals and copies, to whoever may see a record that refers to the file, as its context says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeAlias
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.pages import PageNotDrawn, page_picture
from chuangcheng.core.errors import NotFound
from chuangcheng.core.files import places
from chuangcheng.core.files.kinds import BY_MEDIA_TYPE, PDF
from chuangcheng.core.files.pictures import COPY_SIZES, jpeg_copy
from chuangcheng.core.models import StoredFile
from chuangcheng.core.slots import Slot

Reader: TypeAlias = Callable[[Actor, UUID], bool]  # may the actor see a record of mine that refers to this file?

readers: Slot[Reader] = Slot("readers of files")


class FileMissing(NotFound):
    """No such file, none for this person, or no picture of it."""

    def __init__(self) -> None:
        super().__init__(str(_("没有找到该文件，请从引用它的记录中打开。")))


def file_for(actor: Actor, file_id: UUID) -> StoredFile:
    """The file, when the actor may see something that refers to it; FileMissing when absent or not theirs."""
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None or not (actor.is_system or any(may_read(actor, file_id) for may_read in readers)):
        raise FileMissing
    return row


def open_original(file: StoredFile) -> BinaryIO:
    """The content as it came, opened for reading; FileMissing when the disk has lost it."""
    try:
        return places.path_of(file.sha256).open("rb")
    except FileNotFoundError as error:
        raise FileMissing from error


def public_copy(file: StoredFile, size: int) -> Path:
    """The JPEG copy whose longer side is at most `size` (one of COPY_SIZES): upright, without EXIF; made once.

    Raises FileMissing when the file is no picture or there is no such size.
    """
    if size not in COPY_SIZES or not BY_MEDIA_TYPE[file.media_type].is_picture:
        raise FileMissing
    path = places.copy_path(file.sha256, size)
    if not path.exists():
        places.keep_copy(_copied(file, size), place=path)
    return path


def page_copy(file: StoredFile, number: int) -> Path:
    """The JPEG picture of a page of a PDF, counted from 1; made once.

    Raises FileMissing when the file is no PDF, there is no such page, or it cannot be drawn.
    """
    if file.media_type != PDF.media_type:
        raise FileMissing
    path = places.page_path(file.sha256, number)
    if not path.exists():
        try:
            drawn = page_picture(places.path_of(file.sha256), number=number)
        except (PageNotDrawn, FileNotFoundError) as error:
            raise FileMissing from error
        places.keep_copy(drawn, place=path)
    return path


def _copied(file: StoredFile, size: int) -> bytes:
    try:
        return jpeg_copy(places.path_of(file.sha256), size=size)
    except FileNotFoundError as error:
        raise FileMissing from error
