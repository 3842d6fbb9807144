"""A whole 任务分解表 of another office: other words, another order, headings and sub-totals between rows, numbers in
the wordings; and tables that cannot do without more, which say so once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import Book
from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.models import Duty, Framework
from chuangcheng.standards.testing import make_draft, make_framework
from chuangcheng.standards.tests.books import counts, reasons, sheet

pytestmark = pytest.mark.django_db

COUNTY: tuple[Sequence[Any], ...] = (
    ("附件2",),
    ("某县创建文明县城重点任务责任清单（2026年度）",),
    ("填报单位：县文明办", "", "", "", "", "", "单位：分"),
    ("主要责任部门", "协办单位", "Ⅲ级指标（标准要求）", "考评方式", "Ⅱ级指标", "权重分值", "完成时限", "备注"),
    ("一、廉洁高效的政务环境",),
    ("区城管局", "各街道", "（1）窗口公示办事指南", "实地考察", "政务服务", "2分", "6月底前", ""),
    ("东关街道", "", "（2）群众满意度不低于90%", "问卷调查", "", "3分", "长期坚持", "每季度报送"),
    ("小计", "", "2条", "", "", 5),
    ("二、安居乐业的生活环境",),
    ("西苑街道\n区城管局", "", "（3）路面平整", "实地考察/材料审核", "市容市貌", 4, "", ""),
    ("", "", "（4）沿街无占道经营", "实地考察", "", 1, "", ""),
    ("小计", "", "2条", "", "", 5),
    ("合计", "", "4条", "", "", 10),
    ("说明：1.分值以省文明办下发为准。",),
    ("填表人：某某", "", "", "审核人：某某"),
)


def bring(*rows: Sequence[Any], name: str = "Sheet1") -> Report:
    return run_import(kind_for("breakdown"), Book([sheet(name, *rows)]), actor=SYSTEM)


def duties(code: str) -> set[tuple[str, str]]:
    rows = Duty.objects.filter(standard__code=code, ends_on__isnull=True)
    return set(rows.values_list("unit__name", "kind"))


def test_a_county_list_becomes_a_draft_with_items_from_its_headings(cast: Cast) -> None:
    report = bring(*COUNTY)

    made = Framework.objects.get()
    rows = made.standards.select_related("content__item").order_by("content__item__order", "order")
    assert counts(report) == (4, 4, 0, 0)
    assert (made.name, made.edition) == ("某县创建文明县城重点任务责任清单（2026年度）", "2026年版")
    assert [(row.content.item.name, row.content.name, row.text, row.marks) for row in rows] == [
        ("廉洁高效的政务环境", "政务服务", "（1）窗口公示办事指南", Decimal(2)),
        ("廉洁高效的政务环境", "政务服务", "（2）群众满意度不低于90%", Decimal(3)),
        ("安居乐业的生活环境", "市容市貌", "（3）路面平整", Decimal(4)),
        ("安居乐业的生活环境", "市容市貌", "（4）沿街无占道经营", Decimal(1)),
    ]
    assert {name for name, _kind in duties(rows[0].code)} == {"区城管局", "东关街道", "西苑街道"}
    assert report.unplaced_columns == []
    assert counts(bring(*COUNTY)) == (4, 0, 0, 4)


def test_the_edition_behind_the_title_is_no_part_of_the_name(cast: Cast) -> None:
    rows = (COUNTY[0], ("某县测评体系任务分工表（2026年版）",), *COUNTY[2:])
    assert counts(bring(*rows)) == (4, 4, 0, 0)
    made = Framework.objects.get()
    assert (made.name, made.edition) == ("某县测评体系任务分工表", "2026年版")
    assert counts(bring(*rows)) == (4, 0, 0, 4)


def test_numbers_before_the_wordings_do_not_hide_the_standards_of_the_edition(cast: Cast) -> None:
    texts = ("窗口公示办事指南", "群众满意度不低于90%", "路面平整", "沿街无占道经营")
    make_framework(*(make_draft(f"1.{n}", text=text) for n, text in enumerate(texts, start=1)))

    report = bring(*COUNTY)

    assert (report.read, report.rejections, Framework.objects.count()) == (4, [], 1)
    assert {name for name, _kind in duties("1.3")} == {"西苑街道", "区城管局"}


def test_equal_wordings_are_told_apart_by_the_number_before_them(cast: Cast) -> None:
    make_framework(make_draft("1.1", text="干净整洁"), make_draft("2.1", text="干净整洁", item="人文环境"))

    bring(("测评标准", "牵头单位"), ("2.1 干净整洁", "区城管局"))

    assert (duties("1.1"), duties("2.1")) == (set(), {("区城管局", "lead")})


def test_without_items_the_contents_stand_for_them_and_it_is_said_once(cast: Cast) -> None:
    header = ("工作内容", "测评内容", "测评标准", "分值", "测评方法", "牵头单位")
    rows = [("", "道路", "路面平整", 2, "实地考察", "区城管局"), ("", "公厕", "无异味", 1, "实地考察", "区城管局")]

    report = bring(header, *rows, name="某镇任务表")

    assert counts(report) == (2, 2, 0, 0)
    assert [item.name for item in Framework.objects.get().items.all()] == ["道路", "公厕"]
    assert reasons(report).count("表中没有测评项目，暂以测评内容作为项目，可在体系页面修改。") == 1


def test_a_sheet_without_marks_about_unknown_standards_says_so_once(cast: Cast) -> None:
    rows = [(n, f"标准要求{n}", "区城管局") for n in range(1, 31)]

    report = bring(("序号", "测评标准", "责任单位"), *rows)

    assert counts(report) == (30, 0, 0, 0)
    assert report.rejected == 30
    assert reasons(report) == [
        "现有体系中没有这些标准，表中又没有“分值”“测评项目”列，30行没有导入；请补上该列，或先导入测评体系。"
    ]
