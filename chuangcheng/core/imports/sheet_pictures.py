"""Pictures that stand in the cells of an xlsx workbook: drawings anchored to a cell, as Excel has them, and pictures in
a cell (DISPIMG), as WPS has them. The workbook was read before, so that its zip is known to be harmless."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Self
from xml.etree import ElementTree as ET

from chuangcheng.core.imports.archives import Packed, read_photo
from chuangcheng.core.sheets import clean_text
from chuangcheng.core.texts import translated as _
from chuangcheng.core.zips import BROKEN_ZIP

MOST_PICTURES = 20_000
MOST_PART_BYTES = 64 * 1024**2  # of one part of the workbook that tells where pictures stand; our choice
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
ART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_IN_CELL = re.compile(
    r'<c\b[^>]*\br="(?P<letters>[A-Z]{1,3})(?P<row>\d{1,7})"[^>]*>\s*<f[^>]*>[^<]*DISPIMG\((?:"|&quot;)(?P<id>[^"&]{1,80})'
)


class SheetPictures:
    """The pictures of an open workbook; none of a file that is no xlsx. Close it by `with`."""

    def __init__(self, path: Path, *, name: str = "") -> None:
        self.name = name or path.name
        self._zip: zipfile.ZipFile | None = None
        self._found: list[tuple[Packed, str]] = []
        self.left_out = ""
        if not zipfile.is_zipfile(path):
            return
        try:
            self._zip = zipfile.ZipFile(path)
            places = list(islice(self._places(self._zip), MOST_PICTURES + 1))
        except (*BROKEN_ZIP, ET.ParseError, KeyError, OSError):  # its text was read, so its rows go in
            self.left_out = _("表格里的图片读不出来，没有采用；请把照片放进压缩包，再导入一次。")
            return
        if len(places) > MOST_PICTURES:
            self.left_out = _("表格里的图片超过%(most)s张，其余没有采用，请分成几个文件。") % {"most": MOST_PICTURES}
        self._found = [
            (Packed(self._shown(part, row), index, sheet, row, column), part)
            for index, (sheet, row, column, part) in enumerate(places[:MOST_PICTURES])
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._zip is not None:
            self._zip.close()

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Packed]:
        return (packed for packed, _part in self._found)

    def read(self, photo: Packed) -> bytes:
        """The bytes of a picture. Raises Unreadable for one that is broken or larger than it claims."""
        if self._zip is None:
            raise LookupError(photo.path)
        return read_photo(self._zip, self._zip.getinfo(self._found[photo.index][1]))

    def _shown(self, part: str, row: int) -> str:
        return f"{self.name}/{row}/{posixpath.basename(part)}"

    def _places(self, archive: zipfile.ZipFile) -> Iterator[tuple[str, int, int, str]]:
        """Sheet, 1-based row, zero-based column and part of every picture."""
        if "xl/workbook.xml" not in archive.namelist():
            return
        links, in_cells = _links(archive, "xl/workbook.xml"), _pictures_in_cells(archive)
        for sheet in _parsed(archive, "xl/workbook.xml").iter(f"{MAIN}sheet"):
            part, name = links.get(sheet.get(f"{LINK}id", ""), ""), clean_text(sheet.get("name", ""))
            if part not in archive.namelist():
                continue
            for target in _links(archive, part).values():
                if "/drawings/" in target and target.endswith(".xml"):
                    yield from ((name, *place) for place in _drawn(archive, target))
            if in_cells:
                for found in _IN_CELL.finditer(_content(archive, part).decode("utf-8", "replace")):
                    picture = in_cells.get(unescape(found["id"]))
                    if picture is not None:
                        yield name, int(found["row"]), _column(found["letters"]), picture


def _drawn(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int, str]]:
    """Row, column and picture of each anchor: the row in which its upper left corner stands."""
    links = _links(archive, part)
    for anchor in _parsed(archive, part):
        corner, picture = anchor.find(f"{DRAWN}from"), anchor.find(f".//{ART}blip")
        target = links.get(picture.get(f"{LINK}embed", ""), "") if picture is not None else ""
        if corner is not None and target in archive.namelist():
            row, column = (int(corner.findtext(f"{DRAWN}{name}", "0")) for name in ("row", "col"))
            yield row + 1, column, target


def _pictures_in_cells(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Name of a picture in a cell → its part, as WPS keeps them."""
    part = "xl/cellimages.xml"
    if part not in archive.namelist():
        return {}
    links, found = _links(archive, part), {}
    for picture in _parsed(archive, part).iter(f"{DRAWN}pic"):
        named, blip = picture.find(f".//{DRAWN}cNvPr"), picture.find(f".//{ART}blip")
        target = links.get(blip.get(f"{LINK}embed", ""), "") if blip is not None else ""
        if named is not None and target in archive.namelist():
            found[named.get("name", "")] = target
    return found


def _links(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Id → part of the workbook that this part refers to; never outside it."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in archive.namelist():
        return {}
    targets = {each.get("Id", ""): each for each in _parsed(archive, rels) if each.get("TargetMode") != "External"}
    return {key: _path(folder, each.get("Target", "")) for key, each in targets.items()}


def _path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _parsed(archive: zipfile.ZipFile, part: str) -> ET.Element:
    content = _content(archive, part)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError(f"{part} declares entities")
    return ET.fromstring(content)  # noqa: S314 - without declarations nothing can expand


def _content(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        content = stream.read(MOST_PART_BYTES + 1)
    if len(content) > MOST_PART_BYTES:
        raise ValueError(f"{part} is too large")
    return content


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1
