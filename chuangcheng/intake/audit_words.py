"""The audit trail of reports in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

REPORT_WORDS = Words(
    actions={
        "intake.received": _("登记来件"),
        "intake.opened": _("来件生成问题"),
        "intake.linked": _("来件并入问题"),
        "intake.unlinked": _("撤销来件并入"),
        "intake.changed": _("更正来件登记"),
        "intake.ended": _("来件不立案办结"),
        "intake.drafted": _("起草答复"),
        "intake.approved": _("审批答复"),
        "intake.returned": _("退回答复"),
        "intake.sent": _("发出答复"),
        "intake.noted": _("反映人补充情况"),
        "intake.rated": _("反映人评价"),
        "intake.disputed": _("反映人说没有解决"),
        "intake.contact": _("查看反映人联系方式"),
        "intake.withdrawn": _("反映人撤回"),
        "intake.erased": _("清除反映人联系方式"),
        "intake.export": _("导出来件清单"),
        "intake.save_batch": _("登记上级反馈"),
        "intake.acknowledge_batch": _("阅示上级反馈"),
        "intake.follow_batch": _("亲自督办上级反馈"),
        "intake.set_rule": _("设置来源的时限与答复"),
        "intake.save_source": _("保存来件来源"),
    },
    records={"intake.report": _("来件"), "intake.source": _("来件来源"), "intake.batch": _("上级反馈批次")},
    details={"step": _("步骤编号"), "from": _("自哪天起")},
)
