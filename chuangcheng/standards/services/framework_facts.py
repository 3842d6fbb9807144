"""What the facts of a framework must be like: levels, weights, gate, window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.standards.drafts import plain, tidy
from chuangcheng.standards.models import Framework
from chuangcheng.standards.services.checking import length_of

EDITABLE = frozenset(
    {
        *("name", "edition", "note", "levels", "total", "programme", "is_sample", "counted_checks"),
        *("method_weights", "cycle_weights", "gate", "window_from", "window_to"),
    }
)
LEVELS = 3
LONGEST_LEVEL, LONGEST_METHOD = 20, 40  # characters
MOST_WEIGHTS, MOST_YEARS = 20, 10  # our choice
GREATEST_WEIGHT, WEIGHT_PLACES = Decimal(10_000), 6  # our choice
MOST_TOTAL = Decimal(99_999)  # points
HUNDRED = 100


def checked_facts(facts: Mapping[str, Any], *, now: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The facts in the form in which they are kept; `now`: what the framework says so far.

    Raises InvalidInput with a sentence for a value that cannot be used, TypeError for a fact that does not exist.
    """
    if wrong := set(facts) - EDITABLE:
        raise TypeError(f"unknown fields {sorted(wrong)}")
    sound = {name: _CHECKS[name](value) if name in _CHECKS else value for name, value in facts.items()}
    whole = {**(now or {}), **sound}
    first, last = whole.get("window_from"), whole.get("window_to")
    if first and last and first > last:
        raise InvalidInput(_("窗口的第一天不能晚于最后一天，请更正。"))
    return sound


def weight_of(value: Any, label: str) -> str:
    """The weight as plain text: a number from 0 to 10,000; 40% is 0.4. Raises InvalidInput."""
    text = str(value).strip()
    try:
        number = Decimal(text.removesuffix("%")) / (HUNDRED if text.endswith("%") else 1)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= GREATEST_WEIGHT or number != round(number, WEIGHT_PLACES):
        raise InvalidInput(_("%(label)s“%(value)s”不是可用的数，请改正。") % {"label": label, "value": str(value)[:20]})
    return plain(number)


def _name(value: Any) -> str:
    name = clean_text(str(value))
    if not name or len(name) > length_of(Framework, "name"):
        raise InvalidInput(_("请填写体系名称，最多120个字。"))
    return name


def _edition(value: Any) -> str:
    edition = clean_text(str(value))
    if not edition or len(edition) > length_of(Framework, "edition"):
        raise InvalidInput(_("请填写版本名称，最多60个字。"))
    return edition


def _levels(value: Sequence[str]) -> list[str]:
    levels = [clean_text(str(name)) for name in value]
    if len(levels) != LEVELS or not all(0 < len(name) <= LONGEST_LEVEL for name in levels):
        raise InvalidInput(_("请填写三个层级的名称，每个最多20个字。"))
    return levels


def _total(value: Decimal | None) -> Decimal | None:
    if value is not None and not 0 < value <= MOST_TOTAL:
        raise InvalidInput(_("总分应大于0，请更正。"))
    return value


def _method_weights(value: Mapping[str, Any]) -> dict[str, str]:
    weights = {tidy(name): weight_of(weight, _("方法权重")) for name, weight in value.items()}
    if len(weights) > MOST_WEIGHTS or not all(0 < len(name) <= LONGEST_METHOD for name in weights):
        raise InvalidInput(_("方法权重请写成“网上申报=40;实地考察=40;问卷调查=20”。"))
    if weights and not any(Decimal(weight) for weight in weights.values()):
        raise InvalidInput(_("方法权重不能都是0。"))
    return weights


def _cycle_weights(value: Sequence[Any]) -> list[str]:
    weights = [weight_of(weight, _("周期权重")) for weight in value]
    if len(weights) > MOST_YEARS or (weights and not any(Decimal(weight) for weight in weights)):
        raise InvalidInput(_("周期权重请写成“30;30;40”，每年一个，最多10年。"))
    return weights


def _gate(value: Mapping[str, Any]) -> dict[str, str]:
    if not value:
        return {}
    name, share = clean_text(str(value.get("name", ""))), weight_of(value.get("share", ""), _("门槛的占比"))
    least = weight_of(value["min"], _("门槛的最低分")) if value.get("min") not in (None, "") else None
    if not 0 < len(name) <= LONGEST_METHOD or Decimal(share) > 1 or (least and Decimal(least) > HUNDRED):
        raise InvalidInput(_("门槛请写成“未成年人:min=85;share=0.2”，最低分不超过100，占比在0到1之间。"))
    return {"name": name, **({} if least is None else {"min": least}), "share": share}


def _counted_checks(value: str) -> str:
    if value not in Framework.CountedChecks.values:
        raise InvalidInput(_("请选择哪些检查计入得分。"))
    return value


def _programme(value: str) -> str:
    if value not in Framework.Programme.values:
        raise InvalidInput(_("请选择创建类别。"))
    return value


def _note(value: str) -> str:
    return clean_text(value)[:2000]


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "edition": _edition,
    "note": _note,
    "levels": _levels,
    "total": _total,
    "programme": _programme,
    "counted_checks": _counted_checks,
    "method_weights": _method_weights,
    "cycle_weights": _cycle_weights,
    "gate": _gate,
}
