"""Permissions on bulletins, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.documents.office_templates import TemplateKind, kinds_in_order
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.states import State

READ = define(
    "reports.read",
    _("查看通报简报"),
    roles=("creation_office", "supervision", "government_supervision", "leader"),
)
MAKE = define("reports.make", _("起草、印发通报简报"), roles=("creation_office",))
APPROVE = define("reports.approve", _("核准通报简报"), roles=("leader",))
TEMPLATES = define("reports.change_templates", _("更换公文模板"), roles=("creation_office",))
# What no paper may know: problems and rounds that are not released yet.
NEVER_TOLD = ("cases.view_held", "inspections.view_hidden")


def visible_bulletins(actor: Actor) -> QuerySet[Bulletin]:
    """All for who makes or approves them; the others see what was issued."""
    require(actor, READ)
    if not actor.everywhere(READ):
        return Bulletin.objects.none()
    if actor.everywhere(MAKE) or actor.everywhere(APPROVE):
        return Bulletin.objects.all()
    return Bulletin.objects.filter(state__in=[State.ISSUED.value, State.ARCHIVED.value])


def bulletin_for(actor: Actor, bulletin_id: UUID, *, lock: bool = False) -> Bulletin:
    """The bulletin; NotFound when absent or not theirs. `lock` holds it to the end of the transaction."""
    if lock:
        Bulletin.objects.select_for_update(no_key=True).filter(pk=bulletin_id).values_list("pk").first()
    found = visible_bulletins(actor).select_related("made_by", "circular").filter(pk=bulletin_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这份通报，请从通报简报列表进入。"))
    return found


def require_everywhere(actor: Actor, code: str) -> None:
    """Raises NotPermitted unless the permission is held for the whole place."""
    require(actor, code)
    if not actor.everywhere(code):
        raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))


def may_change_template(actor: Actor, kind: TemplateKind) -> bool:
    """True for who may change every template, and for the office whose paper it is."""
    return actor.everywhere(TEMPLATES) or (bool(kind.permission) and actor.everywhere(kind.permission))


def changeable_kinds(actor: Actor) -> list[TemplateKind]:
    """The papers whose templates the actor may change, as lists show them."""
    return [kind for kind in kinds_in_order() if may_change_template(actor, kind)]


def require_template(actor: Actor, kind: TemplateKind) -> None:
    """Raises NotPermitted unless the actor may change the template of this paper."""
    if not may_change_template(actor, kind):
        require_everywhere(actor, TEMPLATES)


def teller(actor: Actor) -> Actor:
    """The actor without what no paper may know: the same figures whoever makes it."""
    kept = {code: at for code, at in actor.grants.items() if code not in NEVER_TOLD}
    return Actor(actor.person_id, actor.name, kept, actor.unit_ids, actor.unit_name)
