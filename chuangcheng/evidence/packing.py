"""The job that writes a submission package: contents page, an explanation sheet and the material of each standard, as
one zip of folders or bound as one PDF.

The same material gives the same bytes: names come in a fixed order, nothing in it says when it was made.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Literal, TypeAlias, cast

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.steady import EARLIEST
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import open_original, public_copy
from chuangcheng.core.files.kinds import MEGABYTE
from chuangcheng.core.jobs import JobContext, job, keep_result_file, start
from chuangcheng.core.models import Job, StoredFile
from chuangcheng.evidence.access import PACK, require_whole
from chuangcheng.evidence.package_names import folder_of, names_in
from chuangcheng.evidence.package_papers import contents_page, explanation_sheet
from chuangcheng.evidence.package_pdf import bound, refuse_too_thick
from chuangcheng.evidence.queries import Package, PackedStandard, package_of
from chuangcheng.evidence.stamping import stamped

NAME = "evidence.pack"
MOST_BYTES = 3000 * MEGABYTE  # of the pieces; a package of more is made item by item. Our choice
COPY_SIZE = 1600  # pixels of the stamped copy's longer side
CHUNK = 1024 * 1024
Shape: TypeAlias = Literal["zip", "pdf"]


def start_packing(*, actor: Actor, framework_id: int, item_id: int | None, shape: Shape = "zip") -> Job:
    """Asks for the package; InvalidInput when nothing is accepted yet, or it would be too large or thick."""
    require_whole(actor, PACK)
    package = package_of(actor=actor, framework_id=framework_id, item_id=item_id)
    if not package.piece_count:
        raise InvalidInput(_("还没有已认可的材料，审核认可后再打包。"))
    if package.size > MOST_BYTES:
        told = {"most": MOST_BYTES // MEGABYTE}
        raise InvalidInput(_("材料加起来超过%(most)s MB，请按测评项目分开打包。") % told)
    if shape == "pdf":
        refuse_too_thick(package)
    with transaction.atomic():
        arguments = {"framework_id": framework_id, "item_id": item_id, "shape": shape}
        started = start(NAME, actor=actor, arguments=arguments)
        audit.record(actor=actor, action="evidence.pack", subject=started, detail={"pieces": package.piece_count})
    return started


@job(NAME, label=gettext_lazy("打包申报材料"))
def pack(context: JobContext, *, framework_id: int, item_id: int | None, shape: Shape = "zip") -> dict[str, str]:
    """The package as it stands now."""
    require_whole(context.actor, PACK)
    package = package_of(actor=context.actor, framework_id=framework_id, item_id=item_id)
    with tempfile.TemporaryFile() as file:
        if shape == "pdf":
            file.write(bound(package, told=partial(_tell, context, package)))
        else:
            _write_zip(context, package, cast("BinaryIO", file))
        file.seek(0)
        name = _("申报材料.pdf") if shape == "pdf" else _("申报材料.zip")
        return keep_result_file(File(file), name=name)


def _write_zip(context: JobContext, package: Package, file: BinaryIO) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        _add(archive, _("目录.pdf"), contents_page(package))
        for count, each in enumerate(package.standards, start=1):
            _add_standard(archive, package, each)
            _tell(context, package, count)


def _tell(context: JobContext, package: Package, count: int) -> None:
    code = package.standards[count - 1].standard.code
    context.progress(count, len(package.standards), _("正在写入%(name)s") % {"name": code})


def _add_standard(archive: zipfile.ZipFile, package: Package, packed: PackedStandard) -> None:
    folder, names = folder_of(package, packed), names_in(package, packed)
    sheet = _("测评材料提交表.docx")
    _add(archive, f"{folder}/{sheet}", explanation_sheet(package, packed, names))
    for each in packed.requests:
        for piece in each.pieces:
            name, file = names[str(piece.pk)], package.shown(piece)
            _add_file(archive, f"{folder}/{name}", file)
            if piece.caption and file.width is not None:
                copy = public_copy(file, COPY_SIZE).read_bytes()
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
