"""The exported 任务分解表 comes back: exactly the edited cells change, and nothing that moved on here is undone."""

from __future__ import annotations

import io
import random
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.breakdown_paper import breakdown_workbook
from chuangcheng.standards.models import Duty, Framework, ItemLeader
from chuangcheng.standards.queries import drafts_of
from chuangcheng.standards.services import assign_duty, raise_dispute, rule_on_dispute
from chuangcheng.standards.testing import make_draft, make_framework, standard_of
from chuangcheng.standards.tests.books import counts, reasons

pytestmark = pytest.mark.django_db
CODES = ("1.1", "1.2", "2.1", "2.2", "3.1", "3.2")
EDITED = {
    "牵头单位": "西苑街道",
    "责任单位": "区城管局、西苑街道",
    "配合单位": "西苑街道\n区城管局",
    "测评标准": "改过的标准",
    "分值": 2.5,
}
KEYS = {"牵头单位": "lead", "责任单位": "responsible", "配合单位": "supporting", "测评标准": "text", "分值": "marks"}


def make(cast: Cast, state: str = Framework.State.IN_FORCE) -> Framework:
    """Three contents of two standards each; two items."""
    drafts = [
        make_draft(code, item="生活环境" if code < "3" else "人文环境", content=f"内容{code[0]}") for code in CODES
    ]
    framework = make_framework(*drafts, state=state)
    keys = {name: unit.pk for name, unit in (("城管", cast.sanitation), ("东关", cast.east))}
    for code in CODES:
        row = standard_of(framework, code)
        for kind, name in (("lead", "城管"), ("responsible", "东关")):
            assign_duty(actor=SYSTEM, standard_id=row.pk, unit_id=keys[name], kind=kind, starts_on=today())
    return framework


def exported(framework: Framework) -> Any:
    return openpyxl.load_workbook(io.BytesIO(breakdown_workbook(actor=SYSTEM, framework=framework)))


def bring_back(book: Any) -> Report:
    stream = io.BytesIO()
    book.save(stream)
    return run_import(kind_for("breakdown"), read_book(stream.getvalue()), actor=SYSTEM)


def cell(book: Any, code: str, word: str) -> Any:
    sheet = book["任务分解表"]
    column = next(each.column for row in sheet["A2:K3"] for each in row if each.value == word)
    return next(sheet.cell(row[0].row, column) for row in sheet.iter_rows(min_row=4) if row[1].value == code)


def stored(framework: Framework) -> dict[str, dict[str, Any]]:
    """What the edition says by code and field."""
    found: dict[str, dict[str, Any]] = {
        draft.code: {"item": draft.item, "content": draft.content, "text": draft.text, "marks": float(draft.marks)}
        | {"parts": draft.parts, "lead": (), "responsible": (), "supporting": ()}
        for draft in drafts_of(framework)
    }
    rows = Duty.objects.filter(standard__framework=framework, ends_on__isnull=True).order_by("unit__name")
    for duty in rows.select_related("unit", "standard"):
        found[duty.standard.code][duty.kind] += (duty.unit.name,)
    return found


def test_sheet_looks_as_offices_lay_it_out(cast: Cast) -> None:
    sheet = exported(make(cast))["任务分解表"]

    assert sheet["A1"].value == "测试体系任务分解表"
    upper, lower = ([each.value for each in sheet[row]] for row in (2, 3))
    assert upper[:8] == ["序号", "编号", "测评项目", "测评内容", "测评标准", "测评方法", "分值", "责任分工"]
    assert lower[7:10] == ["牵头单位", "责任单位", "配合单位"]
    assert {"C4:C7", "D4:D5", "D6:D7", "C8:C9", "H2:J2", "A2:A3"} <= {str(each) for each in sheet.merged_cells.ranges}


@pytest.mark.parametrize("state", ["draft", "in_force", "closed"])
def test_an_unedited_table_changes_nothing(cast: Cast, state: str) -> None:
    framework = make(cast, state)
    before = stored(framework)

    report = bring_back(exported(framework))

    assert counts(report) == (6, 0, 0, 6)
    assert report.problems == []
    assert (stored(framework), Framework.objects.count()) == (before, 1)


def test_a_table_taken_and_brought_back_in_english_changes_its_edited_cell_alone(cast: Cast) -> None:
    framework = make(cast)
    before = stored(framework)
    with override("en"):
        book = exported(framework)
        unedited = bring_back(book)
        cell(book, "2.1", "牵头单位").value = "西苑街道"
        edited = bring_back(book)
    assert (counts(unedited), unedited.problems) == ((6, 0, 0, 6), [])
    assert (counts(edited), edited.problems) == ((6, 0, 1, 5), [])
    assert stored(framework) == before | {"2.1": before["2.1"] | {"lead": ("西苑街道",)}}


@pytest.mark.parametrize("seed", range(6))
def test_random_edits_change_exactly_the_edited_cells(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seeded draw
    framework = make(cast, Framework.State.DRAFT if seed % 2 else Framework.State.IN_FORCE)
    words = list(EDITED)[: 5 if seed % 2 else 3]
    book, before = exported(framework), stored(framework)
    wanted: dict[str, set[str]] = {}
    for code in chance.sample(CODES, 3):
        for word in chance.sample(words, 2):
            cell(book, code, word).value = EDITED[word]
            wanted.setdefault(code, set()).add(KEYS[word])

    report = bring_back(book)

    after = stored(framework)
    for code, fields in before.items():
        assert {name for name in fields if fields[name] != after[code][name]} == wanted.get(code, set())
    assert counts(report) == (6, 0, 3, 3)
    assert counts(bring_back(book)) == (6, 0, 0, 6)


def test_what_moved_on_here_since_is_not_undone(cast: Cast) -> None:
    framework = make(cast)
    book = exported(framework)
    row = standard_of(framework, "1.1")
    assign_duty(actor=SYSTEM, standard_id=row.pk, unit_id=cast.west.pk, kind="lead", starts_on=today())
    cell(book, "1.1", "责任单位").value = ""

    bring_back(book)

    assert stored(framework)["1.1"]["lead"] == ("西苑街道",)
    assert stored(framework)["1.1"]["responsible"] == ()


def test_in_force_wordings_stay_and_each_edited_cell_is_listed(cast: Cast) -> None:
    framework = make(cast)
    book, before = exported(framework), stored(framework)
    cell(book, "1.1", "测评标准").value = "另一条"
    cell(book, "1.2", "测评方法").value = "问卷调查"

    report = bring_back(book)

    assert stored(framework) == before
    assert [(problem.row, problem.column) for problem in report.problems] == [(4, "测评标准"), (5, "测评方法")]
    assert reasons(report)[0] == "该体系已经启用，“测评标准”没有改动，请沿用为新版本后修改。"


def test_a_renamed_item_of_a_draft_keeps_its_leader_and_place(cast: Cast) -> None:
    framework = make(cast, Framework.State.DRAFT)
    item = framework.items.get(name="生活环境")
    ItemLeader.objects.create(item=item, person=cast.leader, starts_on=today())
    book = exported(framework)
    cell(book, "1.1", "测评项目").value = "宜居环境"
    cell(book, "1.1", "测评内容").value = "道路交通"

    bring_back(book)

    item.refresh_from_db()
    assert (item.name, item.order, item.leaders.count()) == ("宜居环境", 0, 1)
    assert [each.name for each in item.contents.all()] == ["道路交通", "内容2"]
    assert {row["item"] for row in stored(framework).values()} == {"宜居环境", "人文环境"}


def test_ruling_binds_against_an_edited_cell(cast: Cast) -> None:
    framework = make(cast)
    row = standard_of(framework, "1.1")
    asked = raise_dispute(actor=SYSTEM, standard_id=row.pk, unit_id=cast.sanitation.pk, question="谁牵头")
    rule_on_dispute(actor=SYSTEM, ruling_id=asked.pk, unit_id=cast.east.pk, reason="属地", today=today())
    book = exported(framework)
    cell(book, "1.1", "牵头单位").value = "西苑街道"

    assert "该标准的牵头单位已有裁定，没有改动。" in reasons(bring_back(book))
    assert stored(framework)["1.1"]["lead"] == ("东关街道",)


def test_rows_twice_and_codes_that_are_not_there_are_rejected(cast: Cast) -> None:
    framework = make(cast)
    book = exported(framework)
    cell(book, "1.2", "编号").value = "1.1"
    cell(book, "2.1", "编号").value = "8.8"

    report = bring_back(book)

    assert counts(report) == (6, 0, 0, 4)
    assert report.rejected == 2


def test_page_offers_the_table(cast: Cast, client: Client) -> None:
    framework = make(cast)
    client.force_login(cast.chief)
    address = reverse("standards:download_breakdown", args=[framework.pk])

    assert address in client.get(reverse("standards:framework", args=[framework.pk])).content.decode()
    assert client.get(address).status_code == 200
