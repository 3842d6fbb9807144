"""The audit trail of bulletins in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

REPORT_WORDS = Words(
    actions={
        "reports.make": _("起草通报"),
        "reports.recount": _("重新汇总通报数据"),
        "reports.change": _("修改通报"),
        "reports.submit": _("通报送审"),
        "reports.approve": _("核准通报"),
        "reports.return": _("退回通报"),
        "reports.issue": _("印发通报"),
        "reports.archive": _("通报归档"),
        "reports.withdraw": _("撤回通报"),
        "reports.add_template": _("上传公文模板"),
        "reports.use_template": _("启用公文模板"),
        "reports.use_default_template": _("恢复默认公文模板"),
    },
    records={
        "reports.bulletin": _("通报简报"),
        "reports.papertemplate": _("公文模板"),
        "reports.templateuse": _("公文模板启用"),
    },
    details={"period": _("时段")},
)
