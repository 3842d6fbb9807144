"""The audit trail of the public site in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

PORTAL_WORDS = Words(
    actions={
        "portal.publish": _("公开群众反映"),
        "portal.hide": _("群众反映不公开"),
        "portal.spam": _("群众反映按垃圾信息处理"),
        "portal.restore": _("群众反映重新审核"),
        "portal.show_photo": _("公开照片"),
        "portal.withdraw_photo": _("撤下公开照片"),
        "portal.issue_key": _("发放接口密钥"),
        "portal.revoke_key": _("停用接口密钥"),
        "portal.save_question": _("保存接口补充问题"),
        "portal.remove_question": _("删除接口补充问题"),
        "portal.print_signs": _("打印二维码标牌"),
    },
    records={
        "portal.submission": _("网页反映"),
        "portal.appkey": _("接口密钥"),
        "portal.question": _("接口补充问题"),
    },
    details={"sites": _("点位数")},
)
