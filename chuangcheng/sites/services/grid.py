"""网格: cells of a community with their keeper and, when drawn, their outline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.sites.access import CHANGE, grid_cell_for
from chuangcheng.sites.models import GridCell
from chuangcheng.sites.services.owners import working_person
from chuangcheng.sites.services.sites import open_unit
from chuangcheng.sites.services.texts import checked_line

CODE_LENGTH, NAME_LENGTH = 40, 100  # characters, as the columns
MOST_CORNERS = 5_000  # of an outline; our choice


@dataclass(frozen=True)
class GridFacts:
    """What is written down about a cell."""

    code: str
    name: str
    unit_id: int  # the community
    keeper_id: int | None = None
    boundary: Mapping[str, Any] | None = None  # GeoJSON geometry, WGS-84; None: none


def create_grid_cell(*, actor: Actor, facts: GridFacts) -> GridCell:
    """The new cell. Raises InvalidInput when the code is taken."""
    require(actor, CHANGE)
    return _saved(actor, GridCell(), facts, "sites.create_grid_cell")


def change_grid_cell(*, actor: Actor, cell_id: int, facts: GridFacts) -> GridCell:
    """The cell with its facts as given."""
    return _saved(actor, grid_cell_for(actor, cell_id, permission=CHANGE), facts, "sites.change_grid_cell")


def checked_outline(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON polygon in degrees WGS-84, its rings closed. Raises InvalidInput."""
    refusal = InvalidInput(_("边界应为GeoJSON的面（Polygon或MultiPolygon），坐标为WGS-84经纬度。"))
    try:
        found = shape(geometry)
        if found.geom_type not in {"Polygon", "MultiPolygon"} or found.is_empty or not found.is_valid:
            raise refusal
        west, south, east, north = found.bounds
    except (ShapelyError, AttributeError, KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
        raise refusal from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees of the globe
        raise refusal
    outline = dict(mapping(found))
    if _corners(outline["coordinates"]) > MOST_CORNERS:
        raise InvalidInput(_("边界的拐点不能超过%(most)d个，请简化后再填。") % {"most": MOST_CORNERS})
    return outline


def _corners(coordinates: Any) -> int:
    if isinstance(coordinates[0], int | float):
        return 1
    return sum(_corners(part) for part in coordinates)


def _saved(actor: Actor, cell: GridCell, facts: GridFacts, action: str) -> GridCell:
    cell.code = checked_line(facts.code, label=_("网格编号"), at_most=CODE_LENGTH, required=True)
    cell.name = checked_line(facts.name, label=_("网格名称"), at_most=NAME_LENGTH, required=True)
    cell.unit = open_unit(actor, facts.unit_id, permission=CHANGE)
    cell.keeper = working_person(actor, facts.keeper_id) if facts.keeper_id else None
    cell.boundary = checked_outline(facts.boundary) if facts.boundary else None
    try:
        with transaction.atomic():
            cell.save()
            audit.record(actor=actor, action=action, subject=cell, detail={"code": cell.code})
    except IntegrityError as error:
        raise InvalidInput(_("网格编号“%(code)s”已被使用，请换一个。") % {"code": cell.code}) from error
    return cell
