"""Framework workbooks for the tests of import and export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import Book, Merge, Sheet
from chuangcheng.standards.models import Framework

HEADER = (
    "编号",
    "测评项目",
    "测评内容",
    "测评标准",
    "分值",
    "测评方法",
    "份额",
    "计分规则",
    "参数",
    "点位类型",
    "材料要求",
)
NEGATIVE_HEADER = ("编号", "领域", "项目", "处理")
SETTINGS = (("名称", "云澜区测评体系"), ("版本", "2026版"))
ROWS = (
    ("1.1", "生活环境", "道路", "路面无破损", 6, "实地考察", "", "达标率", "", "主次干道、背街小巷", ""),
    ("1.2", "生活环境", "道路", "灯杆无小广告", 3, "实地考察", "", "扣分", "per=0.5;cap=3", "主次干道", ""),
    ("2.1", "人文环境", "志愿服务", "志愿者占比", 1, "网上申报", 0.4, "材料", "", "", "情况说明1份"),
    ("2.1", "人文环境", "志愿服务", "志愿者占比", 1, "问卷调查", 0.6, "达标线", "target=0.8", "", "情况说明1份"),
)
NEGATIVE = (("N1", "安全", "发生重大事故", "void"), ("N2", "环境", "发生污染", "扣3分"))


def sheet(name: str, *rows: Sequence[Any], merged: Sequence[Merge] = ()) -> Sheet:
    """A sheet with its rows padded to one width."""
    width = max(len(row) for row in rows)
    return Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows], list(merged))


def book(
    *rows: Sequence[Any],
    header: Sequence[Any] = HEADER,
    settings: Sequence[Sequence[Any]] = SETTINGS,
    negative: Sequence[Sequence[Any]] = (),
    merged: Sequence[Merge] = (),
) -> Book:
    """A workbook in the canonical layout."""
    sheets = [sheet("标准", header, *rows, merged=merged)]
    if settings:
        sheets.insert(0, sheet("体系", *settings))
    if negative:
        sheets.append(sheet("负面清单", NEGATIVE_HEADER, *negative))
    return Book(sheets)


def bring(found: Book, *, actor: Actor = SYSTEM, **options: Any) -> Report:
    """What became of the workbook."""
    return run_import(kind_for("framework"), found, actor=actor, **options)


def counts(report: Report) -> tuple[int, int, int, int]:
    """Read, created, updated, unchanged."""
    return report.read, report.created, report.updated, report.unchanged


def reasons(report: Report) -> list[str]:
    """What the report says, rejections first."""
    return [problem.reason for problem in sorted(report.problems, key=lambda each: not each.rejects)]


def the_framework() -> Framework:
    """The only one there is."""
    return Framework.objects.get()
