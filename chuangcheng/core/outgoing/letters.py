"""From a row to what goes out: to whom, in whose language, with which link. No more than stands in the inbox."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation

from chuangcheng.core.inbox_text import InboxText, inbox_text, said
from chuangcheng.core.models import Notice, OutgoingMessage
from chuangcheng.core.outgoing.addresses import contacts_of
from chuangcheng.core.outgoing.policies import PUBLIC_ADDRESS
from chuangcheng.core.outgoing.queueing import TEST
from chuangcheng.core.outgoing.transports import Letter
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.times import today

DIGEST_LINES = 15  # of a digest by mail or into a group; our choice
ERROR_LENGTH = 300  # characters, as the column
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class NoAddress(Exception):
    """Nothing leads to the person any more."""

    def __init__(self) -> None:
        self.sentence = inbox_text("没有登记手机号或邮箱，或者账号已停用。")
        super().__init__(self.sentence)


class AlreadyRead(Exception):
    """The person has read the line in the inbox meanwhile."""


def letter_for(row: OutgoingMessage) -> Letter:
    """The message as it goes out now. Raises NoAddress or AlreadyRead."""
    if row.recipient_id is None:
        return _written(row, to="", link=_whole(row.link))
    contact = contacts_of([row.recipient_id]).get(row.recipient_id)
    if contact is None or not contact.at(row.channel.kind):
        raise NoAddress
    with translation.override(contact.language):
        return _written(row, to=contact.at(row.channel.kind), link=_own_link(row))


def number_of(code: str) -> int:
    """The number of the line that a short link names; ValueError for none."""
    return int(code, 36)


def code_of(number: int) -> str:
    """The number as a short link writes it."""
    found = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        found = DIGITS[digit] + found
    return found or "0"


def shown_title(row: OutgoingMessage) -> str:
    """The title in the reader's language, without phone numbers."""
    return mask_phones_in(said(row.title_words) if row.title_words else row.title)


def shown_error(row: OutgoingMessage) -> str:
    """What became of the last try, in the reader's language; empty when there is nothing to say."""
    return said(row.error_words) if row.error_words else row.error


def error_columns(sentence: InboxText | None) -> dict[str, Any]:
    """The sentence as a row keeps it."""
    return {"error": (sentence or "")[:ERROR_LENGTH], "error_words": sentence.words if sentence is not None else None}


def _written(row: OutgoingMessage, *, to: str, link: str) -> Letter:
    lines = [shown_title(each) for each in row.gathered.order_by("pk")[:DIGEST_LINES]]
    return Letter(
        id=f"{row.pk.hex}", to=to, title=shown_title(row), link=link, lines=tuple(f"· {line}" for line in lines)
    )


def _own_link(row: OutgoingMessage) -> str:
    notice = Notice.objects.filter(recipient=row.recipient_id, key=row.notice_key).only("pk", "read_at").first()
    if notice is not None and notice.read_at is not None and not row.is_urgent and row.group != TEST:
        raise AlreadyRead
    code = code_of(notice.pk) if notice is not None else "0"
    return _whole(reverse("core:short", args=[code]))


def _whole(path: str) -> str:
    origin = PUBLIC_ADDRESS.on(today())
    return f"{origin}{path}" if origin and path.startswith("/") else ""
