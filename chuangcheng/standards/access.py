"""Permissions on frameworks, and the only way to their rows."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.orgs.roles import STAFF
from chuangcheng.standards.models import (
    ArrangementChange,
    Content,
    Duty,
    DutyRuling,
    Framework,
    Item,
    NegativeEntry,
    RefusedPair,
    SiteType,
    Standard,
    StandardLink,
)

VIEW = define("standards.view", _("查看测评体系"), roles=STAFF)
CHANGE = define("standards.change", _("维护测评体系"), roles=("creation_office",))
ASSIGN = define("standards.assign", _("分解责任"), roles=("creation_office",))
DISPUTE = define("standards.dispute", _("提出责任争议"), roles=("creation_office", "unit_head", "liaison"))
RULE = define("standards.rule", _("裁定责任争议"), roles=("creation_office", "leader"))


class FrameworkInForce(Refusal):
    """An edition in force is not changed; a new edition is."""


def visible_frameworks(actor: Actor) -> QuerySet[Framework]:
    """All editions; a draft only for those who may change it."""
    require(actor, VIEW)
    found = Framework.objects.order_by("code", "-created_at")
    return found if actor.may(CHANGE) else found.exclude(state=Framework.State.DRAFT)


def framework_for(actor: Actor, framework_id: int, *, permission: str = VIEW, lock: bool = False) -> Framework:
    """The framework, or NotFound. `lock` holds the row until the end of the transaction."""
    require(actor, permission)
    rows = visible_frameworks(actor)
    found = (rows.select_for_update() if lock else rows).filter(pk=framework_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该测评体系，请从体系列表进入。"))
    return found


def draft_for(actor: Actor, framework_id: int) -> Framework:
    """The draft, locked until the end of the transaction; raises FrameworkInForce when it is none any more."""
    found = framework_for(actor, framework_id, permission=CHANGE, lock=True)
    if found.state != Framework.State.DRAFT:
        raise FrameworkInForce(gettext("该体系已经启用，不能再改。请沿用为新版本后修改。"))
    return found


def standard_for(actor: Actor, standard_id: int, *, permission: str = VIEW) -> Standard:
    """The standard, or NotFound when it is absent or in a draft that is not theirs to see."""
    require(actor, permission)
    rows = Standard.objects.filter(pk=standard_id, framework__in=visible_frameworks(actor))
    found = rows.select_related("framework", "content__item").first()
    if found is None:
        raise NotFound(gettext("没有找到该测评标准，请从体系页面进入。"))
    return found


def locked_standard_for(actor: Actor, standard_id: int, *, permission: str) -> Standard:
    """The standard, its row locked until the end of the transaction: who is responsible changes one at a time."""
    require(actor, permission)
    # Alone and first: a row that was waited for would come back with the joined rows of before.
    Standard.objects.select_for_update().filter(pk=standard_id).values_list("pk").first()
    return standard_for(actor, standard_id, permission=permission)


def item_for(actor: Actor, item_id: int, *, permission: str = VIEW) -> Item:
    """The item, or NotFound."""
    require(actor, permission)
    found = Item.objects.filter(pk=item_id, framework__in=visible_frameworks(actor)).select_related("framework").first()
    if found is None:
        raise NotFound(gettext("没有找到该测评项目，请从体系页面进入。"))
    return found


def content_for(actor: Actor, content_id: int, *, permission: str = VIEW) -> Content:
    """The content with its item, or NotFound."""
    require(actor, permission)
    rows = Content.objects.filter(pk=content_id, item__framework__in=visible_frameworks(actor))
    found = rows.select_related("item__framework").first()
    if found is None:
        raise NotFound(gettext("没有找到该测评内容，请从体系页面进入。"))
    return found


def negative_entry_for(actor: Actor, entry_id: int) -> NegativeEntry:
    """The entry of the negative list, or NotFound."""
    require(actor, VIEW)
    rows = NegativeEntry.objects.filter(pk=entry_id, framework__in=visible_frameworks(actor))
    found = rows.select_related("framework").first()
    if found is None:
        raise NotFound(gettext("没有找到该负面清单条目，请从负面清单进入。"))
    return found


def duty_for(actor: Actor, duty_id: int, *, permission: str = VIEW) -> Duty:
    """The duty with its standard, or NotFound."""
    require(actor, permission)
    rows = Duty.objects.filter(pk=duty_id, standard__framework__in=visible_frameworks(actor))
    found = rows.select_related("standard", "unit").first()
    if found is None:
        raise NotFound(gettext("没有找到该项责任，请从标准页面进入。"))
    return found


def ruling_for(actor: Actor, ruling_id: int, *, permission: str = VIEW) -> DutyRuling:
    """The dispute with its standard, or NotFound."""
    require(actor, permission)
    rows = DutyRuling.objects.filter(pk=ruling_id, standard__framework__in=visible_frameworks(actor))
    found = rows.select_related("standard", "raised_by_unit").first()
    if found is None:
        raise NotFound(gettext("没有找到该责任争议，请从标准页面进入。"))
    return found


def arrangement_change_for(actor: Actor, change_id: int, *, permission: str = VIEW) -> ArrangementChange:
    """The change of an arrangement, or NotFound."""
    require(actor, permission)
    found = ArrangementChange.objects.filter(pk=change_id, standard__framework__in=visible_frameworks(actor)).first()
    if found is None:
        raise NotFound(gettext("没有找到这次改动，请从标准页面进入。"))
    return found


def visible_links(actor: Actor) -> QuerySet[StandardLink]:
    """The links, standing and ended, of which the actor sees both standards."""
    require(actor, VIEW)
    rows = StandardLink.objects.select_related("first__framework", "second__framework")
    if actor.may(CHANGE):
        return rows
    draft = Framework.State.DRAFT
    return rows.exclude(first__framework__state=draft).exclude(second__framework__state=draft)


def link_for(actor: Actor, link_id: int, *, permission: str = VIEW) -> StandardLink:
    """The link with both standards, or NotFound."""
    require(actor, permission)
    found = visible_links(actor).filter(pk=link_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该对照，请从指标对照页面进入。"))
    return found


def refused_pair_for(actor: Actor, pair_id: int, *, permission: str = CHANGE) -> RefusedPair:
    """The refused pair, or NotFound."""
    require(actor, permission)
    found = RefusedPair.objects.select_related("first__framework", "second__framework").filter(pk=pair_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该建议，请从指标对照页面进入。"))
    return found


def site_type_for(actor: Actor, site_type_id: int, *, permission: str = VIEW, lock: bool = False) -> SiteType:
    """The site type, or NotFound. `lock` holds the row until the end of the transaction."""
    require(actor, permission)
    rows = SiteType.objects.filter(pk=site_type_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound(gettext("没有找到该点位类型，请从类型列表进入。"))
    return found
