"""Published results for tests: 24 fictional districts in groups of 4, 6, 7 and 7 with ties, and 9 for a quota."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import Book, Sheet
from chuangcheng.scoring.models import OfficialRound
from chuangcheng.standards.models import Framework
from chuangcheng.standards.testing import make_draft, make_framework, make_part

OURS = "云澜区"
GROUPS = {"第一组": 4, "第二组": 6, "第三组": 7, "第四组": 7}
HEADER = ("名次", "组别", "区县", "总分", "材料审核", "实地考察", "生活环境（60分）", "公共服务", "存在问题", "硬伤")
TITLE = "2025年度虚构市文明城区测评结果"


def results_framework() -> Framework:
    """An edition whose methods weigh 85 and 15 and whose items carry 60 and 40 marks."""
    paper = make_part("材料审核", Decimal(1), "proof", "")
    return make_framework(
        make_draft("1", item="生活环境", marks=Decimal(60)),
        make_draft("2", item="公共服务", marks=Decimal(40), parts=(paper,)),
        method_weights={"材料审核": "85", "实地考察": "15"},
    )


def book_of(*rows: Sequence[Any], header: Sequence[Any] = HEADER, title: str = TITLE, sheet: str = "Sheet1") -> Book:
    """A notice as a superior sends it: a title, the header, the rows."""
    lines = [[title, *[""] * (len(header) - 1)], [*header], *([*row, *[""] * (len(header) - len(row))] for row in rows)]
    return Book([Sheet(sheet, lines if title else lines[1:], [])])


def district_rows() -> list[list[Any]]:
    """Group by group 95, 94, 94, 93 …: places 1, 2, 2, 4 in each group; ours is the second of the second group."""
    rows: list[list[Any]] = []
    for step, (group, size) in enumerate(GROUPS.items()):
        for at in range(size):
            name = OURS if (step, at) == (1, 1) else f"虚构{group[1]}{'甲乙丙丁戊己庚'[at]}区"
            total = round(95 - (at + 1) // 2 - step * 0.1, 2)
            place = 1 + at - (at % 2 == 0 and at > 0)
            rows.append([f"第{place}名", group, name, total, "", "", "", "", "", ""])
    return rows


def bring(book: Book, *, actor: Actor = SYSTEM, **options: Any) -> Report:
    """Imports the results."""
    return run_import(kind_for("results"), book, actor=actor, **options)


def the_round() -> OfficialRound:
    """The only round."""
    return OfficialRound.objects.get()
