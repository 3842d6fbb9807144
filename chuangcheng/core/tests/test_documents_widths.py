"""Widths of the columns of a Word table: no figure of a large round breaks."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.core.documents.paper import Table
from chuangcheng.core.documents.word_tables import table_element

LINE = 8844  # twips between the margins of an upright page
DIGIT = 116  # twips of the widest figure at nine points
HEADER = ["街镇", "点位", "实测样本", "合格", "不合格", "合格率", "应得分", "实得分", "名次"]
ROW = ["高新技术开发区街道", "1,333", "11,992", "10,760", "232", "88.4%", "133,200", "130,220.00", "2（并列）"]


def widths_of(table: Table) -> list[int]:
    grid: Any = table_element(table, line_width=LINE).tblGrid
    return [int(column.w.twips) for column in grid.gridCol_lst]


@pytest.mark.parametrize("shares", [[2.4, 1, 1, 1, 1, 1, 1, 1, 1], [9, 1, 1, 1, 1, 1, 1, 1, 1]])
def test_every_figure_has_room_on_one_line(shares: list[float]) -> None:
    widths = widths_of(Table(HEADER, [ROW], shares, figures=range(1, len(HEADER))))

    assert sum(widths) <= LINE
    assert all(width >= len(text) * DIGIT - 100 for width, text in zip(widths[1:8], ROW[1:8], strict=True))


def test_a_table_with_room_enough_keeps_its_shares() -> None:
    assert widths_of(Table(["单位", "件数"], [["区城管局", "12"]], [3, 1], figures=[1])) == [6633, 2211]


def test_figures_that_fit_no_page_leave_the_shares_as_they_are() -> None:
    table = Table(["甲"] * 9, [["1" * 40] * 9], figures=range(9))
    assert widths_of(table) == [LINE // 9] * 9


def test_heads_above_figures_leave_names_room_for_six_letters() -> None:
    heads = [
        "责任单位",
        "点位",
        "实测样本",
        "合格",
        "不合格",
        "合格率",
        "上次合格率",
        "应得分",
        "实得分",
        "得分率（%）",
        "名次",
    ]
    row = [
        "区商务和市场监督管理局",
        "285",
        "1,710",
        "1,323",
        "387",
        "77.4%",
        "77.1%",
        "28,500",
        "20,260.00",
        "71.09",
        "1",
    ]
    shares = [2.4, 1, 1.3, 1.3, 1, 1.6, 1.6, 1.3, 2, 1.5, 1.6]
    widths = widths_of(Table(heads, [row], shares, figures=range(1, len(heads))))
    assert widths[0] >= 6 * 180
    assert all(width >= len(text) * DIGIT - 100 for width, text in zip(widths[1:], row[1:], strict=True))
