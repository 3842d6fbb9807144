"""The list of problems taken by a person who reads English comes back as one taken in Chinese does."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.testing import report as open_case
from chuangcheng.cases.tests.test_exported_list import bring_back, cell, stored
from chuangcheng.core.imports.report import Report
from chuangcheng.orgs.testing import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    return [open_case(cast, place_text=f"第{number}处") for number in range(1, 5)]


@pytest.fixture
def book(cast: Cast, cases: list[Case], client: Client) -> Any:
    """What the chief downloads after choosing English."""
    client.force_login(cast.chief)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer: Any = client.get("/api/v1/cases/workbook")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def in_language(book: Any, language: str) -> Report:
    with override(language):
        return bring_back(book)


def test_the_list_is_in_english(book: Any) -> None:
    assert [each.value for each in book.active[1]][:6] == [
        *("Number", "State", "Outcome", "Problem class", "Description", "Place")
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_unedited_list_changes_nothing(book: Any, language: str) -> None:
    before = stored()
    report = in_language(book, language)
    assert (report.read, report.created, report.updated, report.unchanged) == (4, 0, 0, 4)
    assert not report.problems
    assert stored() == before


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("word", "text", "changed"),
    [
        ("Description", "改过的描述", {"description": "改过的描述"}),
        ("Place", "另一处", {"place_text": "另一处"}),
        ("Severity", "Urgent", {"severity": "urgent"}),
    ],
)
def test_an_edited_cell_alone_changes(
    cases: list[Case], book: Any, language: str, word: str, text: str, changed: dict[str, str]
) -> None:
    before = stored()
    cell(book, cases[1].number, word).value = text

    report = in_language(book, language)

    assert (report.created, report.updated, report.unchanged) == (0, 1, 3)
    assert not report.problems
    expected = before | {str(cases[1].pk): before[str(cases[1].pk)] | changed}
    assert stored() == expected
    assert CaseEvent.objects.filter(move="correct").count() == 1
    assert in_language(book, language).updated == 0


def test_what_a_table_cannot_change_is_listed_by_its_english_word(cases: list[Case], book: Any) -> None:
    before = stored()
    cell(book, cases[0].number, "State").value = "Closed"
    report = in_language(book, "en")
    assert [problem.column for problem in report.problems] == ["State"]
    assert (report.updated, stored()) == (0, before)
