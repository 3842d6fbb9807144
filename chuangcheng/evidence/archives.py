"""A folder of material as a zip, read without unpacking it to disk. It is refused whole, in a sentence, when it is a
bomb, locked or broken, or when a name in it climbs out of it; a single file that cannot be used holds up no other."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import Limits, path_of, store
from chuangcheng.core.files.kinds import MEGABYTE, ZIP
from chuangcheng.core.imports.archives import left_by_systems, readable_name
from chuangcheng.core.zips import BROKEN_ZIP

MOST_FILES = 100  # of one archive; our choice
ARCHIVES = Limits(
    (ZIP,),
    gettext_lazy("ZIP压缩包"),
    max_bytes=200 * MEGABYTE,
    max_unpacked_bytes=600 * MEGABYTE,
    max_zip_entries=1000,
)


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the archive."""

    path: str  # with its folders
    content: bytes

    @property
    def name(self) -> str:
        """Without its folders."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file of the archive that is broken or too large."""

    path: str
    told: str  # one sentence


def files_in(content: Any, *, name: str, megabytes: int) -> Iterator[Packed | Unusable]:
    """The files, in the order of their paths, one after the other. megabytes: of one file, at most.

    Raises FileRefused or InvalidInput, each one sentence, before the first file: the archive is not taken at all.
    """
    kept = store(content, name=name, limits=ARCHIVES)
    with _opened(kept.sha256, name) as archive:
        entries = _wanted(archive)
        for path, entry in entries:
            yield _one(archive, entry, path, megabytes)


@contextmanager
def _opened(sha256: str, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path_of(sha256))
    except (*BROKEN_ZIP, OSError) as error:
        raise _broken(name) from error
    with archive:
        yield archive


def _wanted(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """Paths and entries without folders and what systems leave behind."""
    found = []
    for entry in archive.infolist():
        path = readable_name(entry).replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or ":" in path.split("/")[0]:
            told = {"name": path[-60:]}
            raise InvalidInput(_("压缩包里的“%(name)s”指向压缩包以外的位置，没有采用；请重新压缩后再上传。") % told)
        if not entry.is_dir() and not left_by_systems(path):
            found.append((path, entry))
    if not found:
        raise InvalidInput(_("压缩包里没有文件，请检查后再上传。"))
    if len(found) > MOST_FILES:
        raise InvalidInput(_("压缩包里的文件超过%(most)s个，请分成几个上传。") % {"most": MOST_FILES})
    return sorted(found, key=lambda each: each[0])


def _one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, megabytes: int) -> Packed | Unusable:
    try:
        return Packed(path, _read(archive, entry, path, megabytes))
    except InvalidInput as refusal:
        return Unusable(path, str(refusal))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, megabytes: int) -> bytes:
    """The bytes, never more than are taken, whatever the directory claims."""
    most = megabytes * MEGABYTE
    told = {"name": path[-60:], "most": megabytes}
    if entry.file_size > most:
        raise InvalidInput(_("压缩包里的“%(name)s”超过%(most)s MB，请压缩后再上传。") % told)
    try:
        with archive.open(entry) as stream:
            content = stream.read(most + 1)
    except (*BROKEN_ZIP, OSError) as error:
        raise _broken(path) from error
    if len(content) > most:
        raise InvalidInput(_("压缩包里的“%(name)s”超过%(most)s MB，请压缩后再上传。") % told)
    return content


def _broken(name: str) -> InvalidInput:
    return InvalidInput(_("压缩包里的“%(name)s”已损坏，请重新压缩后再上传。") % {"name": name[-60:]})
