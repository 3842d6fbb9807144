"""Messages that did not arrive, as one line of the to-do page for who may send them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.models import OutgoingMessage
from chuangcheng.core.outgoing.policies import RESEND_MESSAGES
from chuangcheng.core.shell import RareTodos, Todo

LATELY = timedelta(days=3)  # older ones stand in the list alone; our choice
MOST_COUNTED = 99
State = OutgoingMessage.State


def undelivered(actor: Actor, now: datetime) -> QuerySet[OutgoingMessage] | None:
    """What was given up or ended unclear lately; None for who may not send again."""
    if not actor.may(RESEND_MESSAGES):
        return None
    return OutgoingMessage.objects.filter(state__in=[State.GIVEN_UP, State.UNCLEAR], created_at__gte=now - LATELY)


def todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - of the slot
    """One line for all of them."""
    if not count:
        return []
    return [
        Todo(
            urgency=3,
            title=_("有消息未能发出或不能确定是否收到：%(count)s条") % {"count": count},
            url=reverse("core:messages"),
            act=_("去查看"),
            kind=_("消息"),
        )
    ]


TODOS = RareTodos(undelivered, todos, MOST_COUNTED)
