"""Messages are written with the lines in the inboxes, in one transaction; sent by the job in `sending`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.ids import id_at
from chuangcheng.core.models import MessageChannel, MessageChoice, Notice, OutgoingMessage
from chuangcheng.core.outgoing.addresses import Contact, contacts_of, people_among
from chuangcheng.core.outgoing.groups import group_of
from chuangcheng.core.outgoing.policies import (
    DIGEST_AT,
    PER_HOUR,
    UNLESS_CHOSEN,
    URGENT_AT_ONCE,
    clock_time,
    quiet_on,
)
from chuangcheng.core.outgoing.quiet import awake_at, next_digest
from chuangcheng.core.times import local_date

CACHE_KEY, CACHE_SECONDS = "core.message_channels", 5  # how long another process may not know of a change
HOUR = timedelta(hours=1)
TEST = "test"  # the group of messages by which a channel is tried
How, State, Carries, Kind = MessageChoice.How, OutgoingMessage.State, MessageChannel.Carries, MessageChannel.Kind


@dataclass(frozen=True, slots=True)
class OpenChannel:
    """What must be known of a channel to write a message for it."""

    id: str
    kind: str
    carries: str
    audience: str
    is_group: bool


@dataclass(frozen=True, slots=True)
class Moments:
    """When what is written now goes out."""

    now: datetime
    awake: datetime
    digest: datetime
    is_urgent_special: bool
    unless_chosen: str
    per_hour: int


def open_channels() -> Sequence[OpenChannel]:
    """The channels that are switched on, read at most every few seconds."""
    found: Sequence[OpenChannel] | None = cache.get(CACHE_KEY)
    if found is None:
        rows = MessageChannel.objects.filter(is_on=True)
        found = [OpenChannel(str(row.pk), row.kind, row.carries, row.audience, row.is_group) for row in rows]
        cache.set(CACHE_KEY, found, CACHE_SECONDS)
    return found


def forget_open_channels() -> None:
    """Lets the next question read the rows again."""
    cache.delete(CACHE_KEY)


def write_messages(notices: Sequence[Notice], *, urgent: frozenset[str], now: datetime) -> None:
    """Writes what goes out about these new lines; `urgent` are keys. A constant number of queries for 500."""
    channels = open_channels()
    if not channels or not notices:
        return
    moments = _moments(now)
    people = {notice.recipient_id for notice in notices}
    rows = [
        *_to_groups([each for each in channels if each.is_group], notices, people, urgent, moments),
        *_to_people([each for each in channels if not each.is_group], notices, people, urgent, moments),
    ]
    for place, row in enumerate(rows):
        row.pk = id_at(now, order=place)
    OutgoingMessage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def key_for(channel_id: str, person_id: int | None, news: str) -> str:
    """The key under which a message is written once."""
    return f"{channel_id}/{person_id or 0}/{news}"


def _moments(now: datetime) -> Moments:
    day, calendar = local_date(now), office_calendar()
    quiet = quiet_on(day)
    return Moments(
        now=now,
        awake=awake_at(now, quiet, calendar),
        digest=next_digest(now, clock_time(DIGEST_AT.on(day)), quiet, calendar),
        is_urgent_special=URGENT_AT_ONCE.on(day) == "yes",
        unless_chosen=UNLESS_CHOSEN.on(day),
        per_hour=PER_HOUR.on(day),
    )


def _to_groups(
    channels: Sequence[OpenChannel],
    notices: Sequence[Notice],
    people: set[int],
    urgent: frozenset[str],
    moments: Moments,
) -> Iterable[OutgoingMessage]:
    """One message for each piece of news, whoever in the group has it."""
    if not channels:
        return
    among = people_among({each.audience for each in channels}, people, day=local_date(moments.now))
    for channel in channels:
        members, told = among.get(channel.audience, set()), set()
        for notice in notices:
            is_urgent = notice.key in urgent
            if notice.recipient_id not in members or notice.key in told:
                continue
            if channel.carries == Carries.URGENT and not is_urgent:
                continue
            told.add(notice.key)
            how = How.DIGEST if channel.carries == Carries.DIGEST and not is_urgent else How.NOW
            yield _message(channel, None, notice, how=how, is_urgent=is_urgent, moments=moments)


def _to_people(
    channels: Sequence[OpenChannel],
    notices: Sequence[Notice],
    people: set[int],
    urgent: frozenset[str],
    moments: Moments,
) -> Iterable[OutgoingMessage]:
    """To each by what the person chose; nothing to whom nothing leads, and nothing about the queue to itself."""
    if not channels:
        return
    reached = contacts_of(people)
    chosen = {
        (person_id, group): how
        for person_id, group, how in MessageChoice.objects.filter(person__in=people).values_list(
            "person", "group", "how"
        )
    }
    sent = _sent_lately(people, moments)
    for notice in notices:
        person, is_urgent = notice.recipient_id, notice.key in urgent
        how = How(chosen.get((person, group_of(notice.key)), moments.unless_chosen))
        if is_urgent and moments.is_urgent_special:
            how = How.NOW
        for channel in channels:
            if not _goes(channel, reached.get(person), how, is_urgent=is_urgent):
                continue
            now_or_later = How.DIGEST if channel.carries == Carries.DIGEST and not is_urgent else how
            if now_or_later == How.NOW and not (is_urgent and moments.is_urgent_special):
                sent[channel.id, person] = sent.get((channel.id, person), 0) + 1
                if sent[channel.id, person] > moments.per_hour:
                    now_or_later = How.DIGEST
            yield _message(channel, person, notice, how=now_or_later, is_urgent=is_urgent, moments=moments)


def _goes(channel: OpenChannel, contact: Contact | None, how: MessageChoice.How, *, is_urgent: bool) -> bool:
    if contact is None or not contact.at(channel.kind) or how == How.NONE:
        return False
    return is_urgent or channel.carries != Carries.URGENT


def _sent_lately(people: set[int], moments: Moments) -> dict[tuple[str, int], int]:
    lately = OutgoingMessage.objects.filter(
        recipient__in=people, created_at__gt=moments.now - HOUR, is_urgent=False, digest__isnull=True
    ).exclude(state__in=[State.HELD, State.GATHERED, State.DROPPED])
    counted = lately.values_list("channel", "recipient").annotate(count=Count("pk")).order_by()
    return {(str(channel), person): count for channel, person, count in counted}


def _message(
    channel: OpenChannel,
    person: int | None,
    notice: Notice,
    *,
    how: MessageChoice.How,
    is_urgent: bool,
    moments: Moments,
) -> OutgoingMessage:
    if how == How.DIGEST:
        due, state = moments.digest, State.HELD
    else:
        due = moments.now if is_urgent and moments.is_urgent_special else moments.awake
        state = State.WAITING
    return OutgoingMessage(
        key=key_for(channel.id, person, notice.key),
        channel_id=channel.id,
        recipient_id=person,
        notice_key=notice.key,
        group=group_of(notice.key),
        title=notice.title,
        title_words=notice.title_words,
        link=notice.link,
        is_urgent=is_urgent,
        state=state,
        due_at=due,
        created_at=moments.now,
    )
