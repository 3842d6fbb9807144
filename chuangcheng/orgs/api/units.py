"""Units over the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from ninja import Query, Router, Schema, Status

from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.orgs import services
from chuangcheng.orgs.access import VIEW_UNITS, unit_for
from chuangcheng.orgs.api import schemas
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.queries import UnitFilter, similar_units, unit_page, units_for
from chuangcheng.orgs.services import Part, UnitFacts
from chuangcheng.orgs.workbooks import unit_workbook

router = Router()
MOST_LISTED = 200  # units in one answer


class UnitQuery(Schema):
    """What a list of units shows; what is not given does not matter."""

    q: str = ""
    kind: str = ""
    under: schemas.Key | None = None  # with all below it
    view: str = ""  # unconfirmed, no_head, no_liaison, own_group, no_group, closed
    affiliation: str = ""  # local, district, provincial, central, dual
    offset: schemas.Offset = 0
    limit: int = 50


@router.get("/units", response=schemas.UnitList)
def list_units(request: HttpRequest, asked: Query[UnitQuery]) -> dict[str, Any]:
    """The visible units a page at a time, in the order of the tree."""
    actor = actor_of(request)
    require(actor, VIEW_UNITS)
    chosen = _chosen(asked)
    offset, limit = max(0, asked.offset), max(1, min(asked.limit, MOST_LISTED))
    found = list(units_for(actor, chosen, today=today())[offset : offset + limit + 1])
    return {"items": found[:limit], "has_more": len(found) > limit}


@router.get("/units/workbook")
def get_unit_workbook(request: HttpRequest, asked: Query[UnitQuery]) -> HttpResponseBase:
    """The filtered units as an Excel workbook, in the layout that the import reads."""
    content = unit_workbook(actor=actor_of(request), chosen=_chosen(asked), today=today())
    return download(content, gettext("单位名册-%(day)s.xlsx") % {"day": today()})


@router.post("/units", response={201: schemas.UnitDetail})
def create_unit(request: HttpRequest, given: schemas.UnitIn) -> Status[dict[str, Any]]:
    """Sets up a unit under its parent."""
    actor = actor_of(request)
    if given.parent_id is None:
        raise InvalidInput(gettext("请选择上级单位。"))
    unit = services.create_unit(actor=actor, parent_id=given.parent_id, facts=_facts(given))
    return Status(201, _detail(actor, unit.pk))


@router.get("/units/{int:unit_id}", response=schemas.UnitDetail)
def get_unit(request: HttpRequest, unit_id: int) -> dict[str, Any]:
    """One unit with what belongs to it."""
    return _detail(actor_of(request), unit_id)


@router.put("/units/{int:unit_id}", response=schemas.UnitDetail)
def change_unit(request: HttpRequest, unit_id: int, given: schemas.UnitIn) -> dict[str, Any]:
    """Changes a unit; with a parent, moves it too."""
    actor = actor_of(request)
    if given.parent_id is None:
        services.change_unit(actor=actor, unit_id=unit_id, facts=_facts(given))
    else:
        services.change_and_move_unit(actor=actor, unit_id=unit_id, facts=_facts(given), parent_id=given.parent_id)
    return _detail(actor, unit_id)


@router.post("/units/{int:unit_id}/rename", response=schemas.UnitDetail)
def rename_unit(request: HttpRequest, unit_id: int, given: schemas.NameIn) -> dict[str, Any]:
    """Renames a unit; the old name stays as an alias."""
    services.rename_unit(actor=actor_of(request), unit_id=unit_id, name=given.name)
    return _detail(actor_of(request), unit_id)


@router.post("/units/{int:unit_id}/move", response=schemas.UnitDetail)
def move_unit(request: HttpRequest, unit_id: int, given: schemas.ParentIn) -> dict[str, Any]:
    """Puts a unit, with all below it, under another parent."""
    services.move_unit(actor=actor_of(request), unit_id=unit_id, parent_id=given.parent_id)
    return _detail(actor_of(request), unit_id)


@router.post("/units/{int:unit_id}/confirm", response=schemas.UnitDetail)
def confirm_unit(request: HttpRequest, unit_id: int, given: schemas.UnitIn) -> dict[str, Any]:
    """Confirms a unit that an import made, with its facts and parent."""
    actor = actor_of(request)
    if given.parent_id is None:
        raise InvalidInput(gettext("请选择上级单位。"))
    services.confirm_unit(actor=actor, unit_id=unit_id, facts=_facts(given), parent_id=given.parent_id)
    return _detail(actor, unit_id)


@router.post("/units/{int:unit_id}/merge", response=schemas.UnitDetail)
def merge_unit(request: HttpRequest, unit_id: int, given: schemas.MergeIn) -> dict[str, Any]:
    """Merges this unit into another; answers with that one."""
    actor = actor_of(request)
    merged = services.merge_units(
        actor=actor, old_ids=[unit_id], new_id=given.into_id, on=given.on, reason=given.reason
    )
    return _detail(actor, merged.pk)


@router.post("/units/{int:unit_id}/split", response={201: list[schemas.UnitOut]})
def split_unit(request: HttpRequest, unit_id: int, given: schemas.SplitIn) -> Status[list[Unit]]:
    """Splits this unit into several; the first is its heir."""
    parts = [
        Part(UnitFacts(name=part.name, kind=part.kind), post_ids=part.post_ids, unit_ids=part.unit_ids)
        for part in given.parts
    ]
    made = services.split_unit(actor=actor_of(request), unit_id=unit_id, parts=parts, on=given.on, reason=given.reason)
    return Status(201, made)


@router.post("/units/{int:unit_id}/close", response=schemas.UnitDetail)
def close_unit(request: HttpRequest, unit_id: int, given: schemas.CloseIn) -> dict[str, Any]:
    """Closes a unit that has no successor."""
    services.close_unit(actor=actor_of(request), unit_id=unit_id, on=given.on, reason=given.reason)
    return _detail(actor_of(request), unit_id)


def _chosen(asked: UnitQuery) -> UnitFilter:
    return UnitFilter(
        words=asked.q, kind=asked.kind, under_id=asked.under, view=asked.view, affiliation=asked.affiliation
    )


def _facts(given: schemas.UnitIn) -> UnitFacts:
    fields = given.dict(exclude={"parent_id", "aliases"})
    return UnitFacts(**fields, aliases=tuple(given.aliases))


def _detail(actor: Actor, unit_id: int) -> dict[str, Any]:
    page = unit_page(unit_for(actor, unit_id), today=today())
    similar = [] if page.unit.is_confirmed else similar_units(names=[page.unit.name])[page.unit.name]
    return {
        "unit": page.unit,
        "parent_id": page.ancestors[-1].pk if page.ancestors else None,
        "aliases": page.aliases,
        "children": page.children,
        "bodies": page.bodies,
        "acting_together": page.acting_together,
        "present": page.present,
        "before": page.before,
        "missing": page.missing,
        "has_own_group": page.has_own_group,
        "seconded": page.seconded,
        "similar_ids": [unit.pk for unit in similar],
        "successor_ids": [row.successor_id for row in page.successors],
        "predecessor_ids": [row.former_id for row in page.predecessors],
    }
