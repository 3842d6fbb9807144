"""Texts that people send, checked before they are kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput


def checked_text(text: str, *, label: str, at_most: int) -> str:
    """The text without space around it; raises InvalidInput when it is too long or cannot be kept."""
    found = text.strip()
    if len(found) > at_most:
        raise InvalidInput(_("%(label)s不能超过%(most)s字，请精简后再提交。") % {"label": label, "most": at_most})
    if "\x00" in found:
        raise InvalidInput(_("%(label)s中有无法保存的字符，请重新输入。") % {"label": label})
    return found
