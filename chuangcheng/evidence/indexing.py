"""What the search finds of material."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chuangcheng.core.search import index_all, unit_scopes
from chuangcheng.core.search.indexing import Entry
from chuangcheng.evidence.models import MaterialRequest, Piece

MATERIAL = "material"
MOST_TEXT = 2000  # letters of captions and file names


def index_materials(material_ids: Sequence[UUID]) -> None:
    """Makes the requests findable by what is asked, the files' names and their captions. Three queries."""
    rows = (
        MaterialRequest.objects.filter(pk__in=material_ids).select_related("unit", "standard").defer("unit__boundary")
    )
    told: dict[UUID, list[str]] = {}
    pieces = Piece.objects.filter(request__in=material_ids, replaced_by__isnull=True)
    for material_id, name, caption in pieces.values_list("request_id", "name", "caption"):
        # Names of people stay out: the index is neither encrypted nor masked.
        words = [text for field, text in caption.items() if field != "people"]
        told.setdefault(material_id, []).extend([name, *words])
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
