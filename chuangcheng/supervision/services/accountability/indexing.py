"""Decided matters in the search: by number, ground and unit; never by what was found about a person."""

from __future__ import annotations

from chuangcheng.core import search
from chuangcheng.core.search import unit_scopes
from chuangcheng.supervision.models import Matter

KIND = "supervision_matter"


def index_matter(matter: Matter) -> None:
    """Puts the matter as it stands into the index."""
    search.index(
        kind=KIND,
        object_id=matter.pk,
        number=matter.number,
        title=f"{matter.unit.name} {matter.get_ground_display()} {matter.get_grade_display()}",
        text=matter.unit.name,
        scopes=unit_scopes([matter.unit_id]),
    )
