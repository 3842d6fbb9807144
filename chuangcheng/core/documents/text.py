"""The text inside a file: PDF, Word, PowerPoint and open documents, OFD, workbooks and plain text, read by a process
of its own under limits of time and size (`core.parser_runs`). What cannot be read says in a sentence why, and what to
do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chuangcheng.core.documents.text_lines import joined_lines
from chuangcheng.core.files import kinds
from chuangcheng.core.parser_runs import ParserFailed, ParserStopped, run_parser
from chuangcheng.core.sheets import Cell, Unreadable, cell_text, clean_text, read_book
from chuangcheng.core.sheets.delimited import decoded
from chuangcheng.core.texts import mark
from chuangcheng.core.texts import translated as _

MAX_CHARACTERS = 400_000  # of one document, about 250 printed pages; our choice
MAX_PAGES = 1000  # our choice
LIMITS = {
    "MAX_CHARACTERS": MAX_CHARACTERS,
    "MAX_PAGES": MAX_PAGES,
    "MAX_ZIP_ENTRIES": 20_000,
    "MAX_UNPACKED_BYTES": 200 * kinds.MEGABYTE,  # of the parts with text
    "MEMORY_BYTES": 1024 * kinds.MEGABYTE,  # address space of the process
    "READING_SECONDS": 40,  # of the processor, after which it tells what it has
    "CPU_SECONDS": 60,
}
WALL_SECONDS = 180
MAX_TEXT_BYTES = 8 * kinds.MEGABYTE  # of a plain text file
_PROCESS = Path(__file__).with_name("text_process.py")
_LAID_OUT = frozenset({kinds.PDF.media_type, kinds.OFD.media_type})
_BY_PROCESS = _LAID_OUT | {kind.media_type for kind in (kinds.DOCX, kinds.PPTX, kinds.ODT, kinds.ODP)}
_WORKBOOKS = frozenset({kind.media_type for kind in (kinds.XLSX, kinds.XLS, kinds.ODS)})
_OLD = frozenset({kinds.DOC.media_type, kinds.PPT.media_type})


class Outcome(StrEnum):
    """What came of reading a file."""

    READ = "read"
    CUT = "cut"  # only its beginning, or not all of its pages
    NO_TEXT = "no_text"  # a scan or a picture
    OLD = "old"  # doc, ppt
    LOCKED = "locked"
    BROKEN = "broken"
    TOO_MUCH = "too_much"
    OTHER = "other"  # a kind without text, as a zip


SENTENCES = {
    Outcome.READ: mark("已读取文字，可以检索。"),
    Outcome.CUT: mark("文件较长，只读取了前面的文字，后面的检索不到。"),
    Outcome.NO_TEXT: mark("这是扫描件或图片，里面没有可以检索的文字，请在正文栏录入要点。"),
    Outcome.OLD: mark("这是旧的doc或ppt格式，里面的文字检索不到，请用Word或WPS打开后另存为docx或pptx再上传。"),
    Outcome.LOCKED: mark("文件设有打开密码，里面的文字检索不到，请去掉密码后再上传。"),
    Outcome.BROKEN: mark("文件里的文字读不出来，请用原来的程序打开确认后另存一份再上传。"),
    Outcome.TOO_MUCH: mark("文件太大或太复杂，里面的文字没有读完，请拆成几个文件再上传。"),
    Outcome.OTHER: mark("这类文件里的文字不能检索。"),
}
_REFUSED = {"password": Outcome.LOCKED, "much": Outcome.TOO_MUCH, "broken": Outcome.BROKEN}


@dataclass(frozen=True, slots=True)
class FileText:
    """What a file says."""

    outcome: Outcome
    pages: tuple[str, ...] = ()  # pages, slides or sheets; a document without pages is one
    page_count: int = 0  # of the file, also those not read

    @property
    def text(self) -> str:
        """All that was read, an empty line between pages."""
        return "\n\n".join(page for page in self.pages if page)

    @property
    def sentence(self) -> str:
        """What became of it, for a person."""
        return _(SENTENCES[self.outcome])


def text_of(path: Path, *, media_type: str) -> FileText:
    """The text of a file on the disk, of the kind that its content was recognised as. Raises OSError.

    At most MAX_CHARACTERS letters of MAX_PAGES pages, cleaned of NUL and hidden characters.
    """
    if media_type in _OLD:
        return FileText(Outcome.OLD)
    if media_type in _BY_PROCESS:
        return _by_process(path, joins_lines=media_type in _LAID_OUT)
    if media_type in _WORKBOOKS:
        return _of_workbook(path)
    if media_type == kinds.CSV.media_type:
        return _of_plain_text(path)
    if media_type.startswith("image/"):
        return FileText(Outcome.NO_TEXT)
    return FileText(Outcome.OTHER)


def _by_process(path: Path, *, joins_lines: bool) -> FileText:
    try:
        with path.open("rb") as source:
            answer = run_parser(_PROCESS, limits=LIMITS, source=source, wall_seconds=WALL_SECONDS)
    except ParserStopped:
        return FileText(Outcome.TOO_MUCH)
    except ParserFailed:
        return FileText(Outcome.BROKEN)
    if "refused" in answer:
        return FileText(_REFUSED[answer["refused"]], page_count=answer["page_count"])
    pages = [clean_text(page) for page in answer["pages"]]
    if joins_lines:
        pages = [joined_lines(page) for page in pages]
    return _told(pages, answer["page_count"], is_cut=answer["is_cut"])


def _of_workbook(path: Path) -> FileText:
    try:
        book = read_book(path)
    except Unreadable:
        return FileText(Outcome.BROKEN)
    pages = ["\n".join(_row_text(row) for row in sheet.rows) for sheet in book]
    return _kept(pages)


def _row_text(row: Sequence[Cell]) -> str:
    return "\t".join(text for cell in row if (text := cell_text(cell)))


def _of_plain_text(path: Path) -> FileText:
    with path.open("rb") as source:
        data = source.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        return FileText(Outcome.TOO_MUCH)
    try:
        return _kept([clean_text(decoded(data))])
    except Unreadable:
        return FileText(Outcome.BROKEN)


def _kept(pages: Sequence[str]) -> FileText:
    """These pages as far as they are kept."""
    kept, left = [], MAX_CHARACTERS
    for page in pages:
        if left <= 0:
            break
        kept.append(page[:left])
        left -= len(page)
    return _told(kept, len(pages), is_cut=left < 0)


def _told(pages: Sequence[str], page_count: int, *, is_cut: bool) -> FileText:
    if not any(pages):
        return FileText(Outcome.TOO_MUCH if is_cut else Outcome.NO_TEXT, page_count=page_count)
    return FileText(Outcome.CUT if is_cut else Outcome.READ, tuple(pages), page_count)
