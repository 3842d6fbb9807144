"""The inbox: a line for a person, once per piece of news."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.core.inbox_text import words_of
from chuangcheng.core.models import Notice
from chuangcheng.core.outgoing.queueing import open_channels, write_messages
from chuangcheng.core.times import now as present

SHOWN_COUNT = 99  # more than these are shown as 99+
TITLE_LENGTH, BODY_LENGTH = 120, 500  # characters
LINK_LENGTH = 200  # characters, as the column; half a link leads nowhere: the caller replaces a longer one


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of news for some inboxes."""

    person_ids: Iterable[int]
    key: str
    title: str
    body: str = ""
    link: str = ""
    is_urgent: bool = False  # of the ladder: goes out at once, whatever the person chose


def notify(
    *, person_ids: Iterable[int], key: str, title: str, body: str = "", link: str = "", is_urgent: bool = False
) -> None:
    """Puts a line into each inbox; with the same key again, nothing. Too long texts are cut with …; one query.

    What goes out by other channels is written beside it, in the same transaction (`core.outgoing`).
    """
    notify_all([Line(person_ids, key, title, body, link, is_urgent)])


def notify_all(lines: Iterable[Line]) -> None:
    """The same for many pieces of news: one query for 500 lines in inboxes, some more when a channel is open."""
    given = list(lines)
    notices = [
        Notice(
            recipient_id=person_id,
            key=line.key,
            title=_cut(line.title, TITLE_LENGTH),
            body=_cut(line.body, BODY_LENGTH),
            title_words=words_of(line.title),
            body_words=words_of(line.body),
            link=line.link,
        )
        for line in given
        for person_id in sorted(set(line.person_ids))
    ]
    if not open_channels():
        Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
        return
    with transaction.atomic():
        keys = {line.key for line in given}
        there = set(Notice.objects.filter(key__in=keys).values_list("recipient", "key"))
        Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
        fresh = [notice for notice in notices if (notice.recipient_id, notice.key) not in there]
        write_messages(fresh, urgent=frozenset(line.key for line in given if line.is_urgent), now=present())


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """The actor's own lines, newest first."""
    return Notice.objects.filter(recipient_id=actor.person_id).order_by("-id")


def unread_count(actor: Actor) -> int:
    """How many lines are unread, counted to SHOWN_COUNT + 1 and no further; one query."""
    unread = Notice.objects.filter(recipient_id=actor.person_id, read_at__isnull=True)
    return unread.order_by("-id")[: SHOWN_COUNT + 1].count()


def shown_count(count: int) -> str:
    """ "" for none, "7", "99+"."""
    if count > SHOWN_COUNT:
        return f"{SHOWN_COUNT}+"
    return str(count or "")


def mark_read(*, actor: Actor, ids: Sequence[int], now: datetime) -> None:
    """Marks these lines of the actor as read; other people's are not touched."""
    Notice.objects.filter(recipient_id=actor.person_id, pk__in=ids, read_at__isnull=True).update(read_at=now)


def mark_all_read(*, actor: Actor, now: datetime) -> None:
    """Marks every line of the actor as read."""
    Notice.objects.filter(recipient_id=actor.person_id, read_at__isnull=True).update(read_at=now)


def open_notice(*, actor: Actor, notice_id: int, now: datetime) -> Notice:
    """The line, marked as read; NotFound when absent or somebody else's."""
    notice = notices_of(actor).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound(_("没有找到这条通知，请从通知列表进入。"))
    mark_read(actor=actor, ids=[notice.pk], now=now)
    return notice


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
