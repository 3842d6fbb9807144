"""Taking files from a form, and never more of one than is taken anywhere."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files.kinds import DOCUMENTS, MAX_UPLOAD_BYTES, PHOTOS, Limits
from chuangcheng.core.files.storing import Upload, store_all
from chuangcheng.core.models import StoredFile

MAX_FILES = 9  # in one field; our choice, as the chat programs have it


class TooFewFiles(InvalidInput):
    """A step that needs a photo or document came without one."""


class TooManyFiles(InvalidInput):
    """More files in one field than it takes."""


def photos_from_request(
    request: HttpRequest, field: str, *, at_least: int = 0, at_most: int = MAX_FILES
) -> list[StoredFile]:
    """The photos of a form's field, stored; raises one sentence when there are too few or many, or one is not taken."""
    uploads = _uploads(request, field)
    if len(uploads) < at_least:
        raise TooFewFiles(_("请至少上传%(count)s张照片。") % {"count": at_least})
    if len(uploads) > at_most:
        raise TooManyFiles(_("一次最多上传%(count)s张照片，请去掉多余的再提交。") % {"count": at_most})
    return store_all(uploads, limits=PHOTOS)


def documents_from_request(
    request: HttpRequest, field: str, *, at_least: int = 0, at_most: int = MAX_FILES, limits: Limits = DOCUMENTS
) -> list[tuple[StoredFile, str]]:
    """The files of a form's field, stored, each with the name that the sender gave it."""
    uploads = _uploads(request, field)
    if len(uploads) < at_least:
        raise TooFewFiles(_("请至少上传%(count)s个文件。") % {"count": at_least})
    if len(uploads) > at_most:
        raise TooManyFiles(_("一次最多上传%(count)s个文件，请去掉多余的再提交。") % {"count": at_most})
    return list(zip(store_all(uploads, limits=limits), [upload.name for upload in uploads], strict=True))


def _uploads(request: HttpRequest, field: str) -> list[Upload]:
    return [Upload(file, file.name or "") for file in request.FILES.getlist(field)]


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Writes no more of a file than any field takes, so that a huge one fills no disk; its size is still counted."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keeps the chunk unless the file is too big already."""
        if start <= MAX_UPLOAD_BYTES:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        """The file with what was written of it: more than the limit when it was cut, so that `store` refuses it."""
        return super().file_complete(min(file_size, self.file.tell()))
