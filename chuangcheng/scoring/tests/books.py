"""Workbooks for tests, in memory and as files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from chuangcheng.core.sheets import Book, Cell, Sheet
from chuangcheng.scoring.engine import ScoreSheet, published, score
from chuangcheng.scoring.workbooks import read_facts, read_framework

Rows = Sequence[Sequence[Cell]]


STANDARDS: Rows = [
    ["编号", "测评项目", "测评内容", "测评标准", "分值", "测评方法", "份额", "计分规则", "参数"],
    ["1-1", "甲", "一", "路面无破损", 6, "实地考察", 1, "达标率", ""],
    ["1-2", "甲", "一", "公厕整洁", 4, "实地考察", 1, "扣分", "per=0.5;cap=3"],
]
CHECKS: Rows = [["标准编号", "点位", "判定", "违规数"], ["1-1", "A", "合格", ""], ["1-2", "A", "不合格", 2]]


def book(sheets: Mapping[str, Rows]) -> Book:
    """A book with these sheets, rows padded to one width as the reader gives them."""
    return Book([Sheet(name, _even(rows)) for name, rows in sheets.items()])


def scored(framework: Mapping[str, Rows], facts: Mapping[str, Rows]) -> dict[str, Any]:
    """The JSON of the sheet that the two workbooks give."""
    framework_file = read_framework(book(framework))
    facts_file = read_facts(book(facts), framework_file)
    document = published(score(framework_file.framework, facts_file.facts))
    return {**document, "problems": [*framework_file.problems, *facts_file.problems, *document["problems"]]}


def sheet_of(framework: Mapping[str, Rows], facts: Mapping[str, Rows]) -> ScoreSheet:
    """The sheet that the two workbooks give, in exact numbers."""
    framework_file = read_framework(book(framework))
    return score(framework_file.framework, read_facts(book(facts), framework_file).facts)


def score_checks(*rows: Sequence[Cell], header: Sequence[Cell] | None = None, settings: Rows = ()) -> dict[str, Any]:
    """The JSON for these rows of checks against the two standards."""
    checks: Rows = [header or ["标准编号", "点位", "判定", "违规数", "时间", "方法"], *rows]
    return scored({"体系": settings, "标准": STANDARDS}, {"检查": checks})


def earned(document: dict[str, Any]) -> dict[str, str]:
    """Marks earned by code."""
    return {standard["code"]: standard["earned"] for standard in document["standards"]}


def save(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """The sheets as an xlsx file."""
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path


def loaded(path: Path) -> dict[str, Any]:
    """The JSON file as a dictionary."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def _even(rows: Rows) -> list[list[Cell]]:
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
