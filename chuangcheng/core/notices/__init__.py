"""The inbox: a line for a person, once per piece of news. Contexts call `notify`; the shell shows the count of unread
lines at the bell."""

from __future__ import annotations

from chuangcheng.core.inbox_text import InboxText, inbox_text
from chuangcheng.core.notices.inbox import (
    LINK_LENGTH,
    SHOWN_COUNT,
    Line,
    mark_all_read,
    mark_read,
    notices_of,
    notify,
    notify_all,
    open_notice,
    shown_count,
    unread_count,
)

__all__ = [
    "LINK_LENGTH",
    "SHOWN_COUNT",
    "InboxText",
    "Line",
    "inbox_text",
    "mark_all_read",
    "mark_read",
    "notices_of",
    "notify",
    "notify_all",
    "open_notice",
    "shown_count",
    "unread_count",
]
