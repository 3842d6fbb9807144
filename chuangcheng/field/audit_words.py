"""The audit trail of the field in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words
from chuangcheng.field.models import FieldRecord

FIELD_WORDS = Words(
    actions={
        "field.take_in": _("手机记录入账"),
        "field.refuse": _("手机记录未入账"),
        "field.settle": _("处理未入账的手机记录"),
        "field.bring": _("导入手机导出的文件"),
        "field.advise": _("劝导"),
        "field.export_advice": _("导出劝导记录"),
    },
    records={"field.fieldrecord": _("外勤记录"), "field.advice": _("劝导记录")},
    details={"kind": _("种类"), "code": _("代码"), "count": _("数量")},
    values={"kind": lambda code: dict(FieldRecord.Kind.choices).get(code, code)},
)
