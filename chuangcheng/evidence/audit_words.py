"""The audit trail of material in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

EVIDENCE_WORDS = Words(
    actions={
        "evidence.ask": _("布置申报材料"),
        "evidence.hand_in": _("提交申报材料"),
        "evidence.withdraw": _("撤回申报材料"),
        "evidence.review": _("审核申报材料"),
        "evidence.change": _("修改材料要求"),
        "evidence.void": _("取消材料要求"),
        "evidence.pack": _("打包申报材料"),
        "evidence.export": _("导出申报材料清单"),
    },
    records={"evidence.materialrequest": _("申报材料")},
    details={
        "pieces": _("材料份数"),
        "accepted": _("认可份数"),
        "returned": _("退回份数"),
        "lines": _("项数"),
        "fields": _("修改的内容"),
    },
)
