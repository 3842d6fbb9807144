"""Words for the codes of the trail: what was done, to what sort of record, and what the details mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.shell import Text
from chuangcheng.core.slots import Slot


@dataclass(frozen=True)
class Words:
    """The words of one context; a code without a word is shown as it is."""

    actions: Mapping[str, Text]  # "cases.close" → 结案
    records: Mapping[str, Text] = field(default_factory=dict)  # "cases.case" → 问题
    details: Mapping[str, Text] = field(default_factory=dict)  # key of an entry's detail → its name
    # Key of an entry's detail → what a code that stands there is called; a text that is no code comes back as it is.
    values: Mapping[str, Callable[[str], Text]] = field(default_factory=dict)


words: Slot[Words] = Slot("words of the audit trail")


def all_words() -> Words:
    """The words of all contexts together."""
    return Words(
        actions={code: word for part in words for code, word in part.actions.items()},
        records={code: word for part in words for code, word in part.records.items()},
        details={key: word for part in words for key, word in part.details.items()},
        values={key: word for part in words for key, word in part.values.items()},
    )


CORE_WORDS = Words(
    actions={
        "core.cancel_job": _("停止后台作业"),
        "core.change_calendar_day": _("修改工作日历"),
        "core.change_setting": _("修改设置"),
        "core.save_view": _("保存常用视图"),
        "core.forget_view": _("删除常用视图"),
        "core.close_calendar_year": _("确认年度日历已录全"),
        "core.export_audit": _("导出审计记录"),
        "core.forget_calendar_day": _("删除工作日历中的一天"),
        "core.add_import_photos": _("为待导入文件补充照片"),
        "core.import": _("导入数据"),
        "core.import_calendar": _("导入工作日历"),
        "core.open_calendar_year": _("标记年度日历未录全"),
        "core.rotate_keys": _("更换密钥"),
        "core.settle_import": _("完成导入"),
        "core.stage_import": _("上传待导入文件"),
        "core.verify_audit": _("校验审计记录"),
        "core.keep_channel": _("设置消息渠道"),
        "core.open_channel": _("启用消息渠道"),
        "core.close_channel": _("停用消息渠道"),
        "core.try_channel": _("试发消息"),
        "core.choose_messages": _("修改消息设置"),
        "core.send_again": _("重新发送消息"),
    },
    records={
        "core.calendarday": _("工作日历"),
        "core.job": _("后台作业"),
        "core.savedview": _("常用视图"),
        "core.messagechannel": _("消息渠道"),
        "core.outgoingmessage": _("外发消息"),
        "core.settingvalue": _("设置"),
        "core.stagedimport": _("导入"),
    },
    details={
        "action": _("操作"),
        "created": _("新增"),
        "date": _("日期"),
        "days": _("天数"),
        "file": _("文件"),
        "first_on": _("从"),
        "is_working": _("上班"),
        "key": _("设置项"),
        "kind": _("类别"),
        "last_on": _("到"),
        "name": _("名称"),
        "number": _("编号"),
        "page": _("列表"),
        "person": _("人员"),
        "problems": _("问题数"),
        "query": _("条件"),
        "read": _("读取"),
        "reason": _("原因"),
        "shared": _("共享"),
        "sheets": _("工作表数"),
        "subject": _("记录编号"),
        "unchanged": _("未变"),
        "unit": _("单位"),
        "updated": _("更新"),
        "values": _("数量"),
        "year": _("年份"),
        "years": _("年份"),
    },
)
