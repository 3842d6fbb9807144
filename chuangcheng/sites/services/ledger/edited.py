"""Our own list of sites, come back: which fields somebody has edited in it, whatever has moved on here since."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from chuangcheng.core.imports.marks import edited_words
from chuangcheng.core.imports.report import Report
from chuangcheng.sites.services.ledger.drafts import SiteDraft

# Header word of the exported list → field; in the order of its marks. Two columns are only told.
FIELD_OF: Mapping[str, str] = {
    "点位编号": "code",
    "点位名称": "name",
    "点位类型": "type",
    "所属街镇": "area",
    "责任单位": "owner",
    "详细地址": "address",
    "经度": "position",
    "纬度": "position",
    "坐标系": "position",
    "包保领导": "leader",
    **dict.fromkeys(("街巷长", "小巷管家", "路长", "段长"), "stewards"),
    "联系人": "contact",
    "联系电话": "phone",
    "示范点": "model",
    "备注": "note",
    "最近检查": "",
    "是否使用": "",
}
CLEARED = frozenset({"address", "contact", "note"})  # an emptied cell empties these


def edited_fields(draft: SiteDraft, report: Report) -> tuple[str, ...] | None:
    """The fields to write; None for a row without a mark. What a table cannot change is listed."""
    mark = draft.row.values.get("mark")
    words = edited_words(draft.row, list(FIELD_OF), mark) if mark else None
    if words is None:
        return None
    found: dict[str, None] = {}
    for word in words:
        field = FIELD_OF[word]
        if field == "code":
            continue
        if field and (draft.said[field] or field in CLEARED):
            found[field] = None
        else:
            report.note_under(draft.row, word, _("“%(word)s”没有改动，请在点位页面办理。") % {"word": word})
    return tuple(found)
