"""The audit trail of campaigns, visits and mock assessments in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

COMMAND_WORDS = Words(
    actions={
        "command.create_creation": _("新建争创项目"),
        "command.change_creation": _("修改争创项目"),
        "command.record_step": _("登记争创阶段"),
        "command.close_creation": _("结束争创项目"),
        "command.reopen_creation": _("重新启动争创项目"),
        "command.plan_visit": _("安排迎检"),
        "command.change_visit": _("修改迎检安排"),
        "command.cancel_visit": _("取消迎检"),
        "command.keep_mock_result": _("留存模拟测评的得分"),
        "command.rehearse_visit": _("按迎检抽样组织模拟测评"),
    },
    records={
        "command.creation": _("争创项目"),
        "command.assessorvisit": _("迎检"),
        "command.mockassessment": _("模拟测评"),
    },
    details={"stage": _("阶段"), "outcome": _("结果")},
)
