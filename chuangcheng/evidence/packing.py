"""The job that writes a submission package: a folder for each standard, contents page, explanation sheets, one zip.

The same material gives the same bytes: names come in a fixed order, nothing in it says when it was made.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.steady import EARLIEST
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import open_original, public_copy
from chuangcheng.core.files.kinds import BY_MEDIA_TYPE, MEGABYTE
from chuangcheng.core.jobs import JobContext, job, keep_result_file, start
from chuangcheng.core.models import Job, StoredFile
from chuangcheng.evidence.access import PACK, require_whole
from chuangcheng.evidence.models import Piece
from chuangcheng.evidence.package_papers import contents_page, explanation_sheet
from chuangcheng.evidence.queries import Package, PackedRequest, PackedStandard, package_of
from chuangcheng.evidence.stamping import stamped

NAME = "evidence.pack"
MOST_BYTES = 3000 * MEGABYTE  # of the pieces; a package of more is made item by item. Our choice
COPY_SIZE = 1600  # pixels of the stamped copy's longer side
NAME_LETTERS = 40  # of one folder or file, so that Windows opens the whole path
# What names of files may not hold, and marks that turn the direction of reading: "gpj.exe" would look like a picture.
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')
CHUNK = 1024 * 1024


def start_packing(*, actor: Actor, framework_id: int, item_id: int | None) -> Job:
    """Asks for the package; InvalidInput when nothing is accepted yet, or it would be too large."""
    require_whole(actor, PACK)
    package = package_of(actor=actor, framework_id=framework_id, item_id=item_id)
    if not package.piece_count:
        raise InvalidInput(_("还没有已认可的材料，审核认可后再打包。"))
    if package.size > MOST_BYTES:
        told = {"most": MOST_BYTES // MEGABYTE}
        raise InvalidInput(_("材料加起来超过%(most)s MB，请按测评项目分开打包。") % told)
    with transaction.atomic():
        arguments = {"framework_id": framework_id, "item_id": item_id}
        started = start(NAME, actor=actor, arguments=arguments)
        audit.record(actor=actor, action="evidence.pack", subject=started, detail={"pieces": package.piece_count})
    return started


@job(NAME, label=gettext_lazy("打包申报材料"))
def pack(context: JobContext, *, framework_id: int, item_id: int | None) -> dict[str, str]:
    """The package as it stands now."""
    require_whole(context.actor, PACK)
    package = package_of(actor=context.actor, framework_id=framework_id, item_id=item_id)
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(cast("BinaryIO", file), "w") as archive:
            _add(archive, _("目录.pdf"), contents_page(package))
            for count, each in enumerate(package.standards, start=1):
                _add_standard(archive, package, each)
                context.progress(count, len(package.standards), _("正在写入%(name)s") % {"name": each.standard.code})
        file.seek(0)
        return keep_result_file(File(file), name=_("申报材料.zip"))


def folder_of(package: Package, packed: PackedStandard) -> str:
    """The folder of a standard: item, then code and the beginning of its text."""
    items = list(dict.fromkeys(each.standard.content.item.name for each in package.standards))
    item = packed.standard.content.item.name
    number = items.index(item) + 1
    return f"{number:02d} {safe_name(item)}/{safe_name(f'{packed.standard.code} {packed.standard.text}')}"


def safe_name(text: str) -> str:
    """A name that every file system takes: without signs that have a meaning, not too long, no dots at its ends."""
    plain = " ".join(FORBIDDEN.sub(" ", text).split())
    return plain[:NAME_LETTERS].strip(" .。；;，,") or "_"


def names_in(packed: PackedStandard) -> dict[str, str]:
    """Id of a piece → its file below the standard's folder."""
    return {
        str(piece.pk): f"{_request_folder(number, each)}/{place:02d} {_file_name(piece)}"
        for number, each in enumerate(packed.requests, start=1)
        for place, piece in enumerate(each.pieces, start=1)
    }


def _request_folder(number: int, each: PackedRequest) -> str:
    return safe_name(f"{number:02d} {each.material.unit.name} {each.material.title}")


def _file_name(piece: Piece) -> str:
    # The extension is that of what the file is, never what its name claims.
    stem = safe_name(PurePosixPath(piece.name).stem)
    return f"{stem}.{BY_MEDIA_TYPE[piece.file.media_type].extensions[0]}"


def _add_standard(archive: zipfile.ZipFile, package: Package, packed: PackedStandard) -> None:
    folder, names = folder_of(package, packed), names_in(packed)
    sheet = _("测评材料提交表.docx")
    _add(archive, f"{folder}/{sheet}", explanation_sheet(packed, names))
    for each in packed.requests:
        for piece in each.pieces:
            name = names[str(piece.pk)]
            _add_file(archive, f"{folder}/{name}", piece.file)
            if piece.caption and piece.file.width is not None:
                copy = public_copy(piece.file, COPY_SIZE).read_bytes()
                stamp = f"{name.rpartition('.')[0]}{_('（附说明）')}.jpg"
                _add(archive, f"{folder}/{stamp}", stamped(copy, piece.caption))


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(_entry(name), content)


def _add_file(archive: zipfile.ZipFile, name: str, file: StoredFile) -> None:
    entry = _entry(name)
    entry.file_size = file.size
    with open_original(file) as source, archive.open(entry, "w") as target:
        for chunk in _chunks(source):
            target.write(chunk)


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def _entry(name: str) -> zipfile.ZipInfo:
    """Stored, not packed: pictures and office files are packed already, and packers differ from release to release."""
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.external_attr = 0o644 << 16
    return entry
