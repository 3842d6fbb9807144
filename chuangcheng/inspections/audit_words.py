"""The audit trail of inspections in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

INSPECTION_WORDS = Words(
    actions={
        "inspections.create_round": _("新建轮次"),
        "inspections.change_round": _("修改轮次"),
        "inspections.discard_round": _("删除轮次"),
        "inspections.start_round": _("启动轮次"),
        "inspections.finish_round": _("结束轮次"),
        "inspections.release_round": _("发布轮次"),
        "inspections.add_sites": _("添加点位到轮次"),
        "inspections.remove_sites": _("从轮次移出点位"),
        "inspections.draw_sample": _("抽取点位"),
        "inspections.assign": _("分派检查点位"),
        "inspections.spread": _("按片分派检查点位"),
        "inspections.submit_visit": _("提交现场检查"),
        "inspections.review_accepted": _("审核通过现场检查"),
        "inspections.review_returned": _("退回现场检查"),
        "inspections.review_left_out": _("不计入现场检查"),
        "inspections.amend_visit": _("补正现场检查"),
        "inspections.draw_controls": _("抽取复核点位"),
        "inspections.assign_controls": _("分派复核"),
        "inspections.submit_control": _("提交复核"),
        "inspections.settle_difference": _("裁定不一致的判定"),
        "inspections.compose": _("设定组合点位的组成"),
        "inspections.save_tour": _("保存拉练"),
        "inspections.order_stops": _("调整拉练路线"),
        "inspections.move_tour": _("开始或结束拉练"),
        "inspections.score_stop": _("拉练打分"),
        "inspections.correct_check": _("更正检查结果"),
        "inspections.export_report": _("导出检查报告"),
    },
    records={
        "inspections.round": _("检查轮次"),
        "inspections.visit": _("现场检查"),
        "inspections.check": _("检查记录"),
        "inspections.tour": _("拉练检查"),
        "inspections.tourscore": _("拉练打分"),
        "inspections.control": _("复核"),
        "inspections.controlanswer": _("复核结果"),
        "inspections.compositeplace": _("组合点位"),
    },
    details={
        "added": _("添加点位数"),
        "removed": _("移出点位数"),
        "sites": _("点位"),
        "inspector": _("检查员编号"),
        "not_visited": _("没有检查的点位数"),
        "answers": _("检查项数"),
        "corrects": _("被更正的检查记录"),
        "cases": _("开始办理的问题数"),
        "left_out": _("不计入的检查数"),
        "state": _("状态"),
        "before": _("修改前"),
        "format": _("文件格式"),
        "seed": _("随机种子"),
        "frame": _("抽样范围校验码"),
    },
)
