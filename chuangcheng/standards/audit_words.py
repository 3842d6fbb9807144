"""The audit trail of frameworks, duties and types of sites in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

STANDARD_WORDS = Words(
    actions={
        "standards.create_framework": _("新建测评体系"),
        "standards.change_framework": _("修改测评体系"),
        "standards.put_in_force": _("启用测评体系"),
        "standards.close_framework": _("停用测评体系"),
        "standards.discard_draft": _("删除体系草稿"),
        "standards.carry_over": _("沿用为新版本"),
        "standards.load_sample": _("装入示例体系"),
        "standards.rename_item": _("修改测评项目名称"),
        "standards.rename_content": _("修改测评内容名称"),
        "standards.add_standard": _("添加测评标准"),
        "standards.change_standard": _("修改测评标准"),
        "standards.remove_standard": _("删除测评标准"),
        "standards.add_negative_entry": _("添加负面清单条目"),
        "standards.change_negative_entry": _("修改负面清单条目"),
        "standards.remove_negative_entry": _("删除负面清单条目"),
        "standards.set_item_leader": _("指定责任领导"),
        "standards.end_item_leader": _("结束责任领导"),
        "standards.assign_duty": _("登记责任单位"),
        "standards.end_duty": _("结束责任"),
        "standards.link": _("对照两条标准"),
        "standards.end_link": _("结束标准对照"),
        "standards.refuse_pair": _("不采纳对照建议"),
        "standards.take_up_pair": _("恢复对照建议"),
        "standards.raise_dispute": _("提出责任争议"),
        "standards.rule_on_dispute": _("裁定责任争议"),
        "standards.arrange": _("修改落实安排"),
        "standards.follow_unit": _("责任随单位撤并转移"),
        "standards.departure": _("随账号停用结束责任领导"),
        "standards.add_site_type": _("添加点位类型"),
        "standards.change_site_type": _("修改点位类型"),
        "standards.retire_site_type": _("停用点位类型"),
        "standards.restore_site_type": _("恢复使用点位类型"),
        "standards.add_alias": _("添加类型别名"),
        "standards.remove_alias": _("删除类型别名"),
    },
    records={
        "standards.framework": _("测评体系"),
        "standards.item": _("测评项目"),
        "standards.content": _("测评内容"),
        "standards.standard": _("测评标准"),
        "standards.negativeentry": _("负面清单条目"),
        "standards.itemleader": _("责任领导"),
        "standards.duty": _("责任"),
        "standards.dutyruling": _("责任裁定"),
        "standards.sitetype": _("点位类型"),
        "standards.standardlink": _("标准对照"),
        "standards.refusedpair": _("未采纳的对照建议"),
    },
    details={
        "alias": _("别名"),
        "duties": _("责任数"),
        "fields": _("修改的内容"),
        "first": _("标准甲"),
        "second": _("标准乙"),
        "relation": _("对照关系"),
        "item": _("测评项目"),
        "standard": _("测评标准"),
    },
)
