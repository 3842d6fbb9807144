"""The eight kinds of rounds with what is usual for each. Pure; all our choice, and only a beginning for who plans."""

from __future__ import annotations

from dataclasses import dataclass

from chuangcheng.core.texts import mark as _


@dataclass(frozen=True)
class KindDefaults:
    """What a new round of a kind begins with."""

    is_hidden: bool  # until released, with everything that hangs on it
    lasts_days: int  # days from the first to the last
    advice: str  # who visits, and what is usual


DEFAULTS = {
    "patrol": KindDefaults(
        is_hidden=False, lasts_days=1, advice=_("日巡查：检查员当天走完分到的点位，可由巡查计划自动生成。")
    ),
    "weekly": KindDefaults(is_hidden=False, lasts_days=5, advice=_("周检查：一周内查完，可由巡查计划自动生成。")),
    "monthly": KindDefaults(is_hidden=False, lasts_days=10, advice=_("月评比：同一批点位各街镇都查，结果可以比较。")),
    "mystery": KindDefaults(is_hidden=True, lasts_days=3, advice=_("暗访：不打招呼，点位随机抽取，发布之前不公开。")),
    "third_party": KindDefaults(
        is_hidden=True, lasts_days=10, advice=_("第三方测评：分给第三方人员，他们只看得到自己的点位。")
    ),
    "rehearsal": KindDefaults(is_hidden=True, lasts_days=5, advice=_("模拟测评：按测评体系分层抽样，发布之前不公开。")),
    "superior": KindDefaults(
        is_hidden=False, lasts_days=5, advice=_("上级检查：由本单位人员按上级的检查记录逐点录入，请写明检查单位。")
    ),
    "self_check": KindDefaults(
        is_hidden=False, lasts_days=10, advice=_("自查：点位分给责任单位，该单位的人都可以检查。")
    ),
}
HIDDEN_KINDS = frozenset(kind for kind, defaults in DEFAULTS.items() if defaults.is_hidden)
