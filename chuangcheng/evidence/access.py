"""Permissions on material, and the only way to its rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.evidence.models import MaterialRequest, Piece
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import STAFF

OFFICE = "creation_office"

VIEW = define("evidence.view", _("查看申报材料"), roles=STAFF)
ASK = define("evidence.ask", _("布置申报材料"), roles=(OFFICE,))
SUPPLY = define("evidence.supply", _("提交申报材料"), roles=("unit_head", "liaison", "material_officer"))
REVIEW = define("evidence.review", _("审核申报材料"), roles=(OFFICE,))
EXPORT = define("evidence.export", _("导出申报材料清单"), roles=STAFF)

PACK = define("evidence.pack", _("打包申报材料"), roles=(OFFICE,))

KNOWN_WITH = ("unit", "standard__content__item", "framework")
HEAVY = ("unit__boundary",)


def visible_materials(actor: Actor) -> QuerySet[MaterialRequest]:
    """What is asked of the actor's units; all for who views the whole place."""
    require(actor, VIEW)
    return MaterialRequest.objects.filter(in_units_where(actor, VIEW, "unit"))


def material_for(actor: Actor, material_id: UUID, *, lock: bool = False) -> MaterialRequest:
    """The request with unit and standard; NotFound when absent or not theirs. `lock` holds it to the end."""
    if lock:
        # Alone and first: a row that was waited for comes back with the joined rows of before.
        MaterialRequest.objects.select_for_update().filter(pk=material_id).values_list("pk").first()
    found = visible_materials(actor).filter(pk=material_id).select_related(*KNOWN_WITH).defer(*HEAVY).first()
    if found is None:
        raise NotFound(gettext("没有找到这项材料，请从申报材料列表进入。"))
    return found


def piece_for(actor: Actor, piece_id: UUID) -> Piece:
    """The piece with its file and request; NotFound when absent or of a request that is not theirs."""
    rows = Piece.objects.filter(pk=piece_id, request__in=visible_materials(actor)).defer("request__unit__boundary")
    found = rows.select_related("file", *(f"request__{name}" for name in KNOWN_WITH)).first()
    if found is None:
        raise NotFound(gettext("没有找到这份材料，请从申报材料列表进入。"))
    return found


def may_supply(actor: Actor, material: MaterialRequest) -> bool:
    """Whether the actor brings pieces for it: who does so in its unit."""
    return actor.may_at(SUPPLY, material.unit.path)


def may_ask(actor: Actor) -> bool:
    """Whether the actor asks for material and changes what is asked for."""
    return actor.everywhere(ASK)


def may_review(actor: Actor) -> bool:
    """Whether the actor accepts and returns pieces; never their own."""
    return actor.everywhere(REVIEW)


def require_supply(actor: Actor, material: MaterialRequest) -> None:
    """NotPermitted unless `may_supply`."""
    if not may_supply(actor, material):
        raise NotPermitted(gettext("只有这项材料的责任单位可以提交，请联系该单位的材料员。"))


def require_whole(actor: Actor, permission: str) -> None:
    """NotPermitted unless the permission covers the whole place."""
    if not actor.everywhere(permission):
        raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))
