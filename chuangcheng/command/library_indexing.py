"""What the search finds of circulars, regulations, what stands in their files, and the library.

The text of a file is indexed in pieces with their pages, so that a hit tells where it stands. They are found by whom
the circular was passed to; rules are found by everybody who reads here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from chuangcheng.command.models import Circular, LibraryDocument, LibraryFile, Regulation
from chuangcheng.core.search import index, index_all, remove, unit_scopes
from chuangcheng.core.search.indexing import Entry

CIRCULAR, REGULATION, LIBRARY_FILE = "circular", "regulation", "libraryfile"
LIBRARY_DOCUMENT = "librarydocument"
RULES = "rules"  # scope of what everybody who reads here may find
PAGE_END = "\f"
MOST_LETTERS = 4000  # of one piece: a hit leads near its place; our choice
MOST_PIECES = 120  # of one file


def index_circular(found: Circular) -> None:
    """Makes the circular and its files findable for the units that have it, or changes what is found."""
    text = f"{found.document_number} {found.sender} {found.about} {found.text}"
    index(
        kind=CIRCULAR,
        object_id=found.pk,
        title=found.title,
        number=found.number,
        text=text,
        scopes=circular_scopes(found),
    )
    index_files(list(found.files.exclude(text="")))


def index_regulation(found: Regulation) -> None:
    """Makes the regulation and its files findable, or changes what is found."""
    text = f"{found.document_number} {found.text}"
    index(kind=REGULATION, object_id=found.pk, title=found.title, number=found.number, text=text, scopes=[RULES])
    index_files(list(found.files.exclude(text="")))


def circular_scopes(found: Circular) -> list[str]:
    """By whom it is found."""
    return unit_scopes(found.units.values_list("unit", flat=True))


def index_files(rows: Sequence[LibraryFile]) -> None:
    """Makes what stands in the files findable."""
    for row in rows:
        scopes = [RULES] if row.circular is None else circular_scopes(row.circular)
        index_all(_entries(row, scopes))


def forget_files(rows: Sequence[LibraryFile]) -> None:
    """The files are not found any more."""
    for row in rows:
        for place, _piece in enumerate(pieces_of(row.text)):
            remove(kind=LIBRARY_FILE, object_id=f"{row.pk}-{place}")


def pieces_of(text: str) -> list[tuple[int, int, str]]:
    """The text in pieces with their first and last page; a page longer than a piece is parted."""
    made: list[tuple[int, int, str]] = []
    for number, page in enumerate(text.split(PAGE_END), start=1):
        for part in _parts(page):
            if made and len(made[-1][2]) + len(part) < MOST_LETTERS:
                first, _last, told = made[-1]
                made[-1] = (first, number, f"{told}\n{part}")
            else:
                made.append((number, number, part))
    return made[:MOST_PIECES]


def _parts(page: str) -> Iterator[str]:
    # Pieces overlap, so that a word at the cut is whole in one of them.
    for start in range(0, len(page), MOST_LETTERS - 40):
        yield page[start : start + MOST_LETTERS]


def _entries(row: LibraryFile, scopes: Sequence[str]) -> Iterator[Entry]:
    owner = row.circular or row.regulation
    number = "" if owner is None else owner.number
    for place, (first, last, text) in enumerate(pieces_of(row.text)):
        yield Entry(LIBRARY_FILE, f"{row.pk}-{place}", _title(row, first, last), number, text, scopes)


def _title(row: LibraryFile, first: int, last: int) -> str:
    if row.page_count <= 1:
        return row.name
    if first == last:
        return _("%(name)s（第%(page)s页）") % {"name": row.name, "page": first}
    return _("%(name)s（第%(first)s—%(last)s页）") % {"name": row.name, "first": first, "last": last}


def index_library_documents(rows: Sequence[LibraryDocument]) -> None:
    """Makes documents of the library findable, in pieces."""
    index_all(
        Entry(LIBRARY_DOCUMENT, f"{row.pk}-{place}", row.title, "", f"{row.speaker} {row.source}\n{text}", [])
        for row in rows
        for place, (_first, _last, text) in enumerate(pieces_of(row.text))
    )


def forget_library_document(row: LibraryDocument) -> None:
    """It is not found any more; before its text changes."""
    for place, _piece in enumerate(pieces_of(row.text)):
        remove(kind=LIBRARY_DOCUMENT, object_id=f"{row.pk}-{place}")
