"""Reads on the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Q

from chuangcheng.core.access import Actor, require
from chuangcheng.orgs.access import in_units_where
from chuangcheng.sites.access import VIEW
from chuangcheng.sites.models import GridCell

PER_PAGE = 100  # our choice


@dataclass(frozen=True)
class CellPage:
    """Cells by code, each with `site_count`, the active sites in it; `following` is the code after which it goes on."""

    cells: Sequence[GridCell]
    following: str


def grid_page(*, actor: Actor, after: str = "") -> CellPage:
    """The cells of the actor's communities after a code. One query."""
    require(actor, VIEW)
    rows = GridCell.objects.filter(in_units_where(actor, VIEW, "unit"), code__gt=after).select_related("unit", "keeper")
    counted = rows.annotate(site_count=Count("sites", filter=Q(sites__is_active=True)))
    found = list(counted.defer("unit__boundary").order_by("code")[: PER_PAGE + 1])
    return CellPage(found[:PER_PAGE], found[PER_PAGE - 1].code if len(found) > PER_PAGE else "")


def site_count_of(cell: GridCell) -> int:
    """The active sites of a cell that `grid_page` read."""
    return int(cast("Any", cell).site_count)
