"""Checks of what people type: names and reasons."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext

from chuangcheng.core.errors import InvalidInput

NAME_LENGTH = 120  # characters, as in `Unit.name`


def checked_name(value: str, *, at_most: int = NAME_LENGTH) -> str:
    """The name without blanks around it; raises InvalidInput when it is empty, too long or holds control characters."""
    name = unicodedata.normalize("NFC", value).strip()
    if not name:
        raise InvalidInput(gettext("请填写名称。"))
    if len(name) > at_most:
        raise InvalidInput(gettext("名称不能超过%(n)d个字，请缩短。") % {"n": at_most})
    if not name.isprintable():
        raise InvalidInput(gettext("名称中有不可见的字符，请重新输入。"))
    return name


def checked_reason(value: str) -> str:
    """The reason without blanks around it; raises InvalidInput when there is none."""
    reason = value.strip()
    if not reason:
        raise InvalidInput(gettext("请填写原因，以便日后查考。"))
    if len(reason) > 200:  # noqa: PLR2004 - the column's length
        raise InvalidInput(gettext("原因不能超过200个字，请缩短。"))
    refuse_hidden_signs(reason)
    return reason


def refuse_hidden_signs(text: str) -> None:
    """Raises InvalidInput for control characters; lines and tabs may be. PostgreSQL keeps no NUL."""
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in text):
        raise InvalidInput(gettext("文字中有不可见的字符，请重新输入。"))
