"""Checks of what people type about sites."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput


def checked_line(value: str, *, label: str, at_most: int, required: bool = False) -> str:
    """One line without blanks around it; raises InvalidInput when it is missing, too long or not printable."""
    line = unicodedata.normalize("NFC", value).strip()
    if required and not line:
        raise InvalidInput(_("请填写%(label)s。") % {"label": label})
    if len(line) > at_most:
        raise InvalidInput(_("%(label)s不能超过%(most)d个字，请缩短。") % {"label": label, "most": at_most})
    if not line.isprintable():
        raise InvalidInput(_("%(label)s中有不可见的字符，请重新输入。") % {"label": label})
    return line


def checked_note(value: str, *, label: str, at_most: int) -> str:
    """A text that may have several lines; raises InvalidInput when it is too long or holds control characters."""
    note = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    for line in note.split("\n"):
        checked_line(line, label=label, at_most=at_most)
    if len(note) > at_most:
        raise InvalidInput(_("%(label)s不能超过%(most)d个字，请缩短。") % {"label": label, "most": at_most})
    return note


def checked_reason(value: str) -> str:
    """The reason, which must be there; raises InvalidInput."""
    reason = checked_note(value, label=_("原因"), at_most=200)
    if not reason:
        raise InvalidInput(_("请填写原因，以便日后查考。"))
    return reason
