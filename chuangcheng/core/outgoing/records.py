"""发送情况: what went out, what did not and why; sent again by the office with a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.models import OutgoingMessage
from chuangcheng.core.outgoing.letters import shown_error
from chuangcheng.core.outgoing.policies import RESEND_MESSAGES, VIEW_MESSAGES
from chuangcheng.core.times import now, start_of

State = OutgoingMessage.State
TONES = {
    State.WAITING: "blue",
    State.HELD: "muted",
    State.CLAIMED: "blue",
    State.SENT: "green",
    State.GATHERED: "muted",
    State.UNCLEAR: "amber",
    State.GIVEN_UP: "red",
    State.DROPPED: "muted",
}
MAY_GO_AGAIN = (State.UNCLEAR, State.GIVEN_UP, State.DROPPED)
MOST_REASON = 300  # characters
MOST_ARRIVALS = 30  # shown beside one thing


class NotAgain(Refusal):
    """The message cannot be sent again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows."""

    state: str = ""
    channel: UUID | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Whether and when a message about something arrived."""

    who: str
    channel: str
    state: str
    tone: str
    at: datetime | None
    error: str


def messages_for(actor: Actor, wanted: Wanted) -> QuerySet[OutgoingMessage]:
    """The messages that the list shows, newest first."""
    rows = _within(actor, wanted).select_related("channel", "recipient", "digest")
    return (rows.filter(state=wanted.state) if wanted.state else rows).order_by("-pk")


def counts_for(actor: Actor, wanted: Wanted) -> dict[str, int]:
    """How many stand in each state, the state filter left aside. One query."""
    rows = _within(actor, wanted).order_by().values_list("state").annotate(count=Count("pk"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in State.values}


@transaction.atomic
def send_again(*, actor: Actor, message_id: UUID, reason: str) -> OutgoingMessage:
    """Lets a message go out once more, for a reason; one that waits already is left as it is."""
    require(actor, RESEND_MESSAGES)
    row = (
        OutgoingMessage.objects.select_for_update(of=("self",)).select_related("channel").filter(pk=message_id).first()
    )
    if row is None:
        raise NotFound(_("没有找到这条消息，请从发送情况进入。"))
    if row.state in {State.WAITING, State.CLAIMED}:
        return row
    words = " ".join(reason.split())
    if not words or len(words) > MOST_REASON:
        raise InvalidInput(_("请写明重发的理由，最多%(count)s个字。") % {"count": MOST_REASON})
    if row.state not in MAY_GO_AGAIN:
        raise NotAgain(_("这条消息已经发出，不需要重发。"))
    if not row.channel.is_on:
        raise NotAgain(_("渠道“%(name)s”没有启用，请先启用再重发。") % {"name": row.channel.name})
    row.state, row.tries, row.due_at, row.ended_at = State.WAITING, 0, now(), None
    row.error, row.error_words = "", None
    row.save(update_fields=["state", "tries", "due_at", "error", "error_words", "ended_at"])
    audit.record(actor=actor, action="core.send_again", subject=row, detail={"reason": words})
    return row


def arrivals(*, keys: Collection[str] = (), link: str = "") -> list[Arrival]:
    """Whether and when what went out about these news, or with this link, arrived; oldest first. One query."""
    about = Q(notice_key__in=list(keys)) | (Q(link=link) if link else Q(pk__in=()))
    rows = OutgoingMessage.objects.filter(about).select_related("channel", "recipient", "digest")
    return [_arrival(row) for row in rows.order_by("pk")[:MOST_ARRIVALS]]


def _arrival(row: OutgoingMessage) -> Arrival:
    shown = row.digest if row.state == State.GATHERED and row.digest is not None else row
    state = State(shown.state)
    return Arrival(
        who=str(row.recipient) if row.recipient is not None else _("群"),
        channel=row.channel.name,
        state=str(state.label),
        tone=TONES[state],
        at=shown.ended_at if state == State.SENT else None,
        error=shown_error(shown),
    )


def _within(actor: Actor, wanted: Wanted) -> QuerySet[OutgoingMessage]:
    require(actor, VIEW_MESSAGES)
    found = Q()
    if wanted.channel is not None:
        found &= Q(channel=wanted.channel)
    if wanted.day is not None:
        begin = start_of(wanted.day)
        found &= Q(created_at__gte=begin, created_at__lt=begin + timedelta(days=1))
    return OutgoingMessage.objects.filter(found)
