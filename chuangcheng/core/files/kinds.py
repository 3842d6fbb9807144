"""The kinds of file that people may send, and how many bytes and pixels of them. Sizes are our choice."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.documents import media_types

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file, known by its content."""

    media_type: str
    extensions: tuple[str, ...]  # the first one names downloads

    @property
    def is_picture(self) -> bool:
        """True when it can be shown as a picture."""
        return self.media_type.startswith("image/")


JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
PNG = Kind("image/png", ("png",))
WEBP = Kind("image/webp", ("webp",))
HEIC = Kind("image/heic", ("heic", "heif", "hif"))
PDF = Kind(media_types.PDF, ("pdf",))
DOCX = Kind(media_types.DOCX, ("docx",))
XLSX = Kind(media_types.XLSX, ("xlsx",))
PPTX = Kind(media_types.PPTX, ("pptx",))
DOC = Kind("application/msword", ("doc", "wps", "dot"))
XLS = Kind("application/vnd.ms-excel", ("xls", "et", "xlt"))
PPT = Kind("application/vnd.ms-powerpoint", ("ppt", "dps", "pps"))
ODT = Kind("application/vnd.oasis.opendocument.text", ("odt",))
ODS = Kind("application/vnd.oasis.opendocument.spreadsheet", ("ods",))
ODP = Kind("application/vnd.oasis.opendocument.presentation", ("odp",))
OFD = Kind("application/ofd", ("ofd",))
ZIP = Kind("application/zip", ("zip",))
CSV = Kind("text/csv", ("csv", "tsv", "txt"))

PICTURES = (JPEG, PNG, WEBP, HEIC)
OFFICE = (DOCX, XLSX, PPTX, DOC, XLS, PPT, ODT, ODS, ODP, OFD)
KINDS = (*PICTURES, PDF, *OFFICE, ZIP, CSV)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one field of a form takes."""

    kinds: tuple[Kind, ...]
    wanted: str | Promise  # the kinds in words, inside a sentence
    max_bytes: int
    max_pixels: int = 65_000_000  # a phone's 64-megapixel picture passes; one decodes to 200 MB
    max_unpacked_bytes: int = 4096 * MEGABYTE  # of a zip, by its own directory
    max_zip_entries: int = 20_000


PHOTOS = Limits(PICTURES, _("JPG、PNG、WebP或HEIC格式的照片"), max_bytes=20 * MEGABYTE)
DOCUMENTS = Limits(
    (*PICTURES, PDF, *OFFICE, ZIP), _("照片、PDF、OFD、Office或WPS文档、ZIP压缩包"), max_bytes=100 * MEGABYTE
)
WORKBOOKS = Limits((XLSX, XLS, ODS, CSV), _("xlsx、xls、ods或csv表格"), max_bytes=50 * MEGABYTE)
PHOTO_ARCHIVES = Limits((ZIP,), _("ZIP压缩包"), max_bytes=200 * MEGABYTE)
MAX_UPLOAD_BYTES = max(limits.max_bytes for limits in (PHOTOS, DOCUMENTS, WORKBOOKS, PHOTO_ARCHIVES))
