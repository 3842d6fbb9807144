"""What a worker does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import every
from chuangcheng.core.times import now, today
from chuangcheng.inspections.reporting import making  # noqa: F401 - a worker knows its job by its import
from chuangcheng.inspections.services import forget_old_uploads
from chuangcheng.inspections.services.plan_ends import end_rounds_of_plans, tell_what_was_not_done
from chuangcheng.inspections.services.plan_runs import make_due_rounds

DAY = 24 * 3600  # seconds
OFTEN = 300  # seconds; so soon after midnight, or after a worker is back, the rounds of the day are there


@every(DAY, name="inspections.forget_uploads", label=_("清理没有提交的检查照片"))
def forget_uploads() -> None:
    """Photos of visits that were never submitted."""
    forget_old_uploads(now=now())


@every(OFTEN, name="inspections.make_rounds", label=_("按计划生成检查轮次"))
def make_rounds() -> None:
    """The rounds of plans that are due."""
    make_due_rounds(today=today())


@every(OFTEN, name="inspections.end_rounds", label=_("提醒未完成的检查，结束到期的计划轮次"))
def end_rounds() -> None:
    """Notices at the end of the day, and rounds of plans whose days are over."""
    tell_what_was_not_done(now=now())
    end_rounds_of_plans(today=today())
