from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from chuangcheng.core.ids import new_id
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.matching import Matcher
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.standards.models import Framework
from chuangcheng.standards.testing import make_draft, make_framework, standard_of
from chuangcheng.tasks.ledger import COLUMNS, exported_words
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.services import NewTask, Step, change_task, split_task, take_step
from chuangcheng.tasks.testing import begun_task, given, make_task
from chuangcheng.tasks.tests.ledger_kit import brought_in, column_of, come_back, exported, row_of, table

HEADER = ("序号", "工作任务", "目标", "责任单位", "责任人及电话", "完成时限", "目标数量", "计量单位")


def test_the_ledger_comes_back_without_loss(cast: Cast) -> None:
    begun_task(cast, work_standard="平整\n清洁", measures="逐座验收", proof="照片", days=20, is_standing=True)
    make_task(cast, title="=1+1", now_amount=None, target_amount=None, target="无坑洼", starts_on=today())
    make_task(cast, now_amount=Decimal("1.5"), target_amount=Decimal("98.25"), measure="%")
    before = list(Task.objects.order_by("pk").values())
    report = brought_in(exported(cast), cast)
    assert (report.read, report.created, report.updated, report.unchanged) == (3, 0, 0, 3)
    assert not report.problems
    assert not report.unplaced_columns
    assert list(Task.objects.order_by("pk").values()) == before


def test_an_edited_cell_changes_the_task_and_the_file_is_the_reason(cast: Cast) -> None:
    task, other = begun_task(cast), make_task(cast, title="背街小巷硬化")
    later = today() + timedelta(days=45)

    def edit(sheet: Any) -> None:
        row = row_of(sheet, task.number)
        sheet.cell(row, column_of(sheet, "完成时限")).value = later
        sheet.cell(row, column_of(sheet, "目标数量")).value = 20
        sheet.cell(row, column_of(sheet, "工作措施")).value = "分片包干"

    report = come_back(cast, edit)
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    task.refresh_from_db()
    assert (task.due_on, task.target_amount, task.measures, task.state) == (later, Decimal(20), "分片包干", "doing")
    event = TaskEvent.objects.get(task=task, move="change")
    assert event.text == "从Excel导入：台账.xlsx"
    assert set(event.before) == {"due_on", "target_amount", "measures"}
    assert not TaskEvent.objects.filter(task=other, move="change").exists()


def test_what_moved_on_meanwhile_is_not_undone(cast: Cast) -> None:
    task, book = begun_task(cast), exported(cast)
    take_step(actor=actor_of(cast.liaison), task_id=task.pk, step=Step("report", amount=Decimal(5)))
    facts = given(cast, title="新建公厕", proof="验收单")
    change_task(actor=actor_of(cast.chief), task_id=task.pk, event_id=new_id(), given=facts, reason="改名")
    sheet = book.active
    sheet.cell(2, column_of(sheet, "佐证")).value = "照片"
    sheet.cell(2, column_of(sheet, "已完成")).value = 12
    sheet.cell(2, column_of(sheet, "状态")).value = "已销号"
    sheet.cell(2, column_of(sheet, "工作标准")).value = "一类标准"
    report = brought_in(book, cast)
    task.refresh_from_db()
    assert (task.title, task.proof, task.done_amount, task.state) == ("新建公厕", "验收单", Decimal(5), "doing")
    assert task.work_standard == "一类标准"
    told = {problem.column: problem.reason for problem in report.problems}
    assert "系统中也改过" in told["佐证"]
    assert "不能用表格改" in told["已完成"]
    assert "不能用表格改" in told["状态"]


def test_a_wrong_cell_leaves_its_row_and_takes_the_others(cast: Cast) -> None:
    good, bad = make_task(cast), make_task(cast, title="另一项")

    def edit(sheet: Any) -> None:
        for number in (good.number, bad.number):
            sheet.cell(row_of(sheet, number), column_of(sheet, "佐证")).value = "照片"
        sheet.cell(row_of(sheet, bad.number), column_of(sheet, "完成时限")).value = None

    report = come_back(cast, edit)
    assert report.updated == 1
    assert [problem.reason for problem in report.rejections] == ["请填写完成时限。"]
    assert Task.objects.get(pk=bad.pk).proof == ""


def test_a_word_that_is_no_number_is_told_and_the_other_cells_are_taken(cast: Cast) -> None:
    task = make_task(cast)

    def edit(sheet: Any) -> None:
        sheet.cell(2, column_of(sheet, "目标数量")).value = "很多"
        sheet.cell(2, column_of(sheet, "责任人")).value = "没有这个人"
        sheet.cell(2, column_of(sheet, "佐证")).value = "照片"

    report = come_back(cast, edit)
    task.refresh_from_db()
    assert (task.target_amount, task.proof) == (Decimal(15), "照片")
    assert ["不是数字" in str(report.problems), "没有叫" in str(report.problems)] == [True, True]


def test_a_person_of_the_unit_is_named_in_a_cell(cast: Cast) -> None:
    task, helper = make_task(cast), make_person("helper", unit=cast.sanitation, role="liaison")
    come_back(cast, lambda sheet: setattr(sheet.cell(2, column_of(sheet, "责任人")), "value", helper.name))
    task.refresh_from_db()
    assert task.person == helper
    assert TaskEvent.objects.get(task=task, move="change").after == {"person_id": helper.name}


def test_rows_without_a_number_become_tasks_once(cast: Cast) -> None:
    parent, book = begun_task(cast), exported(cast)
    sheet = book.active
    for title, unit, above in (("清理卫生死角", "东关街道", None), ("东片公厕", "区城管局", parent.number)):
        row = sheet.max_row + 1
        cells = {"任务": title, "责任单位": unit, "目标": "达标", "完成时限": parent.due_on, "上级任务": above}
        for word, value in cells.items():
            sheet.cell(row, column_of(sheet, word)).value = value
    report = brought_in(book, cast)
    assert (report.created, report.unchanged, report.rejections) == (2, 1, [])
    assert Task.objects.get(title="东片公厕").parent == parent
    again = brought_in(book, cast)
    assert (again.created, again.unchanged) == (0, 3)


def test_a_number_that_is_nobodys_is_refused_and_one_twice_counts_once(cast: Cast) -> None:
    task, book = make_task(cast), exported(cast)
    sheet = book.active
    for number in (task.number, "2020-000001"):
        sheet.append([number, *[cell.value for cell in sheet[2]][1:]])
    report = brought_in(book, cast)
    assert ["不止一行" in str(report.problems), "没有编号为2020-000001" in str(report.problems)] == [True, True]


def test_an_english_ledger_comes_back_too(cast: Cast) -> None:
    task = make_task(cast)
    with override("en"):
        book = exported(cast)
    sheet = book.active
    words = exported_words("en")
    place = [column.key for column in COLUMNS].index("proof")
    sheet.cell(2, column_of(sheet, words[place])).value = "photo"
    assert brought_in(book, cast).updated == 1
    task.refresh_from_db()
    assert task.proof == "photo"


def test_every_exported_word_is_known_when_it_comes_back() -> None:
    matcher = Matcher(kind_for("tasks").columns)
    for language, _name in settings.LANGUAGES:
        for column, word in zip(COLUMNS, exported_words(language), strict=True):
            assert matcher.match([word]) == (column.key, 1.0)


def test_a_table_of_an_office_becomes_tasks(cast: Cast) -> None:
    book = table(
        HEADER,
        (1, "新建公厕", "公厕达标", "区城管局", "张三 000-5550001", "9月底前", "12座", None),
        (2, "清理小广告", "无小广告", "东关街道、区城管局", None, "长期坚持", None, None),
        (3, "修补盲道", None, "某某新局", None, date(2026, 8, 31), 30, "处"),
        title="云澜区2026年创建任务表",
    )
    report = brought_in(book, cast)
    assert (report.read, report.created, report.rejections) == (3, 3, [])
    toilets, lane = Task.objects.get(title="新建公厕"), Task.objects.get(title="修补盲道")
    assert (toilets.due_on, toilets.quantity, toilets.measure) == (date(2026, 9, 30), Decimal(12), "座")
    assert not Unit.objects.get(name="某某新局").is_confirmed
    assert (lane.unit.name, lane.quantity, lane.measure) == ("某某新局", Decimal(30), "处")
    signs = Task.objects.filter(title="清理小广告")
    assert {(task.unit, task.due_on, task.is_standing) for task in signs} == {
        (cast.east, date(2026, 12, 31), True),
        (cast.sanitation, date(2026, 12, 31), True),
    }
    again = brought_in(book, cast)
    assert (again.created, again.unchanged) == (0, 3)
    assert Task.objects.count() == 4


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((1, "新建公厕", "达标", None, None, "9月底前"), "没有责任单位"),
        ((1, "新建公厕", "达标", "区城管局", None, None), "没有完成时限"),
        ((1, "新建公厕", "达标", "区城管局", None, "尽快"), "不是日期"),
        ((1, "新建公厕", None, "区城管局", None, "9月底前"), "请填写目标"),
        ((1, None, "达标", "区城管局", None, "9月底前"), "没有写任务"),
        ((1, "新建公厕", None, "区城管局", None, "9月底前", 12), "数量的单位"),
    ],
)
def test_a_row_that_lacks_something_is_refused_in_a_sentence(row: tuple[Any, ...], sentence: str, cast: Cast) -> None:
    report = brought_in(table(HEADER, row, (2, "另一项", "整洁", "区城管局", None, "9月底前")), cast)
    assert report.created == 1
    assert sentence in report.rejections[0].reason


def test_a_row_about_a_standard_in_force_belongs_to_it(cast: Cast) -> None:
    framework = make_framework(make_draft("1.1"))
    standard = standard_of(framework, "1.1")
    Framework.objects.update(state="in_force")
    book = table(("测评标准", "牵头单位", "完成时限"), (standard.text, "区城管局", "2026-09-30"))
    assert brought_in(book, cast).created == 1
    assert Task.objects.get().standard == standard


def test_a_breakdown_with_a_header_of_two_rows_and_merged_cells_becomes_tasks(cast: Cast) -> None:
    book = table(
        ("填报单位：区创建办　　填报日期：2026年3月1日",),
        (
            "序号",
            "测评项目",
            "测评内容",
            "测评标准",
            "分值",
            "责任分工",
            None,
            None,
            "完成时限",
            "责任人及电话",
            "备注",
        ),
        (None, None, None, None, None, "牵头单位", "责任单位", "配合单位"),
        (
            "1",
            "环境",
            "市容",
            "背街小巷无坑洼",
            6,
            "区城管局",
            "东关街道\n区城管局",
            "区妇联",
            "9月底前",
            "甲 000-5550001",
        ),
        ("2", None, None, "楼道整洁", None, "东关街道", None, "各街道、各乡镇", "长期坚持", "乙 000-5550002"),
        ("3", None, "公厕", "公厕无异味", 4, "区城管局", "东关街道", None, None, "丙 000-5550003"),
        ("注：长期坚持的任务每月报送一次进展。",),
        title="云澜区2026年创建全国文明城区任务分解表",
    )
    sheet = book.active
    for cells in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:H3", "I3:I4", "B5:B7", "C5:C6", "E5:E6"):
        sheet.merge_cells(cells)
    report = brought_in(book, cast)
    assert (report.read, report.created) == (3, 2)
    assert [(problem.row, problem.reason) for problem in report.rejections] == [(7, "没有完成时限，请补上。")]
    made = {(task.title, task.unit, task.due_on, task.is_standing) for task in Task.objects.all()}
    assert made == {
        ("背街小巷无坑洼", cast.east, date(2026, 9, 30), False),
        ("背街小巷无坑洼", cast.sanitation, date(2026, 9, 30), False),
        ("楼道整洁", cast.east, date(2026, 12, 31), True),
    }


@pytest.mark.parametrize("count", [3, 30])
def test_more_rows_ask_no_more_of_the_database(count: int, cast: Cast, django_assert_max_num_queries: Any) -> None:
    make_task(cast)
    rows = [(n, f"任务{n}", "达标", "区城管局", None, "9月底前") for n in range(count)]
    with django_assert_max_num_queries(60):
        assert brought_in(table(HEADER, *rows), cast).created == count
    book = exported(cast)
    for row in range(2, book.active.max_row + 1):
        book.active.cell(row, column_of(book.active, "佐证")).value = "照片"
    with django_assert_max_num_queries(60):
        assert brought_in(book, cast).updated == count + 1


def test_a_part_that_asks_for_too_much_is_refused(cast: Cast) -> None:
    task = begun_task(cast)
    part = given(cast, title="东片", now_amount=0, target_amount=8)
    split_task(actor=actor_of(cast.liaison), task_id=task.pk, lines=[NewTask(new_id(), part)])
    made = Task.objects.get(title="东片")

    def edit(sheet: Any) -> None:
        sheet.cell(row_of(sheet, made.number), column_of(sheet, "目标数量")).value = 30

    report = come_back(cast, edit)
    assert "超过了任务的12座" in report.rejections[0].reason
