"""Roles over the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from chuangcheng.core.access import require
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.orgs import services
from chuangcheng.orgs.access import VIEW_UNITS
from chuangcheng.orgs.api import schemas
from chuangcheng.orgs.models import Role
from chuangcheng.orgs.queries import role_lines
from chuangcheng.orgs.services import RoleFacts

router = Router()


@router.get("/roles", response=list[schemas.RoleLineOut])
def list_roles(request: HttpRequest) -> list[dict[str, Any]]:
    """Every role with its permissions."""
    require(actor_of(request), VIEW_UNITS)
    lines = role_lines(today=today())
    return [{**schemas.RoleOut.from_orm(line.role).dict(), "people_count": line.people_count} for line in lines]


@router.post("/roles", response={201: schemas.RoleOut})
def create_role(request: HttpRequest, given: schemas.NewRoleIn) -> Status[Role]:
    """Makes a role."""
    return Status(201, services.create_role(actor=actor_of(request), code=given.code, facts=_facts(given)))


@router.put("/roles/{int:role_id}", response=schemas.RoleOut)
def change_role(request: HttpRequest, role_id: int, given: schemas.RoleIn) -> Role:
    """Changes a role."""
    return services.change_role(actor=actor_of(request), role_id=role_id, facts=_facts(given))


@router.delete("/roles/{int:role_id}", response={204: None})
def delete_role(request: HttpRequest, role_id: int) -> Status[None]:
    """Takes away a role that nobody has ever held."""
    services.delete_role(actor=actor_of(request), role_id=role_id)
    return Status(204, None)


def _facts(given: schemas.RoleIn) -> RoleFacts:
    return RoleFacts(
        name=given.name,
        permissions=frozenset(given.permissions),
        whole_place=given.whole_place,
        excludes=frozenset(given.excludes),
        needs_mfa=given.needs_mfa,
    )
