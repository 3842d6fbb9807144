"""Decided matters in the search: by number, ground and unit; never by what was found about a person. Published red and
black lists: by board, period and the units on them; leaders are not named."""

from __future__ import annotations

from chuangcheng.core import search
from chuangcheng.core.search import unit_scopes
from chuangcheng.supervision.accountability_workflow import ListState
from chuangcheng.supervision.honour_papers import list_title
from chuangcheng.supervision.models import HonourList, Matter

KIND = "supervision_matter"
LIST_KIND = "supervision_list"


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


def index_list(found: HonourList) -> None:
    """Puts a published list into the index; one that is not is not found."""
    if found.state != ListState.PUBLISHED:
        search.remove(kind=LIST_KIND, object_id=found.pk)
        return
    units = found.entries.filter(is_left_out=False, unit__isnull=False).order_by("pk")
    search.index(
        kind=LIST_KIND,
        object_id=found.pk,
        title=list_title(found),
        text=" ".join(units.values_list("name", flat=True)),
    )
