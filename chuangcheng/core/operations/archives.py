"""The archive of a backup: a plain tar that any `tar` reads, of regular files only, written and read as a stream.

Our own reader, because `tarfile` keeps every member in memory and follows links, sparse files and extended headers:
here a member is a name that we know, a size and that many bytes; anything else is refused.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import RawIOBase
from tarfile import GNU_FORMAT, REGTYPE, HeaderError, TarInfo
from typing import IO

from chuangcheng.core.errors import Refusal

BLOCK = 512  # bytes, of the tar format
CHUNK = 1 << 20  # bytes read at once
END = bytes(2 * BLOCK)
MAX_SECRET = 1 << 16  # bytes
NAMES = re.compile(
    r"files/[0-9a-f]{64}"
    r"|secrets/[a-z_]{1,40}"
    r"|tables/[a-z_][a-z0-9_]{0,39}\.[a-z_][a-z0-9_]{0,49}\.jsonl\.gz"
    r"|zz-manifest-[0-9a-f]{64}\.json"
)  # in this order: every name is greater than the one before it, so that none comes twice


class BackupDamaged(Refusal):
    """The archive is not whole or not ours; nothing was changed."""


class ContentDamaged(Exception):
    """A file's content is not the one that its name says."""


class Content(RawIOBase):
    """The bytes of one member, read from the archive as they are asked for."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        super().__init__()
        self._stream = stream
        self.left = size  # bytes not read yet

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, all that are left when it is negative; raises BackupDamaged when they are missing."""
        wanted = self.left if size < 0 else min(size, self.left)
        found = self._stream.read(wanted)
        if len(found) != wanted:
            raise BackupDamaged("备份文件不完整，请换一份备份。")
        self.left -= wanted
        return found


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the archive; its content must be read before the next member is asked for, or is passed over."""

    name: str
    size: int  # bytes
    content: Content

    def chunks(self) -> Iterator[bytes]:
        """The content, piece by piece."""
        while chunk := self.content.read(CHUNK):
            yield chunk

    @property
    def folder(self) -> str:
        """ "files", "secrets", "tables"; "" for the manifest."""
        return self.name.rpartition("/")[0]

    @property
    def base(self) -> str:
        """The name inside its folder."""
        return self.name.rpartition("/")[2]


class ArchiveWriter:
    """Appends members to a stream that can be sought, and keeps one digest over all of them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over name, size and hash of every member so far."""
        return self._digest.hexdigest()

    def add(self, name: str, chunks: Iterable[bytes], *, content_hash: str = "") -> int:
        """Appends the chunks as one member; gives their bytes.

        Raises ContentDamaged when `content_hash` is given and differs; the archive is then as it was before.
        """
        start, digest, size = self._stream.tell(), hashlib.sha256(), 0
        self._stream.write(bytes(BLOCK))  # the header's place, until the size is known
        for chunk in chunks:
            self._stream.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        found = digest.hexdigest()
        if content_hash and found != content_hash:
            self._stream.seek(start)
            self._stream.truncate()
            raise ContentDamaged(name)
        self._write_header(start, name, size)
        self._digest.update(digest_line(name, size, found))
        return size

    def end(self) -> None:
        """Closes the list of members."""
        self._stream.write(END)

    def _write_header(self, start: int, name: str, size: int) -> None:
        info = TarInfo(name)
        info.size, info.mode = size, 0o600
        self._stream.write(bytes(-size % BLOCK))
        after = self._stream.tell()
        self._stream.seek(start)
        self._stream.write(info.tobuf(GNU_FORMAT))
        self._stream.seek(after)


def digest_line(name: str, size: int, content_hash: str) -> bytes:
    """What the digest of the archive takes in of one member."""
    return f"{name} {size} {content_hash}\n".encode()


def members(stream: IO[bytes]) -> Iterator[Member]:
    """Every member in its order, from the beginning; raises BackupDamaged at the first that is not as we write them."""
    stream.seek(0)
    previous = ""
    while (header := stream.read(BLOCK)) != END[:BLOCK]:
        info = _info(header)
        if info.name <= previous:
            raise BackupDamaged(f"备份文件中的“{info.name}”不在应有的位置，请换一份备份。")
        previous = info.name
        member = Member(info.name, info.size, Content(stream, info.size))
        yield member
        stream.seek(member.content.left, os.SEEK_CUR)
        if stream.read(-info.size % BLOCK).strip(b"\0"):
            raise BackupDamaged("备份文件已损坏，请换一份备份。")
    if stream.read(BLOCK + 1) != END[BLOCK:]:
        raise BackupDamaged("备份文件的结尾不完整，请换一份备份。")


def _info(header: bytes) -> TarInfo:
    try:
        info = TarInfo.frombuf(header, "utf-8", "strict")
    except (HeaderError, UnicodeDecodeError) as error:
        raise BackupDamaged("这不是创城的备份文件，或者已经损坏，请换一份备份。") from error
    is_secret_too_long = info.name.startswith("secrets/") and info.size > MAX_SECRET
    if info.type != REGTYPE or info.size < 0 or not NAMES.fullmatch(info.name) or is_secret_too_long:
        raise BackupDamaged("备份文件中有不该有的内容，请换一份备份。")
    return info
