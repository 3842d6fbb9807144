"""Permissions on circulars and regulations, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import Circular, CircularReceipt, CircularUnit, LibraryFile, Regulation
from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import STAFF

READ = define("command.read_circulars", _("查看文件和制度"), roles=STAFF)
KEEP = define("command.keep_circulars", _("登记、下发文件，维护制度"), roles=("creation_office",))
SIGN = define("command.sign_circulars", _("签收、转发文件"), roles=("unit_head", "liaison"))


def visible_circulars(actor: Actor) -> QuerySet[Circular]:
    """All for who keeps them; whole-place readers see what came in or was issued, units what was passed to them."""
    require(actor, READ)
    if actor.everywhere(KEEP):
        return Circular.objects.all()
    if actor.everywhere(READ):
        return Circular.objects.filter(Q(issued_at__isnull=False) | Q(direction=Circular.Direction.RECEIVED))
    theirs = CircularUnit.objects.filter(in_units_where(actor, READ, "unit"))
    return Circular.objects.filter(pk__in=theirs.values("circular"))


def circular_for(actor: Actor, circular_id: UUID, *, lock: bool = False) -> Circular:
    """The circular; NotFound when absent or not theirs. `lock` holds it to the end of the transaction."""
    if lock:
        Circular.objects.select_for_update(no_key=True).filter(pk=circular_id).values_list("pk").first()
    found = visible_circulars(actor).select_related("created_by", "replaced_by").filter(pk=circular_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该文件，请从文件列表进入。"))
    return found


def circular_to_change(actor: Actor, circular_id: UUID) -> Circular:
    """The circular, locked, for who keeps them."""
    require_keeper(actor)
    return circular_for(actor, circular_id, lock=True)


def require_keeper(actor: Actor) -> None:
    """Raises NotPermitted unless the actor keeps circulars and regulations for the whole place."""
    require(actor, KEEP)
    if not actor.everywhere(KEEP):
        raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))


def addressed_seen(actor: Actor, circular: Circular) -> QuerySet[CircularUnit]:
    """The units to which it was passed, as far as the actor may see how far they are with it."""
    rows = circular.units.select_related("unit", "read__person", "signed__person").defer("unit__boundary")
    return rows.filter(in_units_where(actor, READ, "unit"))


def own_addressed(actor: Actor, circular: Circular) -> QuerySet[CircularUnit]:
    """The units in which the actor works and for which the actor signs."""
    rows = circular.units.select_related("unit", "signed").defer("unit__boundary").filter(unit__in=actor.unit_ids)
    return rows.filter(in_units_where(actor, SIGN, "unit")) if actor.may(SIGN) else rows.none()


def unread_by(actor: Actor, circular: Circular) -> QuerySet[CircularUnit]:
    """The units in which the actor works and for which the actor has not read it yet."""
    mine = circular.units.filter(unit__in=actor.unit_ids).filter(in_units_where(actor, READ, "unit"))
    was_read = CircularReceipt.objects.filter(person=actor.person_id, kind=CircularReceipt.Kind.READ)
    return mine.exclude(pk__in=was_read.values("addressed"))


def addressed_for(actor: Actor, circular: Circular, unit_id: int) -> CircularUnit:
    """The row of a unit for who signs for it, locked; NotFound otherwise."""
    require(actor, SIGN)
    CircularUnit.objects.select_for_update(no_key=True).filter(circular=circular, unit=unit_id).values_list(
        "pk"
    ).first()
    found = own_addressed(actor, circular).filter(unit=unit_id).first()
    if found is None:
        raise NotFound(gettext("这份文件没有发给您的单位，请从文件列表进入。"))
    return found


def visible_regulations(actor: Actor) -> QuerySet[Regulation]:
    """All: rules are for everybody who works here."""
    require(actor, READ)
    return Regulation.objects.all()


def regulation_for(actor: Actor, regulation_id: UUID) -> Regulation:
    """The regulation, or NotFound."""
    rows = visible_regulations(actor).select_related("created_by", "basis", "replaces", "replaced_by")
    found = rows.filter(pk=regulation_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该项制度，请从制度列表进入。"))
    return found


def regulation_to_change(actor: Actor, regulation_id: UUID) -> Regulation:
    """The regulation, locked, for who keeps them."""
    require_keeper(actor)
    Regulation.objects.select_for_update(no_key=True).filter(pk=regulation_id).values_list("pk").first()
    return regulation_for(actor, regulation_id)


def visible_library_files(actor: Actor) -> QuerySet[LibraryFile]:
    """The files of the circulars and regulations that the actor sees."""
    require(actor, READ)
    return LibraryFile.objects.filter(Q(regulation__isnull=False) | Q(circular__in=visible_circulars(actor)))


def may_read_library_file(actor: Actor, file_id: UUID) -> bool:
    """True when the file belongs to a circular or regulation that the actor sees."""
    return actor.may(READ) and visible_library_files(actor).filter(file=file_id).exists()
