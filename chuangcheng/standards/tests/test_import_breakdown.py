"""任务分解表 brought in: duties for the standards of an edition, or a draft of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import Book
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.models import Duty, Framework
from chuangcheng.standards.services import assign_duty, raise_dispute, rule_on_dispute
from chuangcheng.standards.testing import make_draft, make_framework, standard_of
from chuangcheng.standards.tests.books import counts, reasons, sheet

pytestmark = pytest.mark.django_db
HEADER = ("序号", "测评项目", "测评内容", "测评标准", "牵头单位", "责任单位", "配合单位", "完成时限")
ROW = (1, "生活环境", "道路", "标准1.1", "区城管局", "东关街道、西苑街道", "", "9月底前")


def bring(*rows: Sequence[Any], header: Sequence[Any] = HEADER, title: str = "云澜区任务分解表") -> Report:
    book = Book([sheet("Sheet1", (title,), header, *rows)])
    return run_import(kind_for("breakdown"), book, actor=SYSTEM)


def held() -> set[tuple[str, str, str]]:
    rows = Duty.objects.filter(ends_on__isnull=True).select_related("unit", "standard")
    return {(duty.standard.code, duty.unit.name, duty.kind) for duty in rows}


def test_standards_of_the_edition_in_force_get_their_units(cast: Cast) -> None:
    make_framework(make_draft("1.1"), make_draft("1.2"))

    report = bring(ROW, (2, "", "", "标准1.2", "东关街道", "", "区文明办", ""))

    assert counts(report) == (2, 2, 0, 0)
    assert held() == {
        ("1.1", "区城管局", "lead"),
        ("1.1", "东关街道", "responsible"),
        ("1.1", "西苑街道", "responsible"),
        ("1.2", "东关街道", "lead"),
        ("1.2", "区文明办", "supporting"),
    }
    assert report.unplaced_columns == []
    assert reasons(report) == ["单位“区文明办”尚未登记，新建为待确认。"]
    assert Framework.objects.count() == 1


def test_same_table_twice_changes_nothing_and_does_not_undo_what_people_changed(cast: Cast) -> None:
    row = standard_of(make_framework(make_draft("1.1")), "1.1")
    bring(ROW)
    assign_duty(actor=SYSTEM, standard_id=row.pk, unit_id=cast.west.pk, kind="lead", starts_on=today())

    assert counts(bring(ROW)) == (1, 0, 0, 1)
    assert ("1.1", "西苑街道", "lead") in held()


def test_row_about_no_standard_is_listed_and_the_others_go_in(cast: Cast) -> None:
    make_framework(make_draft("1.1"), make_draft("1.2"))

    report = bring(ROW, (2, "", "", "没有的标准", "东关街道", "", "", ""))

    assert counts(report) == (2, 1, 0, 0)
    assert reasons(report) == ["“测试体系（2026版）”中没有这条标准，请核对编号和内容。"]


def test_equal_wordings_are_told_apart_by_their_codes(cast: Cast) -> None:
    make_framework(make_draft("1.1", text="干净整洁"), make_draft("2.1", text="干净整洁", item="人文环境"))
    header = ("编号", "测评项目", "测评标准", "牵头单位")

    report = bring(("2.1", "人文环境", "干净整洁", "区城管局"), ("", "生活环境", "干净整洁", "东关街道"), header=header)

    assert held() == {("2.1", "区城管局", "lead")}
    assert counts(report) == (2, 1, 0, 0)


def test_ruling_binds_against_the_table(cast: Cast) -> None:
    row = standard_of(make_framework(make_draft("1.1")), "1.1")
    asked = raise_dispute(actor=SYSTEM, standard_id=row.pk, unit_id=cast.sanitation.pk, question="谁牵头")
    rule_on_dispute(actor=SYSTEM, ruling_id=asked.pk, unit_id=cast.east.pk, reason="属地", today=today())

    bring((*ROW[:4], "东关街道", *ROW[5:]))

    report = bring(ROW)

    assert "该标准的牵头单位已有裁定，没有改动。" in reasons(report)
    assert ("1.1", "东关街道", "lead") in held()
    assert ("1.1", "西苑街道", "responsible") in held()


def test_table_about_standards_that_nobody_knows_becomes_a_draft_of_its_own(cast: Cast) -> None:
    make_framework(make_draft("9.9"), name="别的体系")
    header = ("测评项目", "测评内容", "测评标准", "分值", "测评方法", "牵头单位")
    rows = [
        ("生活环境", "道路", "路面平整", 2, "实地考察", "区城管局"),
        ("", "", "没有分值", "", "实地考察", "区城管局"),
    ]

    report = bring(*rows, header=header)

    made = Framework.objects.get(name="云澜区任务分解表")
    assert (made.state, made.standards.count()) == ("draft", 1)
    assert counts(report) == (2, 1, 0, 0)
    assert "没有填写“分值”；现有体系中也没有这条标准。" in reasons(report)
    assert counts(bring(*rows, header=header)) == (2, 0, 0, 1)
