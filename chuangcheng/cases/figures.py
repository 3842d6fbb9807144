"""整改统计: rates from counts, as published by cities. Pure. Definitions: docs/algorithms/rectification_figures.md."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal

from chuangcheng.core.texts import mark as _

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases of a period stand where; each is a number of cases."""

    received: int = 0  # 上报: reported in the period
    filed: int = 0  # 立案: of these, filed by its end
    due: int = 0  # 应结案: filed, deadline in the period
    suspended: int = 0  # 缓办: of the due ones, suspended
    closed: int = 0  # 结案: of the due ones not suspended, closed by its end
    on_time: int = 0  # 按期结案: of the closed ones, fed back by the deadline
    overdue: int = 0  # 超期: of the due ones not suspended, fed back after the deadline or not yet
    handled: int = 0  # 处置: of the due ones, fed back at least once, or closed
    reworked: int = 0  # 返工: of the handled ones, failed a verification
    extended: int = 0  # 延期: of the due ones, given more time

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def to_close(self) -> int:
        """应结案数 − 缓办数, what rates of closing are measured by."""
        return self.due - self.suspended

    @property
    def filing_rate(self) -> Decimal | None:
        """立案率 = 立案数 ÷ 上报数, in percent; None when nothing was reported. Source: [M] of the reference, 6.3."""
        return percent(self.filed, self.received)

    @property
    def closing_rate(self) -> Decimal | None:
        """结案率 = 结案数 ÷ (应结案数 − 缓办数), in percent. Source: 金华."""
        return percent(self.closed, self.to_close)

    @property
    def on_time_rate(self) -> Decimal | None:
        """按期结案率 = 按期结案数 ÷ (应结案数 − 缓办数), in percent. Source: 金华."""
        return percent(self.on_time, self.to_close)

    @property
    def rework_rate(self) -> Decimal | None:
        """返工率 = 返工数 ÷ 处置数, in percent. Source: [M] of the reference, 6.3."""
        return percent(self.reworked, self.handled)

    @property
    def extension_rate(self) -> Decimal | None:
        """延期率 = 延期数 ÷ 应结案数, in percent. Our choice: cities publish the rate without its formula."""
        return percent(self.extended, self.due)


COUNT_LABELS = {
    "received": _("上报"),
    "filed": _("立案"),
    "due": _("应结案"),
    "suspended": _("缓办"),
    "closed": _("结案"),
    "on_time": _("按期结案"),
    "overdue": _("超期"),
    "reworked": _("返工"),
    "extended": _("延期"),
}
RATE_LABELS = {
    "filing_rate": _("立案率"),
    "closing_rate": _("结案率"),
    "on_time_rate": _("按期结案率"),
    "rework_rate": _("返工率"),
    "extension_rate": _("延期率"),
}
DEFINITIONS = (
    _("上报：在统计时段内上报的问题；立案：其中到时段末已立案的。"),
    _("应结案：已立案且期限在统计时段内的问题；没有期限而当场办结的，以结案时间为准；作废、不予立案和并案的不计。"),
    _("缓办：应结案中现已挂账的；结案：应结案（不含缓办）中到时段末已结案的；按期结案：其中在期限前反馈的。"),
    _("超期：应结案（不含缓办）中期限后才反馈，或到时段末期限已过仍未反馈的。"),
    _("返工：应结案中核查未通过过的；延期：应结案中批准过延期的。"),
    _(
        "立案率=立案÷上报；结案率=结案÷（应结案－缓办）；按期结案率=按期结案÷（应结案－缓办）；返工率=返工÷处置；延期率=延期÷应结案。处置：应结案中反馈过或已结案的。"
    ),
    _("结案率、按期结案率的算法取自金华市；返工率、立案率为数字化城市管理的通行算法；延期率的分母为本系统的选择。"),
)


def percent(part: int, whole: int) -> Decimal | None:
    """The part in percent, half up to two places; None of nothing."""
    if not whole:
        return None
    return (Decimal(100) * part / whole).quantize(HUNDREDTH, ROUND_HALF_UP)
