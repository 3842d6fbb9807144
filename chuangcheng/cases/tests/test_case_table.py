"""The list of problems as an Excel table: fast enough, and lines as high as what people read in them."""

from __future__ import annotations

import cProfile
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.exporting import export_cases
from chuangcheng.cases.papers import write_case_table
from chuangcheng.cases.queries import CaseFilter
from chuangcheng.cases.queries.rows import CaseRow
from chuangcheng.cases.testing import report
from chuangcheng.core.documents.values import written
from chuangcheng.core.imports.marks import mark_of, mark_of_values
from chuangcheng.orgs.testing import Cast, actor_of

MOST_CALLS = 240  # of functions, C's too, for a line of 18 columns: 310 made 20,000 lines a second a matter of luck
MOST_QUERIES = 4
MOMENT = datetime(2026, 9, 30, 6, 5, 59, 999_999, tzinfo=UTC)


def line(number: int) -> CaseRow:
    return CaseRow(
        number=f"CX2026-{number:06d}",
        state="fixing",
        outcome="",
        severity="normal",
        source="check",
        description=f"第{number}号门口有散落垃圾",
        place_text="",
        problem_class="环境卫生",
        site="建设路菜市场",
        area="城关街道",
        lead_unit="城管局",
        reporter="张三",
        reported_at=MOMENT + timedelta(minutes=number),
        due_at=MOMENT + timedelta(minutes=7 * number),
        fed_back_at=None,
        closed_at=None,
        limit_amount=3,
        limit_unit="working_days",
        rework_count=0,
        send_back_count=0,
    )


def calls_for(lines: int) -> int:
    cases, profile = [line(number) for number in range(lines)], cProfile.Profile()
    profile.enable()
    write_case_table(target=io.BytesIO(), cases=cases)
    profile.disable()
    entries: list[Any] = profile.getstats()
    return sum(entry.callcount for entry in entries)


def test_a_line_more_costs_few_calls() -> None:
    calls_for(1)
    assert (calls_for(600) - calls_for(100)) / 500 <= MOST_CALLS


@pytest.mark.django_db
def test_more_lines_need_no_more_statements(cast: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            export_cases(actor=actor_of(cast.chief), chosen=CaseFilter())
        return len(seen)

    report(cast)
    statements()
    few = statements()
    for _ in range(9):
        report(cast)
    assert statements() == few <= MOST_QUERIES


def test_the_mark_makes_no_line_higher_and_stays_in_its_cell() -> None:
    target = io.BytesIO()
    write_case_table(target=target, cases=[line(1), line(2)._replace(description="长" * 100)])
    sheet: Any = openpyxl.load_workbook(target).active
    assert [sheet.row_dimensions[row].height for row in (2, 3)] == [None, 5 * 15]
    mark = sheet.cell(2, sheet.max_column)
    assert (len(mark.value), mark.alignment.horizontal, bool(mark.alignment.wrap_text)) == (18 * 6, "fill", False)


def test_the_mark_of_values_is_the_mark_of_what_is_shown() -> None:
    values = ["正常", "带\u202e方向\r\n两行", "", None, 0, 1, True, False, 1.0, MOMENT, MOMENT.date()]
    assert mark_of_values(values) == mark_of([written(value) for value in values])
    assert written(MOMENT) == "2026-09-30 14:05"
