"""Cells such as 责任人及电话: the names without the phones, which are kept with people and nowhere else. Pure."""

from __future__ import annotations

import re
import unicodedata

# What looks like a phone number, with its extension, or a short number of a closed group: five digits. Our choice.
_PHONE = re.compile(
    r"(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
    r"|(?:\(0?\d{2,3}\)|0?\d{2,3})[ -]?\d{7,8}(?:(?:-|转)\d{1,6})?(?!\d)"
    r"|\d[\d-]{3,}\d"
)
_LABEL = re.compile(r"(?:联系电话|办公电话|手机号码?|电话号码?|电话|手机|座机|tel\.?)[:]?", re.IGNORECASE)
_EMPTY = re.compile(r"\([\s:+-]*\)")
_BETWEEN = re.compile(r"[,、;/|\r\n]+")


def has_phone(text: str) -> bool:
    """Whether a phone number stands in the text."""
    return bool(_PHONE.search(unicodedata.normalize("NFKC", text)))


def without_phones(text: str) -> str:
    """The names without phone numbers and the words before them; several are joined by 、."""
    bare = unicodedata.normalize("NFKC", text)
    if has_phone(text):
        bare = _EMPTY.sub(" ", _LABEL.sub(" ", _PHONE.sub(" ", bare)))
    names = (re.sub(r"\s+", " ", name).strip(" :+-") for name in _BETWEEN.split(bare))
    return "、".join(dict.fromkeys(name for name in names if name))
