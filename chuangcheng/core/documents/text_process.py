"""The process that takes the text out of a document: its bytes come in on stdin, its pages go out on stdout as JSON.

It runs alone because a PDF of a few hundred bytes can hold a page tree without end, a stream that unpacks to gigabytes
or a form that draws itself. Time and memory are its own; what was read before they ran out is told, as a part of the
document. Started by file name with `python -I`, so it imports nothing of ours; the limits come as its argument.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
import signal
import sys
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import islice
from typing import IO, Any
from xml.parsers import expat

Limits = dict[str, int]
Answer = dict[str, Any]

CHUNK_BYTES = 65_536
_NUMBERS = re.compile(r"\d+")
_OPEN_TEXT = frozenset({"p", "h"})  # elements of an open document whose letters are text


class Refused(Exception):
    """The document is not read; says why."""


class TimeUp(BaseException):
    """No parser that catches every Exception may swallow this one."""


def main() -> None:
    limits: Limits = json.loads(sys.argv[1])
    logging.disable(logging.CRITICAL)  # a broken PDF can warn a million times
    _confine(limits)
    pages = _Pages(limits)
    with open(0, "rb") as source:
        document = source if source.seekable() else io.BytesIO(source.read())
        refused = _read(document, pages, limits)
    answer: Answer = {"refused": refused} if refused else {}
    answer |= {"pages": pages.told, "page_count": pages.count, "is_cut": pages.is_cut}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def _read(document: IO[bytes], pages: _Pages, limits: Limits) -> str:
    """Fills the pages; what it was refused for, or nothing."""
    try:
        if document.read(4)[:2] == b"PK":
            _read_zip(document, pages, limits)
        else:
            _read_pdf(document, pages, limits)
    except Refused as refusal:
        return str(refusal)
    except (TimeUp, MemoryError, RecursionError):
        pages.is_cut = True
        return "" if any(pages.told) else "much"
    except Exception:  # noqa: BLE001 - a foreign parser over hostile bytes: any failure means broken
        pages.is_cut = True
        return "" if any(pages.told) else "broken"
    finally:
        with contextlib.suppress(AttributeError):
            signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _confine(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the time limit of the caller is what is left
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits["MEMORY_BYTES"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["CPU_SECONDS"],) * 2)
    signal.signal(signal.SIGPROF, _time_is_up)
    signal.setitimer(signal.ITIMER_PROF, limits["READING_SECONDS"])


def _time_is_up(_number: int, _frame: object) -> None:
    raise TimeUp


class _Pages:
    """What was read so far, within the letters that are kept."""

    def __init__(self, limits: Limits) -> None:
        self.told: list[str] = []
        self.count = 0  # of the document, also those not read
        self.is_cut = False
        self._left = limits["MAX_CHARACTERS"]

    def add(self, text: str) -> bool:
        """Keeps a page; False when no more fits."""
        kept = text[: self._left]
        self.told.append(kept)
        self._left -= len(kept)
        self.is_cut = self.is_cut or len(kept) < len(text)
        return self._left > 0


# PDF


def _read_pdf(document: IO[bytes], pages: _Pages, limits: Limits) -> None:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    document.seek(0)
    reader = PdfReader(document)
    try:
        # Many offices forbid changes with a password of the owner: such a file opens without one.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("password")
    except (DependencyError, NotImplementedError) as error:  # what pypdf raises for a way of locking it does not know
        raise Refused("password") from error
    pages.count = len(reader.pages)
    for page in islice(reader.pages, limits["MAX_PAGES"]):
        if not pages.add(_page_text(page)):
            break
    pages.is_cut = pages.is_cut or pages.count > len(pages.told)


def _page_text(page: Any) -> str:
    try:
        return str(page.extract_text())
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - one broken page leaves the others readable
        return ""


# Word, PowerPoint, open documents, OFD: XML inside a zip


def _read_zip(document: IO[bytes], pages: _Pages, limits: Limits) -> None:
    with zipfile.ZipFile(document) as archive:
        entries = archive.infolist()
        if len(entries) > limits["MAX_ZIP_ENTRIES"]:
            raise Refused("much")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise Refused("password")
        names = {entry.filename for entry in entries}
        make, parts = _parts(names)
        if not parts:
            raise Refused("broken")
        pages.count = len(parts)
        budget = _Budget(limits["MAX_UNPACKED_BYTES"])
        for part in islice(parts, limits["MAX_PAGES"]):
            with archive.open(part) as content:
                if not pages.add(_xml_text(_Metered(content, budget), make(limits["MAX_CHARACTERS"]))):
                    break
        pages.is_cut = pages.is_cut or pages.count > len(pages.told)


def _parts(names: set[str]) -> tuple[Callable[[int], _Reader], list[str]]:
    """How the document is read, and its parts in order."""
    if "word/document.xml" in names:
        notes = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in names]
        return _OfficeText, ["word/document.xml", *notes]
    slides = _numbered(names, r"ppt/slides/slide\d+\.xml")
    if slides:
        return _OfficeText, slides
    pages = _numbered(names, r"Doc_\d+/Pages/Page_\d+/Content\.xml")
    if pages:
        return _FixedText, pages
    return _OpenText, [name for name in ("content.xml",) if name in names]


def _numbered(names: set[str], pattern: str) -> list[str]:
    found = [name for name in names if re.fullmatch(pattern, name)]
    return sorted(found, key=lambda name: [int(number) for number in _NUMBERS.findall(name)])


class _Budget:
    def __init__(self, size: int) -> None:
        self.left = size


class _Metered:
    """A part that is unpacked while it is read, and never beyond the budget of the whole document."""

    def __init__(self, content: IO[bytes], budget: _Budget) -> None:
        self._content, self._budget = content, budget

    def read(self, size: int = -1, /) -> bytes:
        if self._budget.left <= 0:
            raise MemoryError
        chunk = self._content.read(min(size, CHUNK_BYTES) if size >= 0 else CHUNK_BYTES)
        self._budget.left -= len(chunk)
        return chunk


def _xml_text(content: _Metered, reader: _Reader) -> str:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.started
    parser.EndElementHandler = reader.ended
    parser.CharacterDataHandler = reader.letters
    parser.StartDoctypeDeclHandler = _refuse_entities
    with contextlib.suppress(_Full):
        parser.ParseFile(content)
    return "".join(reader.pieces)


def _refuse_entities(*_declared: object) -> None:
    raise Refused("broken")  # no office writes one; entities swell and reach outside


class _Full(Exception):
    """Enough letters were read."""


class _Reader(ABC):
    """Collects the letters of one part; which of them are text, its kinds know."""

    skipped: frozenset[str] = frozenset()

    def __init__(self, most: int) -> None:
        self.pieces: list[str] = []
        self._left, self._skips, self._inside = most, 0, 0

    def started(self, element: str, told: dict[str, str]) -> None:
        name = element.rpartition(" ")[2]
        if name in self.skipped:
            self._skips += 1
        elif not self._skips:
            self.start(name, told)

    def ended(self, element: str) -> None:
        name = element.rpartition(" ")[2]
        if name in self.skipped:
            self._skips -= 1
        elif not self._skips:
            self.end(name)

    def letters(self, text: str) -> None:
        if self._inside and not self._skips:
            self.put(text)

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self._left -= len(text)
        if self._left < 0:
            raise _Full

    @abstractmethod
    def start(self, name: str, told: dict[str, str]) -> None:
        """An element begins."""

    @abstractmethod
    def end(self, name: str) -> None:
        """An element ends."""


class _OfficeText(_Reader):
    """Word and PowerPoint; what was deleted, moved away, or is a reading aid or a second form of a drawing, is not."""

    skipped = frozenset({"Fallback", "moveFrom", "rt", "pPr", "rPr"})

    def start(self, name: str, _told: dict[str, str]) -> None:
        if name == "t":
            self._inside += 1
        elif name in ("br", "cr"):
            self.put("\n")
        elif name == "tab":
            self.put("\t")

    def end(self, name: str) -> None:
        if name == "t":
            self._inside -= 1
        elif name == "p":
            self.put("\n")


class _OpenText(_Reader):
    skipped = frozenset({"tracked-changes", "annotation", "note-citation", "ruby-text"})

    def start(self, name: str, _told: dict[str, str]) -> None:
        if name in _OPEN_TEXT:
            self._inside += 1
        elif name == "line-break":
            self.put("\n")
        elif name in ("s", "tab") and self._inside:
            self.put(" " if name == "s" else "\t")

    def end(self, name: str) -> None:
        if name in _OPEN_TEXT:
            self._inside -= 1
            self.put("\n")


class _FixedText(_Reader):
    """OFD: pieces of text with places on the page; those at one height are one line."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._height = ""

    def start(self, name: str, told: dict[str, str]) -> None:
        if name == "TextObject":
            height = [*told.get("Boundary", "").split(), "", ""][1]
            if self.pieces and height != self._height:
                self.put("\n")
            self._height = height
        elif name == "TextCode":
            self._inside += 1

    def end(self, name: str) -> None:
        if name == "TextCode":
            self._inside -= 1


if __name__ == "__main__":
    main()
