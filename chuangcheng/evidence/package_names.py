"""What folders and files of a submission package are called: by item and code, so that every file system takes them."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from chuangcheng.core.files.kinds import BY_MEDIA_TYPE
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.models import Piece
from chuangcheng.evidence.queries import Package, PackedRequest, PackedStandard

NAME_LETTERS = 40  # of one folder or file, so that Windows opens the whole path
# What names of files may not hold, and marks that turn the direction of reading: "gpj.exe" would look like a picture.
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')


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


def names_in(package: Package, packed: PackedStandard) -> dict[str, str]:
    """Id of a piece → its file below the standard's folder."""
    return {
        str(piece.pk): f"{_request_folder(number, each)}/{place:02d} {_file_name(piece, package.shown(piece))}"
        for number, each in enumerate(packed.requests, start=1)
        for place, piece in enumerate(each.pieces, start=1)
    }


def _request_folder(number: int, each: PackedRequest) -> str:
    return safe_name(f"{number:02d} {each.material.unit.name} {each.material.title}")


def _file_name(piece: Piece, file: StoredFile) -> str:
    # The extension is that of what the file is, never what its name claims.
    stem = safe_name(PurePosixPath(piece.name).stem)
    return f"{stem}.{BY_MEDIA_TYPE[file.media_type].extensions[0]}"
