"""Site types and the other names under which workbooks know them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from chuangcheng.core.access import require
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.standards import queries, services
from chuangcheng.standards.access import VIEW, site_type_for
from chuangcheng.standards.models import SiteType, SiteTypeAlias

router = Router()


class TypePart(Strict):
    name: str
    share: Decimal  # 0..1 of the place; the shares add to 1


class AliasOut(Schema):
    id: int
    name: str


class SiteTypeOut(Schema):
    id: int
    code: str
    name: str
    icon: str
    parts: list[TypePart]  # of a composite place
    is_active: bool
    aliases: list[AliasOut]


class SiteTypeIn(Strict):
    name: str
    parts: list[TypePart] = Field(default_factory=list)

    def facts(self) -> services.SiteTypeFacts:
        """The type as the services take it."""
        return services.SiteTypeFacts(self.name, tuple((part.name, part.share) for part in self.parts))


class AliasIn(Strict):
    name: str


@router.get("/site-types", response=list[SiteTypeOut])
def list_site_types(request: HttpRequest) -> list[dict[str, Any]]:
    """Every site type with its other names, those in use first."""
    require(actor_of(request), VIEW)
    return [_shown(found) for found in queries.site_types_with_aliases()]


@router.post("/site-types", response={201: SiteTypeOut})
def add_site_type(request: HttpRequest, given: SiteTypeIn) -> Status[dict[str, Any]]:
    """Adds a type at the end of the list."""
    return Status(201, _shown(services.add_site_type(actor=actor_of(request), facts=given.facts())))


@router.get("/site-types/{site_type_id}", response=SiteTypeOut)
def get_site_type(request: HttpRequest, site_type_id: int) -> dict[str, Any]:
    """One type with its other names."""
    return _shown(site_type_for(actor_of(request), site_type_id))


@router.put("/site-types/{site_type_id}", response=SiteTypeOut)
def change_site_type(request: HttpRequest, site_type_id: int, given: SiteTypeIn) -> dict[str, Any]:
    """Another name or other parts; the old name stays as another name."""
    facts = given.facts()
    return _shown(services.change_site_type(actor=actor_of(request), site_type_id=site_type_id, facts=facts))


@router.post("/site-types/{site_type_id}/retire", response=SiteTypeOut)
def retire_site_type(request: HttpRequest, site_type_id: int) -> dict[str, Any]:
    """The type is no longer offered."""
    return _shown(services.retire_site_type(actor=actor_of(request), site_type_id=site_type_id))


@router.post("/site-types/{site_type_id}/restore", response=SiteTypeOut)
def restore_site_type(request: HttpRequest, site_type_id: int) -> dict[str, Any]:
    """The type is offered again."""
    return _shown(services.restore_site_type(actor=actor_of(request), site_type_id=site_type_id))


@router.post("/site-types/{site_type_id}/aliases", response={201: AliasOut})
def add_alias(request: HttpRequest, site_type_id: int, given: AliasIn) -> Status[SiteTypeAlias]:
    """Another name of the type."""
    return Status(201, services.add_alias(actor=actor_of(request), site_type_id=site_type_id, name=given.name))


@router.delete("/site-types/{site_type_id}/aliases/{alias_id}", response={204: None})
def remove_alias(request: HttpRequest, site_type_id: int, alias_id: int) -> Status[None]:
    """The type no longer goes by this name; absent is fine."""
    services.remove_alias(actor=actor_of(request), site_type_id=site_type_id, alias_id=alias_id)
    return Status(204, None)


def _shown(found: SiteType) -> dict[str, Any]:
    own = ("code", "name", "icon", "parts", "is_active")
    return {
        "id": found.pk,
        **{name: getattr(found, name) for name in own},
        "aliases": sorted(found.aliases.all(), key=lambda alias: alias.pk),
    }
