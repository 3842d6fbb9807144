"""Rules and sanctions as people write them in a framework: `扣分` with `per=0.5;cap=3`, `deduct:3`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from chuangcheng.core.texts import Said, said
from chuangcheng.core.texts import mark as _
from chuangcheng.scoring.engine.framework import Sanction, SanctionKind
from chuangcheng.scoring.engine.rules import (
    AllOrNothing,
    Deduct,
    GradeShare,
    PassRate,
    ProofShare,
    Rule,
    SiteRate,
    Threshold,
)
from chuangcheng.scoring.engine.written import decimal_in, ratio_in, same_name, same_word

RULE_NAMES = {
    "pass_rate": "达标率",
    "site_rate": "点位合格率",
    "deduct": "扣分",
    "all_or_nothing": "全有或全无",
    "grade": "等级",
    "threshold": "达标线",
    "proof": "材料",
}
"""Each rule by its name in a framework, with its Chinese name."""

_KEY_NAMES = {
    "每处": "per",
    "上限": "cap",
    "点位达标率": "min_rate",
    "目标": "target",
    "底线": "floor",
    "线性": "linear",
}
T = TypeVar("T")

_TRUTHS = {"1": True, "true": True, "是": True, "0": False, "false": False, "否": False}
_SANCTIONS = {
    "void": SanctionKind.VOID,
    "一票否决": SanctionKind.VOID,
    "suspend": SanctionKind.SUSPEND,
    "暂停": SanctionKind.SUSPEND,
}
_DEDUCTION = re.compile(r"(?:deduct|扣分?)[:=]?(.+?)分?")


class _Unreadable(Exception):
    """The rule cannot be used; the clause says why."""

    def __init__(self, clause: Said) -> None:
        super().__init__(clause)
        self.clause = clause


@dataclass(frozen=True, slots=True)
class RuleReading:
    rule: Rule | None  # None = cannot be used
    problems: tuple[str, ...] = ()  # clauses, each fits behind "标准“1-1”的"


def rule_code(name: str) -> str | None:
    """The name of a rule as in RULE_NAMES, from its English or Chinese name; None when there is no such rule."""
    wanted = same_word(name)
    return next((code for code, label in RULE_NAMES.items() if wanted in (code, label)), None)


def grade_letter(text: str) -> str:
    """The letter of a grade in the one form in which table and facts are compared."""
    return same_name(text).upper()


def read_rule(name: str, parameters: str = "") -> RuleReading:
    """The rule that a name and its parameters mean; never raises, says in `problems` what is wrong."""
    code = rule_code(name)
    if code is None:
        known = "、".join(RULE_NAMES.values())
        return RuleReading(None, (said(_("计分规则“%(name)s”不认识，请写%(known)s中的一个"), name=name, known=known),))
    pairs, problems = _pairs(parameters)
    try:
        rule = _READERS[code](pairs)
    except _Unreadable as reason:
        return RuleReading(None, (*problems, reason.clause))
    strangers = [] if code == "grade" else [key for key in pairs if key not in _KEYS[code]]
    return RuleReading(rule, (*problems, *(_stranger(key, code) for key in strangers)))


def read_sanction(text: str) -> Sanction | None:
    """What an entry of the negative list does: void, deduct:n or suspend; None when the text is none of these."""
    word = same_word(text)
    if word in _SANCTIONS:
        return Sanction(_SANCTIONS[word])
    match = _DEDUCTION.fullmatch(word)
    points = decimal_in(match[1]) if match else None
    return None if points is None or points < 0 else Sanction(SanctionKind.DEDUCT, points)


def pairs_in(text: str) -> list[tuple[str, str]]:
    """Key and value of each `key=value` (or `key:value`) in the text, in order; "" for a value that is not there."""
    pieces = [piece.strip() for piece in re.split(r"[;；,，、\n]", text) if piece.strip()]
    split = [re.split(r"[=＝:：]", piece, maxsplit=1) for piece in pieces]
    return [(piece[0].strip(), piece[1].strip() if len(piece) > 1 else "") for piece in split]


def _stranger(key: str, code: str) -> Said:
    return said(_("参数“%(key)s”不是%(rule)s的参数，没有使用"), key=key, rule=said(RULE_NAMES[code]))


def _pairs(text: str) -> tuple[dict[str, str], list[str]]:
    pairs: dict[str, str] = {}
    problems: list[str] = []
    for written, value in pairs_in(text):
        key = _KEY_NAMES.get(same_word(written), same_word(written))
        if key in pairs:
            problems.append(said(_("参数“%(key)s”写了两次，取第一个"), key=written))
        pairs.setdefault(key, value)
    return pairs, problems


def _pass_rate(_pairs: Mapping[str, str]) -> Rule:
    return PassRate()


def _site_rate(pairs: Mapping[str, str]) -> Rule:
    return SiteRate(_needed(pairs, "min_rate", _share))


def _deduct(pairs: Mapping[str, str]) -> Rule:
    return Deduct(_needed(pairs, "per", _points), _given(pairs, "cap", _points))


def _all_or_nothing(_pairs: Mapping[str, str]) -> Rule:
    return AllOrNothing()


def _grade(pairs: Mapping[str, str]) -> Rule:
    if not pairs:
        raise _Unreadable(said(_("等级没有写参数，请写成“A=1;B=0.66”")))
    return GradeShare({grade_letter(key): _share(key, value) for key, value in pairs.items()})


def _threshold(pairs: Mapping[str, str]) -> Rule:
    floor = _given(pairs, "floor", _number)
    linear = _given(pairs, "linear", _truth) or False
    if linear and floor is None:
        raise _Unreadable(said(_("参数写了linear=1却没有底线floor")))
    return Threshold(_needed(pairs, "target", _number), floor, linear)


def _proof(_pairs: Mapping[str, str]) -> Rule:
    return ProofShare()


_READERS: dict[str, Callable[[Mapping[str, str]], Rule]] = {
    "pass_rate": _pass_rate,
    "site_rate": _site_rate,
    "deduct": _deduct,
    "all_or_nothing": _all_or_nothing,
    "grade": _grade,
    "threshold": _threshold,
    "proof": _proof,
}
_KEYS = {
    "pass_rate": (),
    "site_rate": ("min_rate",),
    "deduct": ("per", "cap"),
    "all_or_nothing": (),
    "threshold": ("target", "floor", "linear"),
    "proof": (),
}


def _needed(pairs: Mapping[str, str], key: str, read: Callable[[str, str], T]) -> T:
    found = _given(pairs, key, read)
    if found is None:
        raise _Unreadable(said(_("缺少参数“%(key)s”"), key=key))
    return found


def _given(pairs: Mapping[str, str], key: str, read: Callable[[str, str], T]) -> T | None:
    text = pairs.get(key, "")
    return read(key, text) if text else None


def _number(key: str, text: str) -> Decimal:
    number = decimal_in(text)
    if number is None:
        raise _Unreadable(said(_("参数“%(key)s=%(text)s”不是数字"), key=key, text=text))
    return number


def _points(key: str, text: str) -> Decimal:
    number = _number(key, text)
    if number < 0:
        raise _Unreadable(said(_("参数“%(key)s=%(text)s”不能小于0"), key=key, text=text))
    return number


def _share(key: str, text: str) -> Decimal:
    number = ratio_in(text)
    if number is None or not 0 <= number <= 1:
        raise _Unreadable(said(_("参数“%(key)s=%(text)s”不是0到1之间的数"), key=key, text=text))
    return number


def _truth(key: str, text: str) -> bool:
    if same_word(text) not in _TRUTHS:
        raise _Unreadable(said(_("参数“%(key)s=%(text)s”请写1或0"), key=key, text=text))
    return _TRUTHS[same_word(text)]
