"""The audit trail of campaigns, visits, mock assessments and meetings in words."""

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
        "command.prepare_site": _("填写点位准备情况"),
        "command.plan_day": _("排迎检日程"),
        "command.unplan_day": _("去掉迎检日程"),
        "command.plan_meeting": _("新建会议"),
        "command.change_meeting": _("修改会议"),
        "command.call_meeting": _("发会议通知"),
        "command.cancel_meeting": _("取消会议"),
        "command.add_agenda_item": _("加入议题"),
        "command.remove_agenda_item": _("去掉议题"),
        "command.order_agenda": _("调整议题次序"),
        "command.reply_to_meeting": _("会议回执"),
        "command.write_minutes": _("写会议记录"),
        "command.add_resolution": _("记下决定事项"),
        "command.remove_resolution": _("去掉决定事项"),
        "command.issue_minutes": _("印发会议纪要"),
        "command.report_unit_meeting": _("上报本单位会议"),
        "command.register_circular": _("登记文件"),
        "command.change_circular": _("修改文件"),
        "command.issue_circular": _("下发文件"),
        "command.pass_on_circular": _("转发文件"),
        "command.read_circular": _("阅读文件"),
        "command.sign_circular": _("签收文件"),
        "command.remind_circular": _("提醒签收"),
        "command.withdraw_circular": _("撤回文件"),
        "command.ask_about_circular": _("就文件提问"),
        "command.answer_question": _("答复文件疑问"),
        "command.give_circular_tasks": _("按文件交办任务"),
        "command.register_regulation": _("登记制度"),
        "command.change_regulation": _("修改制度"),
        "command.repeal_regulation": _("废止制度"),
    },
    records={
        "command.creation": _("争创项目"),
        "command.assessorvisit": _("迎检"),
        "command.mockassessment": _("模拟测评"),
        "command.meeting": _("会议"),
        "command.circular": _("文件"),
        "command.regulation": _("制度"),
    },
    details={
        "stage": _("阶段"),
        "outcome": _("结果"),
        "decided": _("记录会议决定的问题"),
        "items": _("议题数"),
        "site": _("点位"),
    },
)
