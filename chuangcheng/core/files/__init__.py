"""Files kept once by their content: received and checked (`store`), shown as copies without EXIF (`public_copy`), read
by those who may (`readers`), and removed when no record has referred to them for a week. A name belongs to whoever
refers to the file; a row never changes its content."""

from __future__ import annotations

from chuangcheng.core.files.alike import alike_pictures
from chuangcheng.core.files.kinds import DOCUMENTS, PHOTO_ARCHIVES, PHOTOS, WORKBOOKS, Limits
from chuangcheng.core.files.pictures import COPY_SIZES
from chuangcheng.core.files.places import path_of
from chuangcheng.core.files.receiving import documents_from_request, photos_from_request
from chuangcheng.core.files.serving import open_original, public_copy, readers
from chuangcheng.core.files.storing import Upload, check, store, store_all

__all__ = [
    "COPY_SIZES",
    "DOCUMENTS",
    "PHOTOS",
    "PHOTO_ARCHIVES",
    "WORKBOOKS",
    "Limits",
    "Upload",
    "alike_pictures",
    "check",
    "documents_from_request",
    "open_original",
    "path_of",
    "photos_from_request",
    "public_copy",
    "readers",
    "store",
    "store_all",
]
