"""The photos that come with a ledger: in a zip beside it, and in the cells of the workbook itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from chuangcheng.core.imports.archives import PhotoArchive, Photos
from chuangcheng.core.imports.kinds import ImportKind
from chuangcheng.core.imports.sheet_pictures import SheetPictures
from chuangcheng.core.sheets import Unreadable
from chuangcheng.core.texts import translated as _


@contextmanager
def photos_with(
    kind: ImportKind, workbook: Path, archive: Path | None, *, workbook_name: str = "", archive_name: str = ""
) -> Iterator[Sequence[Photos]]:
    """All photos of the ledger, open. Raises Unreadable for a zip that must not be unpacked, or that the kind does not
    take."""
    if not kind.takes_photos:
        if archive is not None:
            raise Unreadable(_("“%(kind)s”不带照片，请不要附照片压缩包。") % {"kind": kind.label})
        yield ()
        return
    with ExitStack() as stack:
        found: list[Photos] = []
        if archive is not None:
            found.append(stack.enter_context(PhotoArchive(archive, name=archive_name)))
        inside = stack.enter_context(SheetPictures(workbook, name=workbook_name))
        yield [*found, inside] if len(inside) or inside.left_out else found
