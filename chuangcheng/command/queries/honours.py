"""Which circular a red and black list became."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from chuangcheng.command.circular_access import KEEP, READ, visible_circulars
from chuangcheng.command.models import Circular
from chuangcheng.command.queries.circulars import Sum, sums_of
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import derived_id
from chuangcheng.supervision.slots import ListSent


def circular_id_of(list_id: UUID) -> UUID:
    """The id of the circular that the list becomes: one list, one circular."""
    return derived_id(list_id, "circular")


def circular_of_list(list_id: UUID) -> Circular | None:
    """The circular, once the list was sent. One query."""
    return Circular.objects.filter(pk=circular_id_of(list_id)).first()


def address_to_send(actor: Actor, list_id: UUID) -> str:
    """The form that sends the list; empty for who keeps no circulars."""
    return reverse("command:send_honour_list", args=[list_id]) if actor.everywhere(KEEP) else ""


def list_sent(actor: Actor, list_id: UUID) -> ListSent | None:
    """How far the units are with it, as far as the actor sees them. Two queries."""
    if not actor.may(READ):
        return None
    found = visible_circulars(actor).filter(pk=circular_id_of(list_id)).first()
    if found is None:
        return None
    total = sums_of(actor=actor, circulars=[found]).get(found.pk, Sum(0, 0, 0))
    return ListSent(found.number, reverse("command:circular", args=[found.pk]), total.units, total.signed)
