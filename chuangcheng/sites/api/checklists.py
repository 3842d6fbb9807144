from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from chuangcheng.core.files import photos_from_request
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.sites import queries, services
from chuangcheng.sites.access import checklist_item_for
from chuangcheng.sites.models import ChecklistItem, ChecklistPicture
from chuangcheng.standards.access import site_type_for

router = Router()


class StandardRef(Schema):
    id: int
    code: str
    framework_id: int


class PictureOut(Schema):
    id: int
    file_id: UUID
    passes: bool
    caption: str


class ItemOut(Schema):
    id: int
    code: str
    part: str
    text: str
    kind: str
    minimum: int | None
    minutes: int | None
    line: Decimal | None
    pieces: list[str]
    unit: str
    counting_rule: str
    example: str
    marks: Decimal | None
    problem_class: str
    standards: list[StandardRef]
    pictures: list[PictureOut]


class ItemIn(Strict):
    code: str
    text: str
    kind: str
    part: str = ""
    minimum: int | None = None
    minutes: int | None = None
    line: Decimal | None = None
    pieces: list[str] = Field(default_factory=list)
    unit: str = ""
    counting_rule: str = ""
    example: str = ""
    marks: Decimal | None = None
    problem_class: str = ""
    standard_codes: dict[int, list[str]] = Field(default_factory=dict)  # framework id → codes


class PictureIn(Strict):
    passes: bool = False
    caption: str = ""


class MoveIn(Strict):
    before_id: int | None  # null: to the end


class LoadedOut(Schema):
    items: int  # made now
    links: int  # to standards of the sample framework, made now


@router.get("/site-types/{site_type_id}/checklist", response=list[ItemOut])
def get_checklist(request: HttpRequest, site_type_id: int) -> list[dict[str, Any]]:
    """What is looked at today at a site of the type, in order."""
    site_type = site_type_for(actor_of(request), site_type_id)
    return [_item(item) for item in queries.checklist_of(site_type_id=site_type.pk, day=today())]


@router.post("/site-types/{site_type_id}/checklist", response={201: ItemOut})
def add_item(request: HttpRequest, site_type_id: int, given: ItemIn) -> Status[dict[str, Any]]:
    """Adds an item at the end."""
    item = services.add_item(
        actor=actor_of(request),
        site_type_id=site_type_id,
        facts=_item_facts(given),
        standard_codes=given.standard_codes,
    )
    return Status(201, _item(item))


@router.put("/checklist-items/{item_id}", response=ItemOut)
def change_item(request: HttpRequest, item_id: int, given: ItemIn) -> dict[str, Any]:
    """Changes an item; one that was answered gets a successor with another id."""
    item = services.change_item(
        actor=actor_of(request),
        item_id=item_id,
        facts=_item_facts(given),
        standard_codes=given.standard_codes,
        day=today(),
    )
    return _item(item)


@router.post("/checklist-items/{item_id}/retire", response={204: None})
def retire_item(request: HttpRequest, item_id: int) -> Status[None]:
    """The item is not asked any more."""
    services.retire_item(actor=actor_of(request), item_id=item_id, day=today())
    return Status(204, None)


@router.post("/checklist-items/{item_id}/pictures", response={201: list[PictureOut]})
def add_pictures(request: HttpRequest, item_id: int, given: Query[PictureIn]) -> Status[list[ChecklistPicture]]:
    """Adds pictures (field `photos`) that show what passes, or what fails."""
    actor = actor_of(request)
    checklist_item_for(actor, item_id)
    files = photos_from_request(request, "photos", at_least=1)
    return Status(
        201,
        services.add_pictures(actor=actor, item_id=item_id, files=files, passes=given.passes, caption=given.caption),
    )


@router.delete("/checklist-items/{item_id}/pictures/{picture_id}", response={204: None})
def remove_picture(request: HttpRequest, item_id: int, picture_id: int) -> Status[None]:
    """The picture is shown no more."""
    services.remove_picture(actor=actor_of(request), item_id=item_id, picture_id=picture_id)
    return Status(204, None)


@router.post("/checklist-items/{item_id}/move", response={204: None})
def move_item(request: HttpRequest, item_id: int, given: MoveIn) -> Status[None]:
    """Puts an item before another of its checklist, or at the end."""
    services.move_item(actor=actor_of(request), item_id=item_id, before_id=given.before_id)
    return Status(204, None)


@router.post("/site-types/checklists/sample", response=LoadedOut)
def take_sample(request: HttpRequest) -> Any:
    """Takes the sample's checklists over for all types and links them to the sample framework."""
    return services.take_sample_checklists(actor=actor_of(request))


def _item_facts(given: ItemIn) -> services.ItemFacts:
    facts = given.dict(exclude={"standard_codes", "pieces"})
    return services.ItemFacts(**facts, pieces=tuple(given.pieces))


def _item(item: ChecklistItem) -> dict[str, Any]:
    own = (
        "id",
        "code",
        "part",
        "text",
        "kind",
        "minimum",
        "minutes",
        "line",
        "pieces",
        "unit",
        "counting_rule",
        "example",
    )
    return {
        **{name: getattr(item, name) for name in (*own, "marks", "problem_class")},
        "standards": [
            {"id": row.pk, "code": row.code, "framework_id": row.framework_id} for row in item.standards.all()
        ],
        "pictures": list(item.pictures.all()),
    }
