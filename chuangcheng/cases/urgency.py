"""How urgency changes the time that a fix gets. Worked table: docs/algorithms/dispatch.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.limits import Limit, Unit
from chuangcheng.core.dated_settings import DatedSetting, register

if TYPE_CHECKING:
    from chuangcheng.cases.models import ProblemClass

HALF, SAME = "half", "same"
HOURS_OF_HALF_A_DAY = 4  # working hours that one working day becomes: our choice, half of eight


def _known(value: object) -> str:
    if value not in {HALF, SAME}:
        raise ValueError(value)
    return str(value)


URGENT_TERM = register(
    DatedSetting(
        key="cases.urgent_term",
        label=_("紧急问题的时限"),
        default=HALF,
        parse=_known,
        choices={HALF: _("减半"), SAME: _("不变")},
        help=_("类别没有单独规定紧急时限的，派遣紧急问题时按此处理；已派遣的问题不变。"),
        source=_("本系统的选择"),
    )
)


def usual_limit(problem_class: ProblemClass, *, is_urgent: bool, rule: str) -> Limit:
    """The limit of a class: its own for urgent problems, else as the `rule` (HALF, SAME) says."""
    if not is_urgent:
        return problem_class.limit
    return problem_class.urgent_limit or (halved(problem_class.limit) if rule == HALF else problem_class.limit)


def halved(limit: Limit) -> Limit:
    """Half of a limit, rounded up to whole units; one working day becomes half a day of working hours."""
    if limit == Limit(1, Unit.WORKING_DAYS):
        return Limit(HOURS_OF_HALF_A_DAY, Unit.WORKING_HOURS)
    return Limit(-(-limit.amount // 2), limit.unit)
