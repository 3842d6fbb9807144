"""Items, contents and standards: read in every edition, written in a draft."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.standards import queries, services
from chuangcheng.standards.access import framework_for, standard_for
from chuangcheng.standards.api.shapes import StandardOut, standard_out
from chuangcheng.standards.drafts import PartDraft, StandardDraft
from chuangcheng.standards.models import Standard

router = Router()


class ContentOut(Schema):
    id: int
    name: str
    standard_count: int


class ItemOut(Schema):
    id: int
    code: str
    name: str
    leader_id: int | None  # of today
    leader: str | None
    contents: list[ContentOut]


class PartIn(Strict):
    method: str
    share: Decimal = Decimal(1)  # 0..1 of the standard's marks; the shares of the parts add to 1
    rule: str = ""  # "" while it is not known
    parameters: str = ""


class StandardIn(Strict):
    code: str
    item: str  # by name; made when it is not there
    content: str  # by name; made when it is not there
    text: str
    marks: Decimal  # points
    parts: list[PartIn] = Field(default_factory=list)
    site_types: list[str] = Field(default_factory=list)  # names or other names
    evidence: str = ""
    source: str = ""

    def draft(self) -> StandardDraft:
        """The standard as the services take it."""
        parts = tuple(PartDraft(**part.dict()) for part in self.parts)
        own = self.dict(exclude={"parts", "site_types"})
        return StandardDraft(**own, parts=parts, site_types=tuple(self.site_types))


class ItemName(Strict):
    name: str
    code: str = ""


class ContentName(Strict):
    name: str


class PlaceOut(Schema):
    id: int
    name: str


@router.get("/frameworks/{framework_id}/items", response=list[ItemOut])
def list_items(request: HttpRequest, framework_id: int) -> list[dict[str, Any]]:
    """The items of an edition with their contents and the leaders of today, in order."""
    found = framework_for(actor_of(request), framework_id)
    return [
        {
            "id": item.pk,
            "code": item.code,
            "name": item.name,
            "leader_id": leader.person_id if leader else None,
            "leader": leader.person.name if leader else None,
            "contents": [
                {"id": content.pk, "name": content.name, "standard_count": len(content.standards.all())}
                for content in item.contents.all()
            ],
        }
        for item in queries.framework_tree(framework=found, day=today())
        for leader in [next(iter(queries.leaders_in(item)), None)]
    ]


@router.patch("/items/{item_id}", response=PlaceOut)
def rename_item(request: HttpRequest, item_id: int, given: ItemName) -> Any:
    """Gives an item of a draft another name and number."""
    return services.rename_item(actor=actor_of(request), item_id=item_id, **given.dict())


@router.patch("/contents/{content_id}", response=PlaceOut)
def rename_content(request: HttpRequest, content_id: int, given: ContentName) -> Any:
    """Gives a content of a draft another name."""
    return services.rename_content(actor=actor_of(request), content_id=content_id, name=given.name)


@router.get("/frameworks/{framework_id}/standards", response=list[StandardOut])
def list_standards(
    request: HttpRequest, framework_id: int, words: str = "", method: str = "", unit_id: int | None = None
) -> list[dict[str, Any]]:
    """The standards of an edition with their parts and the duties of today, in order; all, or those that are asked."""
    found = framework_for(actor_of(request), framework_id)
    chosen = queries.TreeFilter(words, method, unit_id)
    return [
        standard_out(standard, item.name, content.name, queries.duties_in(standard))
        for item in queries.framework_tree(framework=found, day=today(), chosen=chosen)
        for content in item.contents.all()
        for standard in content.standards.all()
    ]


@router.post("/frameworks/{framework_id}/standards", response={201: StandardOut})
def add_standard(request: HttpRequest, framework_id: int, given: StandardIn) -> Status[dict[str, Any]]:
    """Adds a standard to a draft, at the end of its content."""
    made = services.add_standard(actor=actor_of(request), framework_id=framework_id, draft=given.draft())
    return Status(201, _shown(made))


@router.get("/standards/{standard_id}", response=StandardOut)
def get_standard(request: HttpRequest, standard_id: int) -> dict[str, Any]:
    """One standard with every duty ever given in it."""
    return _shown(standard_for(actor_of(request), standard_id))


@router.put("/standards/{standard_id}", response=StandardOut)
def change_standard(request: HttpRequest, standard_id: int, given: StandardIn) -> dict[str, Any]:
    """Changes a standard of a draft."""
    return _shown(services.change_standard(actor=actor_of(request), standard_id=standard_id, draft=given.draft()))


@router.delete("/standards/{standard_id}", response={204: None})
def remove_standard(request: HttpRequest, standard_id: int) -> Status[None]:
    """Takes a standard out of a draft."""
    services.remove_standard(actor=actor_of(request), standard_id=standard_id)
    return Status(204, None)


def _shown(found: Standard) -> dict[str, Any]:
    duties = list(queries.duties_of_standard(standard_id=found.pk, day=today()))
    return standard_out(found, found.content.item.name, found.content.name, duties)
