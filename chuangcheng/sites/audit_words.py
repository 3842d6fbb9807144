"""The audit trail of sites in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

SITE_WORDS = Words(
    actions={
        "sites.create": _("登记点位"),
        "sites.change": _("修改点位"),
        "sites.deactivate": _("停用点位"),
        "sites.reactivate": _("恢复使用点位"),
        "sites.set_owner": _("变更点位责任单位"),
        "sites.set_owner_of_many": _("批量指定点位责任单位"),
        "sites.set_contract_leader": _("变更包保领导"),
        "sites.name_steward": _("登记管护人"),
        "sites.end_stewardship": _("结束管护"),
        "sites.hand_over": _("随岗位交接管护和包保"),
        "sites.departure": _("随账号停用结束管护和包保"),
        "sites.follow_unit": _("点位随单位撤并变更"),
        "sites.open_phone": _("查看点位联系电话"),
        "sites.export": _("导出点位台账"),
        "sites.create_grid_cell": _("登记网格"),
        "sites.change_grid_cell": _("修改网格"),
        "sites.add_checklist_item": _("添加检查项"),
        "sites.change_checklist_item": _("修改检查项"),
        "sites.add_checklist_pictures": _("添加检查项示例图片"),
        "sites.remove_checklist_picture": _("去掉检查项示例图片"),
        "sites.move_checklist_item": _("调整检查项顺序"),
        "sites.retire_checklist_item": _("停用检查项"),
        "sites.load_sample_checklists": _("装入示例检查表"),
    },
    records={
        "sites.site": _("点位"),
        "sites.gridcell": _("网格"),
        "sites.checklistitem": _("检查项"),
        "sites.stewardship": _("管护"),
    },
    details={
        "code": _("编号"),
        "fields": _("修改的内容"),
        "from": _("原来"),
        "items": _("检查项数"),
        "led_sites": _("包保点位数"),
        "segment": _("管护范围"),
        "stewardships": _("管护数"),
        "to": _("现在"),
        "was": _("原编号和名称"),
    },
)
