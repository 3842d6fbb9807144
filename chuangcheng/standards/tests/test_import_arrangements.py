"""分管领导, 责任人及电话, 完成时限 and 频次 of other offices' tables: kept with the standard, phones left out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import Book, read_book
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.breakdown_paper import breakdown_workbook
from chuangcheng.standards.models import Arrangement, Framework
from chuangcheng.standards.names_and_phones import has_phone, without_phones
from chuangcheng.standards.services import carry_over
from chuangcheng.standards.testing import make_draft, make_framework, standard_of
from chuangcheng.standards.tests.books import counts, reasons, sheet

pytestmark = pytest.mark.django_db
HEADER = ("序号", "测评标准", "牵头单位", "分管领导", "责任人及电话", "完成时限", "频次")
ROW = (1, "标准1.1", "区城管局", "李副区长", "张三 13800000001\n李四（0310-5550001）", "9月底前", "每季度1次")
PHONES_LEFT = "这一列的电话没有导入，只取姓名；电话请登记在人员名册中。"


def bring(*rows: Sequence[Any], header: Sequence[Any] = HEADER) -> Report:
    book = Book([sheet("Sheet1", ("云澜区任务分解表",), header, *rows)])
    return run_import(kind_for("breakdown"), book, actor=SYSTEM)


def kept() -> list[tuple[str, str, str, str]]:
    return list(Arrangement.objects.order_by("standard__code").values_list("leader", "in_charge", "due", "frequency"))


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("联系人1 000-5550001", "联系人1"),
        ("张三13800000000", "张三"),
        ("张三 138 0000 0006\n李四（电话：0310-5550001转12）", "张三、李四"),
        ("王五，13800000000；赵六/66553", "王五、赵六"),
        ("张三（１３８００００００００）、李四", "张三、李四"),
        ("(0310)5550123 王某", "王某"),
        ("+86 13800000000", ""),
        ("局长 李某某", "局长 李某某"),
    ],
)
def test_names_are_kept_without_phones(written: str, names: str) -> None:
    assert without_phones(written) == names
    assert not has_phone(without_phones(written))


def test_columns_are_kept_with_the_standard_and_phones_are_said_once(cast: Cast) -> None:
    make_framework(make_draft("1.1"), make_draft("1.2"))
    other = (2, "标准1.2", "区城管局", "", "王五 13800000002", "长期坚持", "")

    report = bring(ROW, other)

    assert kept() == [("李副区长", "张三、李四", "9月底前", "每季度1次"), ("", "王五", "长期坚持", "")]
    assert report.unplaced_columns == []
    assert [(problem.column, problem.reason) for problem in report.problems] == [("责任人及电话", PHONES_LEFT)]
    assert counts(bring(ROW, other)) == (2, 0, 0, 2)


def test_a_new_deadline_changes_only_it_and_an_absent_column_nothing(cast: Cast) -> None:
    make_framework(make_draft("1.1"))
    bring(ROW)

    assert counts(bring((*ROW[:5], "10月底前", ROW[6]))) == (1, 0, 1, 0)
    assert counts(bring(ROW[:3], header=HEADER[:3])) == (1, 0, 0, 1)
    assert kept() == [("李副区长", "张三、李四", "10月底前", "每季度1次")]


def test_a_draft_of_its_own_has_them_too(cast: Cast) -> None:
    header = ("测评项目", "测评标准", "分值", "牵头单位", "责任领导", "责任人", "时限要求", "报送频次")

    report = bring(("生活环境", "路面平整", 2, "区城管局", "李副区长", "张三", "9月底前", "每月"), header=header)

    assert counts(report) == (1, 1, 0, 0)
    assert kept() == [("李副区长", "张三", "9月底前", "每月")]


def test_page_shows_what_is_said_and_no_phone(cast: Cast, client: Client) -> None:
    row = standard_of(make_framework(make_draft("1.1")), "1.1")
    bring(ROW)
    client.force_login(cast.chief)

    page = client.get(reverse("standards:standard", args=[row.pk])).content.decode()

    assert all(text in page for text in ("分管领导", "李副区长", "张三、李四", "9月底前", "每季度1次"))
    assert "13800000001" not in page


def test_table_goes_out_with_them_and_an_edited_cell_comes_back(cast: Cast) -> None:
    framework = make_framework(make_draft("1.1"), make_draft("1.2"))
    bring(ROW)
    book = openpyxl.load_workbook(io.BytesIO(breakdown_workbook(actor=SYSTEM, framework=framework)))
    table = book["任务分解表"]
    assert [cell.value for cell in table[2]][10:] == [
        *("分管领导", "责任人", "完成时限", "频次", "Ⅲ级指标", "备注", "导出标记"),
    ]
    table["M4"] = "12月底前"
    stream = io.BytesIO()
    book.save(stream)

    report = run_import(kind_for("breakdown"), read_book(stream.getvalue()), actor=SYSTEM)

    assert (counts(report), reasons(report)) == ((2, 0, 1, 1), [])
    assert kept() == [("李副区长", "张三、李四", "12月底前", "每季度1次")]


def test_new_edition_carries_all_but_the_deadline(cast: Cast) -> None:
    framework = make_framework(make_draft("1.1"), state=Framework.State.IN_FORCE)
    bring(ROW)

    new = carry_over(actor=SYSTEM, framework_id=framework.pk, edition="2027年版", starts_on=today())

    carried = Arrangement.objects.get(standard__framework=new)
    assert (carried.leader, carried.in_charge, carried.due) == ("李副区长", "张三、李四", "")


def test_queries_do_not_grow_with_the_rows(cast: Cast, django_assert_max_num_queries: Any) -> None:
    make_framework(*(make_draft(f"1.{n}") for n in range(1, 31)))
    rows = [(n, f"标准1.{n}", "区城管局", "领导", "张三", "9月底前", "每月") for n in range(1, 31)]

    with django_assert_max_num_queries(45):
        bring(*rows)
    assert Arrangement.objects.count() == 30
