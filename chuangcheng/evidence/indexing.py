"""What the search finds of material."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chuangcheng.core.search import index_all, remove, unit_scopes
from chuangcheng.core.search.indexing import Entry
from chuangcheng.evidence.models import FileWords, MaterialRequest, Piece

MATERIAL, PIECE = "material", "piece"
INDEXED_WITH = ("request__standard", "request__unit", "request__framework")  # of a piece
MOST_TEXT = 2000  # letters of captions and file names
MOST_TEXT_OF_FILE = 20_000  # letters, with what stands in it; our choice


def index_materials(material_ids: Sequence[UUID]) -> None:
    """Makes the requests findable by what is asked, the files' names and their captions. Three queries."""
    rows = (
        MaterialRequest.objects.filter(pk__in=material_ids).select_related("unit", "standard").defer("unit__boundary")
    )
    told: dict[UUID, list[str]] = {}
    pieces = Piece.objects.filter(request__in=material_ids, replaced_by__isnull=True)
    for material_id, name, caption in pieces.values_list("request_id", "name", "caption"):
        told.setdefault(material_id, []).extend([name, *_words(caption)])
    index_all(
        Entry(
            MATERIAL,
            str(row.pk),
            row.title,
            row.number,
            " ".join([row.standard.code, row.unit.name, *told.get(row.pk, ())])[:MOST_TEXT],
            unit_scopes([row.unit_id]),
        )
        for row in rows
    )


def index_pieces(pieces: Sequence[Piece]) -> None:
    """Makes files findable by name, caption, what they were brought for, and what stands in them. One query more.

    The pieces come with request, its standard, unit and framework.
    """
    read = FileWords.objects.filter(file__in=[piece.file_id for piece in pieces])
    texts = dict(read.values_list("file_id", "text"))
    index_all(piece_entry(piece, texts.get(piece.file_id, "")) for piece in pieces)


def forget_pieces(piece_ids: Sequence[UUID]) -> None:
    """Files that were replaced or taken back are not found any more."""
    for piece_id in piece_ids:
        remove(kind=PIECE, object_id=piece_id)


def piece_entry(piece: Piece, text: str) -> Entry:
    """What is found of a piece in whose file this text stands."""
    material = piece.request
    about = [material.title, material.number, material.standard.code, material.unit.name, material.framework.name]
    words = " ".join([*_words(piece.caption), *about, text])[:MOST_TEXT_OF_FILE]
    return Entry(PIECE, str(piece.pk), piece.name, "", words, unit_scopes([material.unit_id]))


def _words(caption: dict[str, str]) -> list[str]:
    # Names of people stay out: the index is neither encrypted nor masked.
    return [text for field, text in caption.items() if field != "people"]
