"""A framework as it is read from a workbook, a sample or a form, before it is a row: plain values without Django."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from chuangcheng.core.texts import mark as _

# Rule codes of the engine with their Chinese names; a test of scoring holds them equal to `scoring.engine`.
RULES: Mapping[str, str] = MappingProxyType(
    {
        "pass_rate": _("达标率"),
        "site_rate": _("点位合格率"),
        "deduct": _("扣分"),
        "all_or_nothing": _("全有或全无"),
        "grade": _("等级"),
        "threshold": _("达标线"),
        "proof": _("材料"),
    }
)
ON_SITE = "实地考察"
# What a method is scored by when a workbook does not say; our choice. The other methods need a line or a table of
# grades, which nobody can guess.
RULE_OF_METHOD: Mapping[str, str] = MappingProxyType(
    {ON_SITE: "pass_rate", "网上申报": "proof", "材料审核": "proof", "材料申报": "proof"}
)
SHARE_PLACES = Decimal("0.000001")  # that the tables keep
MARKS_PLACES = Decimal("0.0001")  # that the tables keep
SHARE_TOLERANCE = Decimal("0.00001")  # thirds cut to six places still add to 1; as `scoring.engine` has it

_SANCTIONS = {"void": "void", "一票否决": "void", "suspend": "suspend", "暂停": "suspend", "暂停资格": "suspend"}
_DEDUCTION = re.compile(r"(?:deduct|扣分?)[:=]?([0-9]{1,4}(?:\.[0-9]{1,4})?)分?")


@dataclass(frozen=True)
class PartDraft:
    """One (method, share, rule) of a standard."""

    method: str
    share: Decimal  # 0..1 of the standard's marks
    rule: str  # "" = not known yet: the part stays unknown
    parameters: str  # "per=0.5;cap=3"


@dataclass(frozen=True)
class StandardDraft:
    """One standard with its place in the tree."""

    code: str
    item: str
    content: str
    text: str
    marks: Decimal  # points
    parts: tuple[PartDraft, ...] = ()
    site_types: tuple[str, ...] = ()  # names
    evidence: str = ""
    source: str = ""
    item_code: str = ""  # number of the item, where the office gives one


@dataclass(frozen=True)
class NegativeDraft:
    """One entry of the negative list."""

    code: str
    domain: str
    text: str
    sanction: str  # void, deduct:n, suspend
    look_back_months: int | None = None
    note: str = ""
    source: str = ""


def comparable(text: str) -> str:
    """The form in which two writings of one name or sentence are equal: width, spaces and case do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def tidy(text: str) -> str:
    """A name as it is kept: half-width letters and digits, no spaces at its ends, single ones inside."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def has_sound_shares(parts: tuple[PartDraft, ...]) -> bool:
    """Whether the shares of a standard's parts add to 1; without that it has no score."""
    return abs(sum((part.share for part in parts), Decimal(0)) - 1) <= SHARE_TOLERANCE


def read_sanction(text: str) -> str | None:
    """void, deduct:n or suspend as people write it (一票否决, 扣3分, 暂停), or None when it is none of them."""
    word = comparable(text)
    if word in _SANCTIONS:
        return _SANCTIONS[word]
    match = _DEDUCTION.fullmatch(word)
    return f"deduct:{plain(Decimal(match[1]))}" if match else None


def plain(number: Decimal) -> str:
    """The number without needless zeros and without an exponent."""
    return f"{number.normalize():f}"
