from __future__ import annotations

import json
from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.core.sheets import Cell
from chuangcheng.scoring.engine import published, score
from chuangcheng.scoring.printed import printed
from chuangcheng.scoring.tests.books import Rows, book
from chuangcheng.scoring.workbooks import read_facts, read_framework
from chuangcheng.scoring.workbooks.fact_sheets import FACT_SHEETS, HIT_COLUMNS, HITS_SHEET, LINKED_COLUMNS, LINKED_SHEET
from chuangcheng.scoring.workbooks.framework import NEGATIVE_COLUMNS, STANDARD_COLUMNS
from chuangcheng.scoring.workbooks.tables import Column

words = st.sampled_from(
    [
        "1-1",
        "1",
        "0",
        "-1",
        "0.5",
        "5",
        "1e9",
        "١٢",
        "½",
        "nan",
        "inf",
        "50%",
        "合格",
        "不合格",
        "不适用",
        "达标率",
        "扣分",
        "per=0.5;cap=3",
        "等级",
        "A=1",
        "A",
        "达标线",
        "target=9;floor=3",
        "材料",
        "点位合格率",
        "min_rate=.5",
        "void",
        "deduct:3",
        "standing",
        "2026-09-30",
        "99999999999999999999",
        "实地考察",
        "合计",
        "=1+1",
        ";;==",
        "：",
        "甲:min=85;share=.2",
    ]
)
cells: st.SearchStrategy[Cell] = st.one_of(
    words,
    words,
    st.just(""),
    st.text(max_size=8),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 1, 1)),
    st.datetimes(datetime(1900, 1, 1)),  # noqa: DTZ001 - a cell has no zone
    st.times().map(lambda moment: time(moment.hour, moment.minute)),
)


def sheets_of(columns: tuple[Column, ...]) -> st.SearchStrategy[Rows]:
    header: list[Cell] = [column.names[0] for column in columns]
    rows = st.lists(st.lists(cells, min_size=len(header), max_size=len(header)), max_size=4)
    return rows.map(lambda found: [header, *found])


settings_sheets = st.lists(
    st.tuples(st.sampled_from(("名称", "总分", "方法权重", "周期权重", "门槛", "窗口起", "窗口止")), cells), max_size=5
)
facts_books = st.fixed_dictionaries(
    {
        **{kind.names[0]: sheets_of(kind.columns) for kind in FACT_SHEETS},
        HITS_SHEET[0]: sheets_of(HIT_COLUMNS),
        LINKED_SHEET[0]: sheets_of(LINKED_COLUMNS),
    }
)
STANDARD: list[Cell] = ["1-1", "甲", "一", "路面", 5, "实地考察", 1, "达标率", ""]


@settings(max_examples=40)
@given(
    standards=sheets_of(STANDARD_COLUMNS),
    about=settings_sheets,
    negative=sheets_of(NEGATIVE_COLUMNS),
    facts=facts_books,
)
def test_whatever_stands_in_the_cells_there_is_a_sheet(
    standards: Rows, about: Rows, negative: Rows, facts: dict[str, Rows]
) -> None:
    framework = read_framework(book({"体系": about, "标准": [*standards, STANDARD], "负面清单": negative}))
    sheet = score(framework.framework, read_facts(book(facts), framework).facts)
    assert json.loads(json.dumps(published(sheet)))["standards"]
    assert printed(sheet).startswith(framework.framework.name or "得分表")
    for standard in sheet.standards.values():
        assert 0 <= standard.line.low <= standard.line.high
