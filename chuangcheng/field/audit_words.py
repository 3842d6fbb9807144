"""The audit trail of the field in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words
from chuangcheng.field.models import FieldRecord, Patrol, PatrolStop

FIELD_WORDS = Words(
    actions={
        "field.take_in": _("手机记录入账"),
        "field.refuse": _("手机记录未入账"),
        "field.settle": _("处理未入账的手机记录"),
        "field.bring": _("导入手机导出的文件"),
        "field.advise": _("劝导"),
        "field.export_advice": _("导出劝导记录"),
        "field.begin_patrol": _("开始巡查"),
        "field.tick_place": _("巡查到点"),
        "field.end_patrol": _("结束巡查"),
        "field.export_patrols": _("导出街巷巡查"),
        "field.export_patrol_duty": _("导出应巡与已巡"),
    },
    records={
        "field.fieldrecord": _("外勤记录"),
        "field.advice": _("劝导记录"),
        "field.patrol": _("街巷巡查"),
        "field.patrolstop": _("巡查到点"),
    },
    details={
        "kind": _("种类"),
        "code": _("代码"),
        "count": _("数量"),
        "finding": _("巡查结果"),
        "ending": _("怎样结束"),
    },
    values={
        "kind": lambda code: dict(FieldRecord.Kind.choices).get(code, code),
        "finding": lambda code: dict(PatrolStop.Finding.choices).get(code, code),
        "ending": lambda code: dict(Patrol.Ending.choices).get(code, code),
    },
)
