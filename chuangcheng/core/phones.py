"""Phone numbers: one way of writing each, and a way to show them that gives nobody away."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput

# Mobile numbers and area codes as in the numbering plan of the Chinese public network (电信网编号计划).
MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
LANDLINE = re.compile(r"(?:(?:\+?86|0086)?(0?10|0?2\d|0?[3-9]\d{2})-)?([2-8]\d{6,7})(?:-(\d{1,6}))?")
RUN_TOGETHER = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})")
EXTENSION = re.compile(r"(?:转|分机|ext\.?|#)", re.IGNORECASE)
IGNORED = re.compile(r"[\s.·()（）]")
DASHES = re.compile(r"[‐-―−－ー—~]")
SHOWN_OF_MOBILE = (3, 4)  # digits at either end, as banks and ministries print them
SHOWN_OF_LANDLINE = 3  # last digits
MOBILE_DIGITS = 11

# What in running text is taken for a phone: a mobile number, a landline with its area code, a landline after such a
# word. A bare landline is not: 20260930 is a day. Our choice.
FOUR_DIGITS = re.compile(r"\d{4}")  # in every phone; most texts have none, and are done with
IN_TEXT = re.compile(  # digits of either width
    r"(?<!\d)(?<!\d\.)(?:(?:[+＋]?[8８][6６]|[0０]{2}[8８][6６])[ -]?)?[1１][3-9３-９]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
    r"|(?<!\d)(?:[(（][0０]\d{2,3}[)）]|[0０]\d{2,3})[ -]?[2-8２-８]\d{6,7}(?:(?:-|转)\d{1,6})?(?!\d)"
    r"|(?:(?<=电话)|(?<=手机)|(?<=座机)|(?<=号码))[:： ]{0,2}[2-8２-８]\d{6,7}(?!\d)"
)


class UnusablePhone(InvalidInput):
    """What was typed is no phone number."""

    def __init__(self) -> None:
        super().__init__(_("电话号码不正确，请填写11位手机号，或带区号的座机号。"))


def normalise_phone(text: str) -> str:
    """The number as it is kept: "13800005678", "010-88886666", "0316-2222333-801"; "" for a blank one.

    Raises UnusablePhone for anything else. Widths, spaces, brackets, +86 and ways to write an extension do not matter.
    """
    plain = IGNORED.sub("", DASHES.sub("-", EXTENSION.sub("-", unicodedata.normalize("NFKC", text))))
    if not plain.strip("-"):
        return ""
    mobile = MOBILE.fullmatch(plain.replace("-", ""))
    if mobile:
        return mobile[1]
    landline = LANDLINE.fullmatch(RUN_TOGETHER.sub(r"\1-\2", plain, count=1))
    if landline is None:
        raise UnusablePhone
    area, number, extension = landline.groups()
    parts = [f"0{area.lstrip('0')}" if area else "", number, extension or ""]
    return "-".join(part for part in parts if part)


def mask_phone(phone: str) -> str:
    """What is shown to whoever may not see the number: "138****5678", "0316-****333"; "" for none."""
    if not phone:
        return ""
    if len(phone) == MOBILE_DIGITS and phone.isdecimal():
        first, last = SHOWN_OF_MOBILE
        return f"{phone[:first]}****{phone[-last:]}"
    parts = phone.split("-")
    number = max(parts[:2], key=len)
    area = f"{parts[0]}-" if parts[0] != number else ""
    return f"{area}****{number[-SHOWN_OF_LANDLINE:]}"


def mask_phones_in(text: str) -> str:
    """The text with the phone numbers in it masked: "请联系张三138****5678"."""
    if not FOUR_DIGITS.search(text):
        return text
    return IN_TEXT.sub(lambda found: _masked(found[0]), text)


def with_phones_of(text: str, original: str) -> str:
    """The text with the masked numbers in it written out as in the original: an edited export loses none."""
    for found in IN_TEXT.finditer(original):
        text = text.replace(_masked(found[0]), found[0], 1)
    return text


def _masked(written: str) -> str:
    bare = written.lstrip(":： ")
    try:
        shown = mask_phone(normalise_phone(bare))
    except UnusablePhone:
        shown = re.sub(r"\d", "*", bare)
    return f"{written[: len(written) - len(bare)]}{shown}"
