"""The exported list of problems comes back: edited cells are corrected or listed, and nothing else changes."""

from __future__ import annotations

import io
import random
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.core import serializers

from chuangcheng.cases.exporting import export_cases
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.queries import CaseFilter
from chuangcheng.cases.testing import report as open_case
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db


def exported(cast: Cast) -> Any:
    """The list as openpyxl sees it."""
    file: Any = export_cases(actor=actor_of(cast.chief), chosen=CaseFilter())
    return openpyxl.load_workbook(io.BytesIO(file.read()))


def bring_back(book: Any) -> Report:
    stream = io.BytesIO()
    book.save(stream)
    return run_import(kind_for("cases"), read_book(stream.getvalue(), name="问题清单.xlsx"), actor=SYSTEM)


def cell(book: Any, number: str, word: str) -> Any:
    sheet = book.active
    column = next(each.column for each in sheet[1] if each.value == word)
    return next(sheet.cell(row[0].row, column) for row in sheet.iter_rows(min_row=2) if row[0].value == number)


def stored() -> dict[str, dict[str, Any]]:
    return {row["pk"]: row["fields"] for row in serializers.serialize("python", Case.objects.all())}


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    found = [open_case(cast, place_text=f"第{number}处") for number in range(1, 7)]
    for number, case in enumerate(found):
        case.reported_at = case.reported_at.replace(second=59, microsecond=999_999)
        case.description = f"问题{number}，有“引号”,\n和=换行"
        case.save(update_fields=["reported_at", "description"])
    return found


def test_an_unedited_list_changes_nothing(cast: Cast, cases: list[Case]) -> None:
    before = stored()
    report = bring_back(exported(cast))
    assert (report.read, report.created, report.updated, report.unchanged) == (6, 0, 0, 6)
    assert not report.problems
    assert stored() == before


def test_a_moment_at_midnight_comes_back_as_a_day_and_is_no_edit(cast: Cast, cases: list[Case]) -> None:
    midnight = datetime(2026, 3, 5, tzinfo=SHANGHAI)
    Case.objects.update(reported_at=midnight, due_at=midnight, fed_back_at=midnight, closed_at=midnight)
    before, book = stored(), exported(cast)
    cell(book, cases[3].number, "结案时间").value = date(2026, 3, 6)
    report = bring_back(book)
    assert (report.unchanged, [problem.column for problem in report.problems]) == (6, ["结案时间"])
    assert stored() == before


def test_an_edited_description_is_a_new_step_and_nothing_else_changes(cast: Cast, cases: list[Case]) -> None:
    book, before = exported(cast), stored()
    cell(book, cases[2].number, "问题描述").value = "改过的描述"
    report = bring_back(book)
    assert (report.created, report.updated, report.unchanged) == (0, 1, 5)
    after = stored()
    assert after[str(cases[2].pk)] == before[str(cases[2].pk)] | {"description": "改过的描述"}
    assert {pk: row for pk, row in after.items() if pk != str(cases[2].pk)} == {
        pk: row for pk, row in before.items() if pk != str(cases[2].pk)
    }
    step = CaseEvent.objects.get(move="correct")
    assert step.data["changes"][0]["new"] == "改过的描述"
    assert bring_back(book).updated == 0  # the same file again


def test_what_moved_on_here_since_is_not_undone(cast: Cast, cases: list[Case]) -> None:
    book = exported(cast)
    Case.objects.filter(pk=cases[0].pk).update(description="在系统中改过")
    cell(book, cases[0].number, "紧急程度").value = "紧急"
    bring_back(book)
    case = Case.objects.get(pk=cases[0].pk)
    assert (case.description, case.severity) == ("在系统中改过", "urgent")


def test_moves_and_times_are_not_made_by_a_table_and_are_listed(cast: Cast, cases: list[Case]) -> None:
    book, before = exported(cast), stored()
    for word, value in (("状态", "已结案"), ("责任单位", "区水利局"), ("期限", "2027-01-01"), ("返工次数", 9)):
        cell(book, cases[1].number, word).value = value
    report = bring_back(book)
    assert {problem.column for problem in report.problems} == {"状态", "责任单位", "期限", "返工次数"}
    assert stored() == before


def test_a_line_without_its_mark_or_of_no_case_changes_nothing(cast: Cast, cases: list[Case]) -> None:
    book, before = exported(cast), stored()
    cell(book, cases[0].number, "导出标记").value = None
    cell(book, cases[0].number, "问题描述").value = "改过"
    cell(book, cases[1].number, "编号").value = "2026-999999"
    report = bring_back(book)
    assert stored() == before
    sentences = "".join(map(str, report.problems))
    assert "没有导出标记" in sentences
    assert "没有编号为2026-999999" in sentences


@pytest.mark.parametrize("seed", range(6))
def test_random_edits_change_exactly_the_edited_cells(cast: Cast, cases: list[Case], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seeded draw
    book, before = exported(cast), stored()
    choices = {"问题描述": "新描述", "地点": "新地点", "紧急程度": "紧急", "来源": "导入", "状态": "已结案"}
    columns = {
        "问题描述": ("description",),
        "地点": ("place_text", "site", "lon", "lat", "cell"),
        "紧急程度": ("severity",),
    }
    may_change: dict[str, set[str]] = {}
    for case in chance.sample(cases, 3):
        for word in chance.sample(sorted(choices), 2):
            cell(book, case.number, word).value = choices[word]
            may_change.setdefault(str(case.pk), set()).update(columns.get(word, ()))
    bring_back(book)
    after = stored()
    for pk, fields in before.items():
        changed = {name for name in fields if fields[name] != after[pk][name]}
        assert changed <= may_change.get(pk, set())
        assert {"description", "place_text", "severity"} & may_change.get(pk, set()) <= changed
