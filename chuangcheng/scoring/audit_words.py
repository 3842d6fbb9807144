"""The audit trail of figures entered for the score in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

SCORE_WORDS = Words(
    actions={
        "scoring.record_fact": _("登记得分数据"),
        "scoring.record_linked_score": _("登记门槛体系的得分"),
        "scoring.create_official_round": _("新建测评轮次"),
        "scoring.change_official_round": _("修改测评轮次"),
        "scoring.record_official_result": _("登记官方测评结果"),
        "scoring.correct_official_result": _("更正官方测评结果"),
        "scoring.record_hard_fault": _("登记硬伤"),
        "scoring.take_back_hard_fault": _("撤回硬伤"),
        "scoring.decide_item_match": _("确定测评项目对照"),
        "scoring.create_cycle": _("新建周期或验收"),
        "scoring.change_cycle": _("修改周期或验收"),
        "scoring.close_cycle_year": _("登记年度结果"),
        "scoring.correct_cycle_year": _("更正年度结果"),
        "scoring.close_cycle": _("关闭周期或验收"),
        "scoring.hit_record": _("登记负面清单事项"),
        "scoring.hit_suspect": _("发出负面清单预警"),
        "scoring.hit_file": _("预警上报认定"),
        "scoring.hit_dismiss": _("排除负面清单预警"),
        "scoring.hit_confirm": _("确认负面清单事项成立"),
        "scoring.hit_refuse": _("不予认定负面清单事项"),
        "scoring.hit_appeal": _("对负面清单事项提出申诉"),
        "scoring.hit_uphold": _("维持负面清单认定"),
        "scoring.hit_lift": _("解除负面清单事项"),
        "scoring.keep_sheet": _("留存得分表"),
        "scoring.watch_class": _("设定预警来源"),
        "scoring.unwatch_class": _("取消预警来源"),
    },
    records={
        "scoring.recordedfact": _("得分数据"),
        "scoring.linkedscore": _("门槛体系的得分"),
        "scoring.negativehit": _("负面清单事项"),
        "scoring.storedsheet": _("留存的得分表"),
        "scoring.officialround": _("测评轮次"),
        "scoring.officialresult": _("官方测评结果"),
        "scoring.hardfault": _("硬伤"),
        "scoring.itemmatch": _("测评项目对照"),
        "scoring.cycle": _("周期或验收"),
        "scoring.yearresult": _("年度结果"),
    },
    details={
        "score": _("得分"),
        "class": _("问题类别"),
        "day": _("日期"),
        "place": _("地区"),
        "item": _("测评项目"),
        "total": _("总分"),
        "year": _("年份"),
    },
)
