"""Columns that stand beside each other in other offices' tables: who leads, dates, notes, levels, short words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

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
from chuangcheng.standards.due_dates import is_standing, last_day
from chuangcheng.standards.duty_papers import unit_table
from chuangcheng.standards.models import Arrangement, Duty, Framework
from chuangcheng.standards.testing import make_draft, make_framework
from chuangcheng.standards.tests.books import counts, reasons, sheet

LEVELS = ("Ⅰ级指标", "Ⅱ级指标", "Ⅲ级指标", "考评方式")


def bring(header: Sequence[Any], *rows: Sequence[Any]) -> Report:
    book = Book([sheet("Sheet1", ("云澜区2026年任务分解表",), header, *rows)])
    return run_import(kind_for("breakdown"), book, actor=SYSTEM)


def duties() -> set[tuple[str, str]]:
    return set(Duty.objects.values_list("unit__name", "kind"))


@pytest.mark.django_db
def test_of_two_columns_the_main_unit_leads_and_the_other_is_responsible(cast: Cast) -> None:
    header = (*LEVELS, "分值", "主要责任部门", "责任部门", "协同部门")
    report = bring(header, ("环境", "道路", "路面平整", "实地", 2, "区城管局", "东关街道", "西苑街道"))
    assert (counts(report), report.unplaced_columns) == ((1, 1, 0, 0), [])
    assert duties() == {("区城管局", "lead"), ("东关街道", "responsible"), ("西苑街道", "supporting")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "units", "kinds"),
    [
        (("主要责任部门",), ("区城管局",), {("区城管局", "lead")}),
        (("主要责任单位", "责任单位"), ("区城管局", "东关街道"), {("区城管局", "lead"), ("东关街道", "responsible")}),
        (("牵头单位", "主要责任部门"), ("区城管局", "东关街道"), {("区城管局", "lead"), ("东关街道", "responsible")}),
        (("责任部门",), ("区城管局",), {("区城管局", "responsible")}),
    ],
)
def test_who_leads(cast: Cast, columns: Sequence[str], units: Sequence[str], kinds: set[tuple[str, str]]) -> None:
    report = bring((*LEVELS, "分值", *columns), ("环境", "道路", "路面平整", "实地", 2, *units))
    assert (duties(), report.unplaced_columns) == (kinds, [])


@pytest.mark.django_db
def test_third_level_beside_the_standard_dates_and_notes_are_kept_and_go_out_again(cast: Cast, client: Client) -> None:
    framework = make_framework(make_draft("1.1"), make_draft("1.2"), state=Framework.State.IN_FORCE)
    header = ("测评项目", "测评内容", "Ⅲ级指标", "测评标准", "牵头单位", "完成时限", "备注")
    rows = (
        ("环境", "道路", "路面", "标准1.1", "区城管局", "9月底前", "另行通知"),
        ("环境", "道路", "", "标准1.2", "区城管局", "见附件", ""),
    )
    report = bring(header, *rows)
    assert report.unplaced_columns == []
    assert "“见附件”看不出是哪一天，照原文保留。" in reasons(report)
    kept = Arrangement.objects.order_by("standard__code").values_list("third_level", "due", "due_on", "note")
    year = int(framework.edition[:4]) if framework.edition[:4].isdecimal() else today().year
    assert list(kept) == [("路面", "9月底前", date(year, 9, 30), "另行通知"), ("路面", "见附件", None, "")]
    assert counts(bring(header, *rows)) == (2, 0, 0, 2)

    client.force_login(cast.chief)
    page = client.get(reverse("standards:unit_duties", args=[cast.sanitation.pk])).content.decode()
    assert "9月底前" in page
    assert "另行通知" in page
    table = unit_table(actor=SYSTEM, unit=cast.sanitation, day=today())[0]
    assert "另行通知" in str(read_book(table, name="a.xlsx").sheets[0].rows)
    out = read_book(breakdown_workbook(actor=SYSTEM, framework=framework), name="a.xlsx")
    assert counts(run_import(kind_for("breakdown"), out, actor=SYSTEM)) == (2, 0, 0, 2)


@pytest.mark.django_db
def test_short_words_of_methods_are_taken_as_the_framework_names_them(cast: Cast) -> None:
    header = (*LEVELS, "分值", "责任单位")
    report = bring(
        header,
        ("环境", "道路", "路面平整", "实地", 2, "区城管局"),
        ("环境", "宣传", "有方案", "材料", 2, "区城管局"),
        ("环境", "宣传", "群众知晓", "问卷", 2, "区城管局"),
    )
    parts = Framework.objects.get().standards.order_by("order", "pk").values_list("text", "parts__method")
    assert dict(parts) == {"路面平整": "实地考察", "有方案": "材料审核", "群众知晓": "问卷调查"}
    assert "“材料”按“材料审核”导入。" in reasons(report)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("9月底前", date(2026, 9, 30)),
        ("2026年9月底前", date(2026, 9, 30)),
        ("9月30日", date(2026, 9, 30)),
        ("2026-09-30", date(2026, 9, 30)),
        ("2026.9.30前", date(2026, 9, 30)),
        ("2027年2月底前完成", date(2027, 2, 28)),
        ("10月中旬", date(2026, 10, 20)),
        ("第三季度", date(2026, 9, 30)),
        ("上半年", date(2026, 6, 30)),
        ("年底前", date(2026, 12, 31)),
        ("3月—9月", date(2026, 9, 30)),
        ("长期坚持", None),
        ("9月31日", None),
        ("13月底", None),
        ("见附件", None),
    ],
)
def test_last_day_of_what_offices_write(written: str, day: date | None) -> None:
    assert last_day(written, year=2026) == day


def test_what_stands_for_ever_misses_no_day() -> None:
    assert is_standing("长期坚持")
    assert is_standing("每季度报送")
    assert not is_standing("见附件")
