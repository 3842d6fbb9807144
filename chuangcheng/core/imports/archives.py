"""A zip of photos beside a ledger, read without unpacking it to disk: a name is only a name, whatever path it claims.
What the directory of the zip promises is checked before a byte is unpacked, and held to while unpacking."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from chuangcheng.core.sheets import Unreadable, clean_text
from chuangcheng.core.texts import translated as _
from chuangcheng.core.zips import BROKEN_ZIP

# All our choice: ten photos for each row of a large ledger of a month.
MOST_FILES = 20_000
MOST_NAME = 300  # letters of a path that are kept
MOST_START = 100  # of them at its start, where a longer one was cut in its middle
MOST_PACKED_BYTES = 2 * 1024**3
MOST_UNPACKED_BYTES = 4 * 1024**3
MOST_PHOTO_BYTES = 30 * 1024**2
MOST_RATIO = 100  # a photo hardly packs
RATIO_FLOOR_BYTES = 5 * 1024**2  # below this the ratio says nothing
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_LEFT_BY_SYSTEMS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Packed:
    """One file in the zip."""

    path: str  # with its folders, for people and for words such as 整改前
    index: int
    sheet: str = ""  # where it stands, of a picture inside a workbook
    row: int = 0  # 1-based; 0: it stands in no row, its name tells which is meant
    column: int = 0  # zero-based

    @property
    def name(self) -> str:
        return self.path.replace("\\", "/").rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return self.name.rpartition(".")[0] or self.name


class Photos(Protocol):
    """Photos that come with a ledger."""

    name: str
    left_out: str  # one sentence when not all of them could be found; usually empty

    def __iter__(self) -> Iterator[Packed]: ...

    def read(self, photo: Packed) -> bytes:
        """The bytes of a photo. Raises Unreadable."""


class PhotoArchive:
    """An open zip; close it by `with`."""

    left_out = ""  # a zip that is not whole is refused

    def __init__(self, path: Path, *, name: str = "") -> None:
        """Raises Unreadable for what is no zip or must not be unpacked."""
        self.name = name or path.name
        try:
            if path.stat().st_size > MOST_PACKED_BYTES:
                raise Unreadable(_("照片压缩包超过2 GB，请分成几个上传。"))
            self._zip = zipfile.ZipFile(path)
        except BROKEN_ZIP as error:
            raise Unreadable(_("照片压缩包已损坏或不是zip文件，请重新压缩为zip。")) from error
        except OSError as error:
            raise Unreadable(_("找不到或打不开照片压缩包“%(name)s”，请检查路径。") % {"name": self.name}) from error
        self._entries = self._zip.infolist()
        try:
            self._check()
        except Unreadable:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def __iter__(self) -> Iterator[Packed]:
        for index, entry in enumerate(self._entries):
            path = readable_name(entry)
            if not entry.is_dir() and not left_by_systems(path):
                yield Packed(path, index)

    def read(self, photo: Packed) -> bytes:
        """The bytes of a photo. Raises Unreadable for one that is broken or larger than it claims."""
        return read_photo(self._zip, self._entries[photo.index])

    def _check(self) -> None:
        files = [entry for entry in self._entries if not entry.is_dir()]
        unpacked, packed = sum(entry.file_size for entry in files), sum(entry.compress_size for entry in files)
        if any(entry.flag_bits & _ENCRYPTED for entry in files):
            raise Unreadable(_("照片压缩包设有密码，请去掉密码后再上传。"))
        swollen = unpacked > RATIO_FLOOR_BYTES and unpacked > packed * MOST_RATIO
        if len(files) > MOST_FILES or unpacked > MOST_UNPACKED_BYTES or swollen:
            raise Unreadable(_("照片压缩包解开后过大或文件过多，请分成几个上传。"))


def read_photo(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a photo. Raises Unreadable for one that is broken or larger than it claims."""
    try:
        with archive.open(entry) as stream:
            content = stream.read(MOST_PHOTO_BYTES + 1)
    except (*BROKEN_ZIP, OSError) as error:
        raise Unreadable(_("照片已损坏，没有采用。")) from error
    if len(content) > MOST_PHOTO_BYTES:
        raise Unreadable(_("照片超过30 MB，没有采用，请压小后再导入。"))
    return content


def readable_name(entry: zipfile.ZipInfo) -> str:
    """The name as its writer saw it: Chinese Windows packs names in GBK and says nothing of it."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for coding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(coding)
                break
            except UnicodeDecodeError:
                continue
    name = " ".join(clean_text(name).splitlines())
    if len(name) <= MOST_NAME:
        return name
    return f"{name[:MOST_START]}…{name[MOST_START + 1 - MOST_NAME :]}"  # its end says what it is


def left_by_systems(path: str) -> bool:
    """True for what systems leave in an archive by themselves, which nobody means to send."""
    return path.casefold().endswith(_LEFT_BY_SYSTEMS) or "__MACOSX/" in path
