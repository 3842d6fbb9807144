"""The audit trail of escalation and supervision orders in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

ESCALATION_WORDS = Words(
    actions={
        "supervision.climb": _("督办升级"),
        "supervision.do_about_step": _("办理升级"),
        "supervision.undo_step": _("撤销升级"),
        "supervision.take_streaks": _("记录连续上榜措施"),
        "supervision.undo_streak": _("撤销连续上榜措施"),
        "supervision.do_about_streak": _("办理连续上榜措施"),
        "supervision.undo_deed": _("撤销升级的办理记录"),
        "supervision.undo_streak_deed": _("撤销连续上榜措施的办理记录"),
        "supervision.draft_order": _("拟督办单"),
        "supervision.issue_order": _("签发督办单"),
        "supervision.drop_order": _("不予签发督办单"),
        "supervision.sign_order": _("签收督办单"),
        "supervision.answer_order": _("反馈督办单"),
        "supervision.return_order": _("退回督办单反馈"),
        "supervision.close_order": _("办结督办单"),
        "supervision.withdraw_order": _("撤销督办单"),
    },
    records={
        "supervision.escalationstep": _("督办升级"),
        "supervision.streakstep": _("连续上榜措施"),
        "supervision.supervisionorder": _("督办单"),
    },
    details={"steps": _("升级件数"), "cases": _("问题数")},
)
