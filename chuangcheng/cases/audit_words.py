"""The audit trail of cases in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.workflow import MOVES
from chuangcheng.core.audit.words import Words

CASE_WORDS = Words(
    actions={
        **{f"cases.{move.code}": _(move.label) for move in MOVES.values()},
        "cases.open": _("上报问题"),
        "cases.open_phones": _("查看问题描述中的电话"),
        "cases.main_rejected": _("主案不予立案"),
        "cases.export": _("导出问题清单"),
        "cases.issue_notice": _("印发整改通知单"),
        "cases.sign_notice": _("签收整改通知单"),
        "cases.pack_notices": _("打包整改通知单"),
        "cases.release_held": _("发布轮次的问题"),
        "cases.save_problem_class": _("保存问题类别"),
        "cases.bulk": _("批量办理问题"),
        "cases.rule_on_relapse": _("认定回潮"),
        "cases.assign_look_backs": _("交办回头看"),
        "cases.take_look_backs": _("领取回头看"),
        "cases.record_look_back": _("登记回头看"),
        "cases.state_cause": _("填写回潮原因"),
        "cases.save_rule": _("保存派遣规则"),
        "cases.order_rules": _("调整派遣规则的顺序"),
        "cases.offer_rules": _("加入常用派遣规则"),
        "cases.switch_rule_on": _("启用派遣规则"),
        "cases.switch_rule_off": _("停用派遣规则"),
        "cases.export_figures": _("导出整改统计"),
        "cases.save_problem_list": _("保存问题清单"),
        "cases.order_problem_classes": _("调整问题类别的顺序"),
        "cases.find_default_units": _("按名称填写通常的牵头单位"),
        "cases.import_problem_classes": _("导入问题类别"),
        "cases.export_problem_classes": _("导出问题类别"),
        "cases.remind_units": _("提醒责任单位"),
        "cases.succession": _("单位撤并后转交问题"),
    },
    records={
        "cases.case": _("问题"),
        "cases.problemclass": _("问题类别"),
        "cases.problemlist": _("问题清单"),
        "cases.rectificationnotice": _("整改通知单"),
        "cases.dispatchrule": _("派遣规则"),
    },
    details={
        "event": _("步骤编号"),
        "cases": _("问题数"),
        "classes": _("类别数"),
        "rules": _("规则数"),
        "lead": _("派给"),
        "rows": _("行数"),
        "version": _("印发次数"),
        "units": _("单位数"),
        "press": _("提交编号"),
        "limit": _("处置时限"),
        "source_kind": _("来源种类"),
        "ruling": _("认定"),
        "finding": _("看到的情况"),
        "days": _("结案后天数"),
        "cause": _("回潮原因"),
        "led": _("牵头"),
        "in_area": _("辖区内"),
        "assisted": _("配合"),
    },
)
