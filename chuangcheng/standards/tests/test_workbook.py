"""The canonical workbook, out and in again."""

from __future__ import annotations

import pytest
from django.db import connection

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.sheets import read_book
from chuangcheng.core.sheets.book import Book
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.models import Duty, Framework, NegativeEntry, SiteType, Standard
from chuangcheng.standards.services import assign_duty, load_sample
from chuangcheng.standards.testing import make_framework
from chuangcheng.standards.tests.books import HEADER, NEGATIVE, ROWS, SETTINGS, book, bring, counts, the_framework
from chuangcheng.standards.workbook import framework_workbook

pytestmark = pytest.mark.django_db


def exported(framework: Framework) -> Book:
    return read_book(framework_workbook(actor=SYSTEM, framework=framework), name="体系.xlsx")


def cells(found: Book) -> dict[str, list[list[object]]]:
    return {sheet.name: [list(row) for row in sheet.rows] for sheet in found.sheets}


def forget_everything() -> None:
    for model in (Duty, NegativeEntry, Standard, Framework, SiteType):
        model.objects.all().delete()


def test_export_imported_into_an_empty_place_gives_the_same_cells(cast: Cast) -> None:
    settings = (
        *SETTINGS,
        ("总分", 10),
        ("方法权重", "实地考察=40;网上申报=40;问卷调查=20"),
        ("周期权重", "30;30;40"),
        ("门槛", "未成年人:min=85;share=0.2"),
        ("窗口起", "2026-01-01"),
        ("窗口止", "2026-12-31"),
        ("检查计入", "最近一次"),
        ("层级名称", "一级;二级;三级"),
        ("创建类别", "卫生"),
        ("体系说明", "只用于测试。"),
    )
    header = (*HEADER, "牵头单位", "责任单位", "配合单位", "来源", "项目编号")
    row = (*ROWS[0], "区城管局", "西苑街道、东关街道", "区某某局", "测试文件", "一")
    bring(book(row, *ROWS[1:], settings=settings, header=header, negative=NEGATIVE))
    first = exported(the_framework())
    forget_everything()

    report = bring(first)

    assert (report.created, report.updated, len(report.rejections)) == (6, 0, 0)
    assert cells(exported(the_framework())) == cells(first)


def test_sample_comes_out_and_in_again_unchanged(cast: Cast) -> None:
    sample = load_sample(actor=SYSTEM)
    for standard in sample.standards.all()[:5]:
        assign_duty(actor=SYSTEM, standard_id=standard.pk, unit_id=cast.east.pk, kind="lead", starts_on=today())
    first = exported(sample)
    rows = len(cells(first)["标准"]) + len(cells(first)["负面清单"]) - 2
    forget_everything()

    report = bring(first)

    assert counts(report) == (rows, rows, 0, 0)
    assert cells(exported(the_framework())) == cells(first)


def test_export_of_an_edition_in_force_brought_back_is_unchanged(cast: Cast) -> None:
    sample = load_sample(actor=SYSTEM)
    assign_duty(
        actor=SYSTEM,
        standard_id=sample.standards.all()[0].pk,
        unit_id=cast.east.pk,
        kind="responsible",
        starts_on=today(),
    )

    report = bring(exported(sample))

    assert (report.created, report.updated, report.problems) == (0, 0, [])
    assert report.unchanged == report.read


def test_hostile_texts_stay_texts(cast: Cast) -> None:
    row = ("1", "=HYPERLINK(1)", "+1", "=cmd|' /C calc'!A0", 1, "@SUM(A1)", "", "达标率")

    bring(book(row))

    assert cells(exported(the_framework()))["标准"][1][:6] == [
        "1",
        "=HYPERLINK(1)",
        "+1",
        "=cmd|' /C calc'!A0",
        1,
        "@SUM(A1)",
    ]


def test_methods_keep_the_order_in_which_the_office_wrote_them(cast: Cast) -> None:
    weights = {"网上申报": "40", "实地考察": "40", "问卷": "20", "a": "1"}
    framework = make_framework(method_weights=weights)

    assert list(Framework.objects.get(pk=framework.pk).method_weights.items()) == list(weights.items())


def test_weights_written_as_an_object_by_an_earlier_installation_are_read(cast: Cast) -> None:
    framework = make_framework()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE standards_framework SET method_weights = %s", ['{"a": "1", "b": "2"}'])

    assert Framework.objects.get(pk=framework.pk).method_weights == {"a": "1", "b": "2"}
