"""每日汇总: the lines of a day to one address become one message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from chuangcheng.core.inbox_text import inbox_text, words_of
from chuangcheng.core.models import Notice, OutgoingMessage
from chuangcheng.core.outgoing.letters import error_columns
from chuangcheng.core.outgoing.queueing import key_for

AT_ONCE = 2000  # rows looked at in one turn; our choice
TITLE = gettext_noop("有%(count)s条消息请查看")
State = OutgoingMessage.State


def gather(*, now: datetime) -> int:
    """Makes one message of all that waits for the same address and is due; gives the number of messages made."""
    waiting = OutgoingMessage.objects.filter(state=State.HELD, due_at__lte=now, channel__is_on=True)
    together: dict[tuple[UUID, int | None], list[OutgoingMessage]] = defaultdict(list)
    for row in waiting.order_by("due_at", "pk")[:AT_ONCE]:
        together[row.channel_id, row.recipient_id].append(row)
    return sum(_gather(rows, now) for rows in together.values())


@transaction.atomic
def _gather(rows: Sequence[OutgoingMessage], now: datetime) -> bool:
    first = rows[0]
    # All of them, or another worker has taken them: then nothing is written here.
    held = OutgoingMessage.objects.filter(pk__in=[row.pk for row in rows], state=State.HELD)
    if held.update(state=State.GATHERED, ended_at=now) != len(rows):
        transaction.set_rollback(True)
        return False
    unread = _unread(rows)
    read = [row.pk for row in rows if row not in unread]
    told = error_columns(inbox_text("本人已经在系统里看过，没有再发。"))
    OutgoingMessage.objects.filter(pk__in=read).update(state=State.DROPPED, **told)
    if not unread:
        return False
    title = inbox_text(TITLE, {"count": len(unread)})
    made = OutgoingMessage.objects.create(
        key=key_for(str(first.channel_id), first.recipient_id, f"digest-{first.pk.hex}"),
        channel_id=first.channel_id,
        recipient_id=first.recipient_id,
        title=title,
        title_words=words_of(title),
        link="/notices/?unread=1",
        due_at=now,
        created_at=now,
    )
    OutgoingMessage.objects.filter(pk__in=[row.pk for row in unread]).update(digest=made)
    return True


def _unread(rows: Sequence[OutgoingMessage]) -> list[OutgoingMessage]:
    person = rows[0].recipient_id
    if person is None:
        return list(rows)
    keys = [row.notice_key for row in rows]
    read = set(
        Notice.objects.filter(recipient=person, key__in=keys, read_at__isnull=False).values_list("key", flat=True)
    )
    return [row for row in rows if row.notice_key not in read]
