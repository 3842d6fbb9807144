"""Who counts as the finder of a case in an appraisal, as dated settings. Each is our choice: sources differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.core.shell import Text
from chuangcheng.supervision.appraisal import Source

SOURCES: Mapping[str, Text] = {
    Source.CITY.value: _("上级（市级）检查"),
    Source.DISTRICT.value: _("区级检查"),
    Source.STREET.value: _("街道检查"),
    Source.BUREAU.value: _("部门检查"),
    Source.DIGITAL.value: _("数字城管"),
    Source.COMPLAINT.value: _("投诉"),
    Source.MEDIA.value: _("媒体曝光"),
    Source.LEADER.value: _("领导交办"),
}
OURS = _("本系统的选择")
MOST_CODES = 20


def one_of_sources(value: Any) -> str:
    """A key of `SOURCES`; raises ValueError."""
    if value not in SOURCES:
        raise ValueError(gettext("应为列出的选项之一"))
    return str(value)


def codes_in(value: Any) -> str:
    """Codes of ways of reporting, parted by commas; raises ValueError."""
    codes = [each for each in re.split(r"[,，、\s]+", str(value)) if each]
    if len(codes) > MOST_CODES or not all(re.fullmatch(r"[a-z0-9_]{1,20}", code) for code in codes):
        raise ValueError(gettext("应为来源代码，用逗号分开"))
    return ",".join(codes)


def _as_found(case_source: str, label: Text, default: Source) -> DatedSetting[str]:
    key = f"supervision.appraised_{case_source}"
    return register(
        DatedSetting(key=key, label=label, default=default.value, parse=one_of_sources, choices=SOURCES, source=OURS)
    )


OF_CASE_SOURCE: Mapping[str, DatedSetting[str]] = {
    "check": _as_found("check", _("考核时，现场检查发现的问题算谁发现的"), Source.DISTRICT),
    "patrol": _as_found("patrol", _("考核时，日常巡查发现的问题算谁发现的"), Source.STREET),
    "superior": _as_found("superior", _("考核时，上级反馈的问题算谁发现的"), Source.CITY),
    "public": _as_found("public", _("考核时，群众反映的问题算谁发现的"), Source.COMPLAINT),
    "imported": _as_found("imported", _("考核时，导入的问题算谁发现的"), Source.DIGITAL),
}
MEDIA_CODES = register(
    DatedSetting(
        key="supervision.media_sources",
        label=_("考核时，哪些来件来源算媒体曝光"),
        default="media",
        parse=codes_in,
        help=_("来件来源的代码，用逗号分开。考核办法可以对媒体曝光的问题加倍扣分。"),
        source=OURS,
    )
)
LEADER_CODES = register(
    DatedSetting(
        key="supervision.leader_sources",
        label=_("考核时，哪些来件来源算领导交办"),
        default="",
        parse=codes_in,
        help=_("来件来源的代码，用逗号分开；不填就没有。"),
        source=OURS,
    )
)


def found_by(day: date) -> Mapping[str, Source]:
    """Source of a case in the records → who counts as its finder on a day."""
    return {case_source: Source(setting.on(day)) for case_source, setting in OF_CASE_SOURCE.items()}


def special_codes(day: date) -> Mapping[str, Source]:
    """Codes of ways of reporting that count as media or as leaders on a day."""
    media = dict.fromkeys(filter(None, MEDIA_CODES.on(day).split(",")), Source.MEDIA)
    leaders = dict.fromkeys(filter(None, LEADER_CODES.on(day).split(",")), Source.LEADER)
    return media | leaders
