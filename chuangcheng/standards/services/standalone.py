"""The rows of a 任务分解表 about standards that no edition has: what they must say to become a draft of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _

from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row


def standalone_rows(rows: Sequence[Row], report: Report) -> list[Row]:
    """The rows that can be standards; the others are listed, those of a sheet without the column by one sentence."""
    return [row for _layout, sheet in groupby(rows, key=lambda row: id(row.layout)) for row in _of_sheet(sheet, report)]


def _of_sheet(sheet: Iterable[Row], report: Report) -> list[Row]:
    rows = list(sheet)
    missing = [label for key, label in (("marks", _("分值")), ("item", _("测评项目"))) if not _has(rows[0], key)]
    if missing:
        words = _("现有体系中没有这些标准，表中又没有“%(columns)s”列，%(n)d行没有导入；请补上该列，或先导入测评体系。")
        report.reject_sheet(rows[0].sheet, words % {"columns": "”“".join(missing), "n": len(rows)}, rows=len(rows))
        return []
    if not rows[0].has("item"):
        report.note_file(rows[0].sheet, _("表中没有测评项目，暂以测评内容作为项目，可在体系页面修改。"))
        rows = [replace(row, values={**row.values, "item": row.values.get("content")}) for row in rows]
    return [row for row in rows if _is_whole(row, report)]


def _has(row: Row, key: str) -> bool:
    return row.has(key) or (key == "item" and row.has("content"))


def _is_whole(row: Row, report: Report) -> bool:
    missing = next((key for key in ("marks", "item") if not row.values.get(key)), None)
    if missing is not None:
        words = _("没有填写“%(column)s”；现有体系中也没有这条标准。")
        report.reject(row, missing, words % {"column": row.header(missing)})
    return missing is None
