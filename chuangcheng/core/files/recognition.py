"""What a file is, by its content. Nothing is unpacked: a zip is judged by its directory."""

from __future__ import annotations

import mmap
import struct
import zipfile
from pathlib import Path, PurePath

from chuangcheng.core.files import kinds
from chuangcheng.core.files.errors import Damaged, Disguised, Locked, SwollenZip, WrongKind
from chuangcheng.core.files.kinds import Kind, Limits
from chuangcheng.core.zips import BROKEN_ZIP

HEAD_BYTES = 1024
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams inside an OLE file, as its directory writes them.
OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
OLE_KINDS = (
    ("WordDocument".encode("utf-16-le"), kinds.DOC),
    ("PowerPoint Document".encode("utf-16-le"), kinds.PPT),
    ("Workbook".encode("utf-16-le"), kinds.XLS),
    ("Book".encode("utf-16-le"), kinds.XLS),
)
ZIP_FOLDERS = (("word/", kinds.DOCX), ("xl/", kinds.XLSX), ("ppt/", kinds.PPTX))
ZIP_END, ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
ZIP_END_BYTES = 22
ZIP_COMMENT_BYTES = 65_535
ZIP64_LOCATOR_BYTES = 20
ZIP_ENCRYPTED_FLAG = 0x1
BOMB_FLOOR_BYTES = 20 * kinds.MEGABYTE  # below this nobody's disk is in danger; our choice
MAX_UNPACKED_RATIO = 200  # unpacked : packed; documents and photos pack 1 to 60 times; our choice
MAX_DIRECTORY_BYTES = 8 * kinds.MEGABYTE  # 20,000 entries with long names
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def recognised(path: Path, *, name: str, limits: Limits) -> Kind:
    """The kind of a file that these limits take; raises FileRefused for every other one."""
    kind = _kind_of(path, name, limits)
    if kind is None or kind not in limits.kinds:
        raise WrongKind(name, wanted=limits.wanted)
    claimed = kinds.BY_EXTENSION.get(extension_of(name))
    # Phones and chat programs rename pictures among themselves; every other false name is a disguise.
    if claimed is not None and claimed != kind and not (claimed.is_picture and kind.is_picture):
        raise Disguised(name)
    return kind


def extension_of(name: str) -> str:
    """The extension of a file name in lower case without its dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def _kind_of(path: Path, name: str, limits: Limits) -> Kind | None:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    picture = _picture_kind(head)
    if picture is not None:
        return picture
    # Before PDF, which may begin with other bytes: the first file of a zip may be one, unpacked.
    if head.startswith(b"PK"):
        return _zip_kind(path, name, limits)
    if b"%PDF-" in head:
        return kinds.PDF
    if head.startswith(OLE):
        return _ole_kind(path, name)
    return kinds.CSV if _is_text(head, name) else None


def _picture_kind(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return kinds.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return kinds.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return kinds.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return kinds.HEIC
    return None


def _is_text(head: bytes, name: str) -> bool:
    is_named_so = kinds.BY_EXTENSION.get(extension_of(name)) == kinds.CSV
    return is_named_so and (b"\x00" not in head or head.startswith(UTF_16_MARKS))


def _ole_kind(path: Path, name: str) -> Kind | None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(OLE_LOCKED) >= 0:
            raise Locked(name)
        return next((kind for stream, kind in OLE_KINDS if content.find(stream) >= 0), None)


def _zip_kind(path: Path, name: str, limits: Limits) -> Kind | None:
    _refuse_huge_directory(path, name)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            mimetype = archive.read("mimetype")[:HEAD_BYTES] if _has_short_mimetype(archive) else b""
    except (*BROKEN_ZIP, OSError) as error:
        raise Damaged(name) from error
    if any(entry.flag_bits & ZIP_ENCRYPTED_FLAG for entry in entries):
        raise Locked(name)
    unpacked = sum(entry.file_size for entry in entries)
    is_bomb = unpacked > BOMB_FLOOR_BYTES and unpacked > path.stat().st_size * MAX_UNPACKED_RATIO
    if is_bomb or unpacked > limits.max_unpacked_bytes or len(entries) > limits.max_zip_entries:
        raise SwollenZip(name)
    return _packed_kind({entry.filename for entry in entries}, mimetype)


def _has_short_mimetype(archive: zipfile.ZipFile) -> bool:
    found = next((entry for entry in archive.infolist() if entry.filename == "mimetype"), None)
    return found is not None and found.file_size < HEAD_BYTES


def _packed_kind(names: set[str], mimetype: bytes) -> Kind:
    if "[Content_Types].xml" in names:
        folders = (kind for folder, kind in ZIP_FOLDERS if any(name.startswith(folder) for name in names))
        return next(folders, kinds.ZIP)
    if "OFD.xml" in names:
        return kinds.OFD
    open_document = kinds.BY_MEDIA_TYPE.get(mimetype.decode("ascii", "replace").strip())
    return open_document if open_document in {kinds.ODT, kinds.ODS, kinds.ODP} else kinds.ZIP


def _refuse_huge_directory(path: Path, name: str) -> None:
    """Refuses before the zip's directory is read into memory; a directory of 64-bit sizes belongs to a larger file."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - ZIP_END_BYTES - ZIP_COMMENT_BYTES - ZIP64_LOCATOR_BYTES))
        tail = file.read()
    end = tail.rfind(ZIP_END)
    if end < 0 or len(tail) - end < ZIP_END_BYTES:
        raise Damaged(name)
    (directory_bytes,) = struct.unpack_from("<I", tail, end + 12)
    is_64_bit = tail[max(0, end - ZIP64_LOCATOR_BYTES) : end].startswith(ZIP64_LOCATOR)
    if is_64_bit or directory_bytes > MAX_DIRECTORY_BYTES:
        raise SwollenZip(name)
