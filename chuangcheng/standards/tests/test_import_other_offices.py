"""Workbooks as other offices lay them out: other headers, no codes, no rules, marks for a whole content."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.core.sheets import Book
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, make_unit
from chuangcheng.standards.models import Duty, Standard
from chuangcheng.standards.testing import standard_of
from chuangcheng.standards.tests.books import bring, counts, reasons, sheet, the_framework

pytestmark = pytest.mark.django_db

BREAKDOWN_HEADER = (
    "序号",
    "测评项目",
    "测评内容",
    "测评标准",
    "测评方法",
    "分值",
    "责任分工",
    "",
    "",
    "完成时限",
    "责任人及电话",
)
STREETS = "东关街道\n西苑街道"
BREAKDOWN_BELOW = ("", "", "", "", "", "", "牵头单位", "责任单位", "配合单位", "", "")


def breakdown() -> Book:
    """A 任务分解表 as creation offices make them: title, header of two rows, merged marks, no codes and no rules."""
    found = sheet(
        "任务分解表",
        ("云澜区2026年创建全国文明城区任务分解表",),
        ("填报单位：区创建办　　填报日期：2026年3月1日",),
        BREAKDOWN_HEADER,
        BREAKDOWN_BELOW,
        (
            "1",
            "精神文明",
            "宣传教育",
            "公益广告不少于3处",
            "实地考察",
            6,
            "区城管局",
            "东关街道\n西苑街道",
            "各街道",
            "9月底前",
            "",
        ),
        ("2", "", "", "社区宣传栏无破损", "实地考察", "", "区城管局", "", "", "", ""),
        ("3", "", "", "年度方案和总结", "材料审核", "", "区某某局", "", "", "", ""),
        ("4", "", "志愿服务", "市民参与率", "问卷调查", 4, "区城管局", "", "", "长期坚持", ""),
        ("注：1.分值为该测评内容合计分。",),
        merged=[((0, 0), (0, 10)), ((1, 0), (1, 10)), ((2, 6), (2, 8)), ((4, 5), (6, 5))],
    )
    return Book([found])


def test_breakdown_table_becomes_a_draft_named_by_its_title(cast: Cast) -> None:
    report = bring(breakdown())

    framework = the_framework()
    assert counts(report) == (4, 4, 0, 0)
    assert (framework.name, framework.edition) == ("云澜区2026年创建全国文明城区任务分解表", "2026年版")
    assert report.unplaced_columns == ["完成时限", "责任人及电话"]
    assert [(row.code, row.content.name, row.marks) for row in framework.standards.select_related("content")] == [
        ("1.1.1", "宣传教育", Decimal(2)),
        ("1.1.2", "宣传教育", Decimal(2)),
        ("1.1.3", "宣传教育", Decimal(2)),
        ("1.2.1", "志愿服务", Decimal(4)),
    ]


def test_breakdown_table_again_changes_nothing(cast: Cast) -> None:
    bring(breakdown())

    assert counts(bring(breakdown())) == (4, 0, 0, 4)


def test_rules_are_guessed_where_the_method_tells_and_said(cast: Cast) -> None:
    report = bring(breakdown())

    rules = {row.code: row.parts.get().rule for row in the_framework().standards.all()}
    assert rules == {"1.1.1": "pass_rate", "1.1.2": "pass_rate", "1.1.3": "proof", "1.2.1": ""}
    assert "没有计分规则，实地考察暂按达标率计。" in reasons(report)
    assert "没有计分规则，问卷调查部分在补上之前按待测处理。" in reasons(report)
    assert "表中没有编号列，各条标准按项目、内容的次序编号。" in reasons(report)


def test_units_of_the_breakdown_get_their_duties(cast: Cast) -> None:
    report = bring(breakdown())

    duties = Duty.objects.filter(standard=standard_of(the_framework(), "1.1.1")).order_by("pk")
    assert [(duty.unit.name, duty.kind) for duty in duties] == [
        ("区城管局", "lead"),
        ("东关街道", "responsible"),
        ("西苑街道", "responsible"),
        ("东关街道", "supporting"),
        ("西苑街道", "supporting"),
    ]
    assert "单位“区某某局”尚未登记，新建为待确认。" in reasons(report)
    assert not Unit.objects.get(name="区某某局").is_confirmed


def test_row_put_in_between_keeps_the_codes_of_the_others(cast: Cast) -> None:
    bring(breakdown())
    found = breakdown().sheets[0]
    rows: list[Any] = [
        *found.rows[:5],
        ["2", "", "", "路灯无破损", "实地考察", "", "", "", "", "", ""],
        *found.rows[5:],
    ]

    bring(Book([sheet("任务分解表", *rows, merged=[*found.merged[:3], ((4, 5), (7, 5))])]))

    codes = dict(the_framework().standards.values_list("text", "code"))
    assert (codes["社区宣传栏无破损"], codes["路灯无破损"]) == ("1.1.2", "1.1.4")


def test_other_header_words_are_understood(cast: Cast) -> None:
    header = ("指标编号", "Ⅰ级指标", "Ⅱ级指标", "标准内容", "标准分", "考评方式", "主要责任部门", "协助单位")
    row = ("Ⅲ-1", "生活环境", "道路", "路面无破损", "6分", "实地考察", "区城管局", "区某某局")

    report = bring(Book([sheet("Sheet1", header, row)]))

    standard = Standard.objects.get()
    assert counts(report) == (1, 1, 0, 0)
    assert (standard.code, standard.marks, standard.content.item.name) == ("III-1", Decimal(6), "生活环境")
    assert {(duty.unit.name, duty.kind) for duty in standard.duties.select_related("unit")} == {
        ("区城管局", "lead"),
        ("区某某局", "supporting"),
    }


def test_sheet_without_a_title_gives_a_name_that_can_be_changed(cast: Cast) -> None:
    report = bring(Book([sheet("Sheet1", ("编号", "测评项目", "测评标准", "分值"), ("1", "环境", "路面无破损", 1))]))

    assert str(the_framework()) == "导入的测评体系（导入版）"
    assert "文件没有写明体系的名称和版本，已建为“导入的测评体系（导入版）”的草稿，可在体系页面修改。" in reasons(report)


def test_cell_with_several_methods_makes_equal_parts(cast: Cast) -> None:
    header = ("编号", "测评项目", "测评标准", "分值", "测评方法")

    report = bring(Book([sheet("表", header, ("1", "环境", "路面无破损", 3, "实地考察、材料审核、问卷调查"))]))

    parts = [(part.method, part.share, part.rule) for part in Standard.objects.get().parts.all()]
    assert parts == [
        ("实地考察", Decimal("0.333334"), "pass_rate"),
        ("材料审核", Decimal("0.333333"), "proof"),
        ("问卷调查", Decimal("0.333333"), ""),
    ]
    assert "“实地考察、材料审核、问卷调查”按几种方法各占相同份额计，请核对。" in reasons(report)


def test_frameworks_of_several_sheets_are_one(cast: Cast) -> None:
    header = ("编号", "测评项目", "测评标准", "分值")
    book = Book([sheet("体系", ("名称", "体系"), ("版本", "一")), sheet("环境", header, ("1", "环境", "甲", 1))])
    book.sheets.append(sheet("法治", header, ("2", "法治", "乙", 1)))

    assert counts(bring(book)) == (2, 2, 0, 0)
    assert the_framework().standards.count() == 2


def test_all_streets_are_those_that_are_registered(cast: Cast) -> None:
    header = ("编号", "测评项目", "测评标准", "分值", "责任单位")

    report = bring(Book([sheet("表", header, ("1", "环境", "甲", 1, "各乡镇"))]))

    assert "还没有登记“各乡镇”所指的单位，未登记责任。" in reasons(report)
    assert not Duty.objects.exists()


def test_name_that_two_units_go_by_is_noted_and_the_row_goes_in(cast: Cast) -> None:
    make_unit("综合科", parent=cast.east)
    make_unit("综合科", parent=cast.west)
    header = ("编号", "测评项目", "测评标准", "分值", "责任单位")

    report = bring(Book([sheet("表", header, ("1", "环境", "甲", 1, "综合科"))]))

    assert any("有多个单位叫“综合科”" in reason for reason in reasons(report))
    assert (report.created, len(report.rejections)) == (1, 0)
