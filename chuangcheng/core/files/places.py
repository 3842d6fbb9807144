"""Where contents lie on disk: by hash, written beside their place and moved there in one step."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

COPIES = "copies"
INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A content that has arrived completely and is not kept yet."""

    path: Path
    sha256: str  # hex
    size: int  # bytes


class TooLong(Exception):
    """More bytes came than are taken."""


def root() -> Path:
    """The folder of all files."""
    return Path(settings.FILES_ROOT)


def path_of(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return root() / sha256[:2] / sha256[2:4] / sha256


def copy_path(sha256: str, size: int) -> Path:
    """Where the JPEG copy of this size lies."""
    return root() / COPIES / sha256[:2] / sha256[2:4] / f"{sha256}-{size}.jpg"


def page_path(sha256: str, number: int) -> Path:
    """Where the picture of this page of a document lies."""
    return root() / COPIES / sha256[:2] / sha256[2:4] / f"{sha256}-p{number}.jpg"


def printed_path(sha256: str) -> Path:
    """Where the PDF of a Word paper lies."""
    return root() / COPIES / sha256[:2] / sha256[2:4] / f"{sha256}-printed.pdf"


def copies_of(sha256: str) -> list[Path]:
    """Every copy, page picture and PDF that was made of the content with this hash."""
    return list(copy_path(sha256, 0).parent.glob(f"{sha256}-*"))


@contextmanager
def received(chunks: Iterable[bytes], *, max_bytes: int) -> Iterator[Incoming]:
    """The content written to a file of its own and flushed to the disk; the file is gone afterwards unless moved.

    Raises TooLong as soon as there are more than `max_bytes`.
    """
    folder = root() / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        path = Path(file.name)
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > max_bytes:
                    raise TooLong
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            yield Incoming(path, digest.hexdigest(), size)
        finally:
            path.unlink(missing_ok=True)


def keep(incoming: Incoming) -> None:
    """Moves a content to its place, if it is not there whole already. Two at once leave the same content there."""
    place = path_of(incoming.sha256)
    if place.exists() and place.stat().st_size == incoming.size:
        place.touch()  # young again, for the sweep that removes old contents without a row
        return
    _move(incoming.path, place)


def keep_copy(content: bytes, *, place: Path) -> None:
    """Puts a copy in its place, a `copy_path`, `page_path` or `printed_path`."""
    with received([content], max_bytes=len(content)) as incoming:
        _move(incoming.path, place)


def _move(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
    path.replace(place)
    # The name itself must survive a power cut, not only the bytes.
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
