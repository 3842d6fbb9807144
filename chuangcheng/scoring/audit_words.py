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
    },
    records={
        "scoring.recordedfact": _("得分数据"),
        "scoring.linkedscore": _("门槛体系的得分"),
        "scoring.officialround": _("测评轮次"),
        "scoring.officialresult": _("官方测评结果"),
        "scoring.hardfault": _("硬伤"),
        "scoring.itemmatch": _("测评项目对照"),
    },
    details={"score": _("得分"), "place": _("地区"), "item": _("测评项目")},
)
