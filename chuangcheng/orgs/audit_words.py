"""The audit trail of units, people and sign-in in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chuangcheng.core.access import permissions
from chuangcheng.core.audit.words import Words
from chuangcheng.core.shell import Text
from chuangcheng.orgs.models import Post
from chuangcheng.orgs.roles import DEFAULT_ROLES

STEPS = {"password": _("密码"), "mfa": _("验证码")}
COLUMNS = {"username": _("登录名"), "name": _("姓名"), "email": _("电子邮箱"), "phone": _("电话")}
DUTIES = {duty.value: duty.label for duty in Post.Duty}
ROLES = {role.code: role.name for role in DEFAULT_ROLES}


def named(codes: Mapping[str, Text]) -> Callable[[str], Text]:
    """What a code is called; a code without a name stays as it is."""
    return lambda code: codes.get(code, code)


def permission_name(code: str) -> Text:
    """What a permission is called, also one of a context above."""
    return permissions().get(code, code)


ORG_WORDS = Words(
    actions={
        "orgs.link_town": _("设定包干联系"),
        "orgs.ask_for_help": _("求助"),
        "orgs.answer_help": _("答复求助"),
        "orgs.change_person": _("修改人员"),
        "orgs.change_role": _("修改角色"),
        "orgs.change_unit": _("修改单位"),
        "orgs.choose_password": _("设定新密码"),
        "orgs.close_unit": _("撤销单位"),
        "orgs.confirm_unit": _("确认单位"),
        "orgs.create_person": _("录入人员"),
        "orgs.create_role": _("新建角色"),
        "orgs.create_unit": _("新建单位"),
        "orgs.deactivate_person": _("停用账号"),
        "orgs.delegate": _("请人代行"),
        "orgs.delete_role": _("删除角色"),
        "orgs.end_delegation": _("结束代行"),
        "orgs.end_post": _("结束任职"),
        "orgs.end_secondment": _("结束抽调"),
        "orgs.export_load": _("导出基层负担"),
        "orgs.export_people": _("导出人员名册"),
        "orgs.export_units": _("导出单位名册"),
        "orgs.give_first_password": _("发放首次密码"),
        "orgs.give_post": _("任职"),
        "orgs.idle_sign_out": _("长时间不操作，自动退出"),
        "orgs.merge_units": _("合并单位"),
        "orgs.mfa_off": _("关闭两步验证"),
        "orgs.mfa_on": _("启用两步验证"),
        "orgs.move_unit": _("调整上级单位"),
        "orgs.open_phone": _("查看完整电话"),
        "orgs.reactivate_person": _("恢复账号"),
        "orgs.read_handover": _("知悉交接事项"),
        "orgs.remove_mfa": _("取消他人的两步验证"),
        "orgs.reset_password": _("重置密码"),
        "orgs.second_person": _("抽调"),
        "orgs.sign_in": _("登录"),
        "orgs.sign_in_failed": _("登录失败"),
        "orgs.sign_out": _("退出登录"),
        "orgs.split_unit": _("拆分单位"),
        "orgs.unlock_account": _("解锁账号"),
    },
    records={
        "orgs.townlink": _("包干联系"),
        "orgs.helprequest": _("求助"),
        "orgs.delegation": _("代行"),
        "orgs.person": pgettext_lazy("记录", "人员"),
        "orgs.post": pgettext_lazy("记录", "任职"),
        "orgs.role": _("角色"),
        "orgs.secondment": _("抽调"),
        "orgs.unit": _("单位"),
    },
    details={
        "absent": _("本人"),
        "acting": _("代行人"),
        "address": _("网络地址"),
        "changed": _("改动"),
        "confirmed": _("已确认"),
        "duty": _("职责"),
        "excludes": _("互斥角色"),
        "from": _("从"),
        "gained": _("增加的权限"),
        "into": _("新单位"),
        "last_day": _("最后一天"),
        "lost": _("取消的权限"),
        "role": _("角色"),
        "rows": _("行数"),
        "step": _("环节"),
        "to": _("到"),
        "until": _("截至"),
        "was": _("原名"),
        "whole_place": _("管全区"),
    },
    values={
        "changed": named(COLUMNS),
        "duty": named(DUTIES),
        "excludes": named(ROLES),
        "gained": permission_name,
        "lost": permission_name,
        "role": named(ROLES),
        "step": named(STEPS),
    },
)
