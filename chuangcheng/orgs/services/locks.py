"""Locks of this context: one for the tree, one for who may grant power; rows of units and people besides."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotPermitted, Refusal
from chuangcheng.orgs.access import CHANGE_UNITS, unit_for
from chuangcheng.orgs.models import Unit

TREE = 0x6F726773_01  # keys of PostgreSQL's advisory locks; any number that nobody else uses
POWER = 0x6F726773_02


class UnitClosed(Refusal):
    """A unit that has been merged, split or dissolved takes nothing new."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(gettext("“%(name)s”已经撤并，不能再办理；请选择承接它的单位。") % {"name": unit.name})


def lock_tree() -> None:
    """Nobody else changes the shape of the tree until this transaction ends."""
    _lock(TREE)


def lock_power() -> None:
    """Nobody else changes who may grant power until this transaction ends."""
    _lock(POWER)


def open_unit(*, actor: Actor, unit_id: int, permission: str) -> Unit:
    """The unit, locked until the transaction ends, when the actor holds the permission there and it is not closed."""
    unit_for(actor, unit_id)
    unit: Unit = Unit.objects.select_for_update().get(pk=unit_id)
    if not actor.may_at(permission, unit.path):
        raise NotPermitted(_refusal(unit, permission))
    if unit.closed_on is not None:
        raise UnitClosed(unit)
    return unit


def _refusal(unit: Unit, permission: str) -> str:
    if permission == CHANGE_UNITS:
        return gettext("您不能维护“%(name)s”，请联系创城办。") % {"name": unit.name}
    return gettext("您不能维护“%(name)s”的人员，请联系创城办。") % {"name": unit.name}


def _lock(key: int) -> None:
    # SQLite: every transaction is the only writer from its first statement on (`transaction_mode` IMMEDIATE).
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
