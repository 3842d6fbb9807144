"""The problem dictionary: named lists, usual severity and units, order, and the workbook that comes back unchanged."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client

from chuangcheng.cases.limits import Limit, Unit
from chuangcheng.cases.models import Case, ProblemClass, ProblemList
from chuangcheng.cases.services.classes import default_classes
from chuangcheng.cases.services.dictionary import unit_with_words
from chuangcheng.cases.testing import case_in, problem_class, report
from chuangcheng.cases.urgency import HALF, SAME, halved, usual_limit
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import read_book
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

CLASSES = "/settings/problem-classes/"
LISTS = "/settings/problem-lists/"


def workbook_of(client: Client) -> bytes:
    answer: Any = client.get(f"{CLASSES}export.xlsx")
    return b"".join(answer.streaming_content)


def take_in(content: bytes, cast: Cast) -> Any:
    book = read_book(content, name="问题类别.xlsx")
    return run_import(kind_for("problem_classes"), book, actor=actor_of(cast.chief))


def edited(content: bytes, cell: str, value: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active[cell] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_every_class_belongs_to_one_of_nine_groups_of_a_batch(db: None) -> None:
    groups = ProblemList.objects.filter(kind="batch")
    assert groups.count() == 9
    of_classes = [each.lists.filter(kind="batch").count() for each in ProblemClass.objects.all()]
    assert set(of_classes) == {1}
    assert len(of_classes) == len(default_classes())


def test_lists_that_speeches_name_are_there_with_their_classes(db: None) -> None:
    names = set(ProblemList.objects.get(name="六乱").classes.values_list("name", flat=True))
    assert {"乱贴乱画", "私搭乱建", "乱堆乱放"} <= names
    assert ProblemList.objects.get(name="十无").classes.filter(name="开墙打洞").exists()


@pytest.mark.parametrize(
    "name", ["不文明养犬", "斑马线不礼让", "行人闯红灯", "机动车乱停", "施工公示缺失", "外卖骑手违规", "背街小巷脏乱"]
)
def test_problems_of_the_speeches_are_classes(db: None, name: str) -> None:
    assert ProblemClass.objects.filter(name=name).exists()


def test_office_makes_a_list_and_the_case_list_filters_by_it(cast: Cast) -> None:
    client, garbage, dogs = signed_in(cast.chief), problem_class(), problem_class("不文明养犬")
    given = {"name": "三乱", "kind": "list", "order": 5, "is_active": "on", "class_ids": [garbage.pk]}
    assert client.post(f"{LISTS}new/", given).status_code == 302
    inside, outside = report(cast), report(cast, problem_class=dogs)
    made = ProblemList.objects.get(name="三乱")
    page = client.get("/cases/", {"problem_list": made.pk}).content.decode()
    assert inside.number in page
    assert outside.number not in page
    listed = client.get("/api/v1/cases", {"problem_list": made.pk}).json()["items"]
    assert [each["number"] for each in listed] == [inside.number]
    assert "三乱" in client.get(LISTS).content.decode()


def test_class_leaves_its_group_of_batches_for_another(cast: Cast) -> None:
    group = ProblemList.objects.get(name="消防安全")
    garbage = problem_class()
    kept = [*group.classes.values_list("pk", flat=True), garbage.pk]
    given = {"name": group.name, "kind": "batch", "order": group.order, "is_active": "on", "class_ids": kept}
    assert signed_in(cast.chief).post(f"{LISTS}{group.pk}/", given).status_code == 302
    assert [each.name for each in garbage.lists.filter(kind="batch")] == ["消防安全"]


def test_list_without_a_name_is_refused(cast: Cast) -> None:
    answer = signed_in(cast.chief).post(f"{LISTS}new/", {"name": "", "kind": "list", "order": 1})
    assert answer.status_code == 422


def test_dictionary_is_found_by_words_and_group(cast: Cast) -> None:
    client = signed_in(cast.chief)
    page = client.get(CLASSES, {"q": "乞讨"}).content.decode()
    assert "流浪乞讨滋扰" in page
    assert "暴露垃圾" not in page
    assert "消防通道堵塞" in client.get(CLASSES, {"group": "消防安全"}).content.decode()
    assert "没有符合条件的类别" in client.get(CLASSES, {"q": "没有这样的"}).content.decode()


def test_office_puts_classes_into_order(cast: Cast) -> None:
    ids = list(ProblemClass.objects.values_list("pk", flat=True))
    moved = [ids[1], ids[0], *ids[2:]]
    assert signed_in(cast.chief).post(f"{CLASSES}order/", {"ids": moved}).status_code == 302
    assert list(ProblemClass.objects.values_list("pk", flat=True)) == moved


def test_order_of_a_part_leaves_the_others_in_their_places(cast: Cast) -> None:
    ids = list(ProblemClass.objects.values_list("pk", flat=True))
    signed_in(cast.chief).post(f"{CLASSES}order/", {"ids": [ids[4], ids[2]]})
    assert list(ProblemClass.objects.values_list("pk", flat=True))[:6] == [*ids[:2], ids[4], ids[3], ids[2], ids[5]]


def test_usual_units_are_found_by_their_names(cast: Cast) -> None:
    assert signed_in(cast.chief).post(f"{CLASSES}units/").status_code == 302
    assert problem_class().default_unit == cast.sanitation  # 区城管局
    assert problem_class("消防通道堵塞").default_unit is None


def test_earlier_words_win_over_earlier_units() -> None:
    assert unit_with_words("城管、住建", [(1, "区住建局"), (2, "区城管局")]) == 2
    assert unit_with_words("消防", [(1, "区住建局")]) is None


def test_workbook_comes_back_unchanged(cast: Cast) -> None:
    content = workbook_of(signed_in(cast.chief))
    found = take_in(content, cast)
    assert (found.created, found.updated, found.problems) == (0, 0, [])
    assert found.unchanged == ProblemClass.objects.count()


def test_edited_cell_of_the_workbook_changes_that_alone(cast: Cast) -> None:
    content = workbook_of(signed_in(cast.chief))
    book = openpyxl.load_workbook(io.BytesIO(content)).active
    row = next(cell.row for cell in book["A"] if cell.value == "SR01")
    limit = next(cell.column_letter for line in book.iter_rows() for cell in line if cell.value == "处置时限")
    found = take_in(edited(content, f"{limit}{row}", "3个工作日"), cast)
    assert (found.created, found.updated) == (0, 1)
    changed = ProblemClass.objects.get(code="SR01")
    assert (changed.limit_amount, changed.limit_unit) == (3, "working_days")


def test_urgent_limit_in_another_unit_is_named_and_left_out(cast: Cast) -> None:
    rows = "编号,大类,小类,处置时限,紧急时的时限\nBD01,本地,本地小类,2工作日,4小时\nBD02,本地,另一小类,2工作日,\n"
    found = take_in(rows.encode("utf-8-sig"), cast)
    assert (found.created, found.rejected) == (1, 1)


@pytest.mark.parametrize(
    ("limit", "half"),
    [
        (Limit(24, Unit.CALENDAR_HOURS), Limit(12, Unit.CALENDAR_HOURS)),
        (Limit(3, Unit.WORKING_DAYS), Limit(2, Unit.WORKING_DAYS)),
        (Limit(1, Unit.WORKING_DAYS), Limit(4, Unit.WORKING_HOURS)),
        (Limit(1, Unit.WORKING_HOURS), Limit(1, Unit.WORKING_HOURS)),
    ],
)
def test_half_of_a_limit(limit: Limit, half: Limit) -> None:
    assert halved(limit) == half


def test_urgent_limit_is_the_classs_own_else_by_the_setting() -> None:
    usual = ProblemClass(limit_amount=4, limit_unit="working_days")
    own = ProblemClass(limit_amount=4, limit_unit="working_days", urgent_amount=1)
    assert usual_limit(usual, is_urgent=False, rule=HALF).amount == 4
    assert usual_limit(usual, is_urgent=True, rule=HALF).amount == 2
    assert usual_limit(usual, is_urgent=True, rule=SAME).amount == 4
    assert usual_limit(own, is_urgent=True, rule=SAME).amount == 1


def test_urgent_case_gets_half_the_time_until_the_setting_says_otherwise(cast: Cast) -> None:
    holes = problem_class("道路不洁")  # 2 working hours
    assert case_in("fixing", cast, problem_class=holes, severity="urgent").limit_amount == 1
    change_setting(
        actor=actor_of(cast.chief), key="cases.urgent_term", value="same", valid_from=date(2020, 1, 1), reason="试行"
    )
    assert case_in("fixing", cast, problem_class=holes, severity="urgent").limit_amount == 2


def test_report_without_severity_takes_the_usual_one_of_its_class(cast: Cast) -> None:
    assert report(cast, problem_class=problem_class("路面塌陷")).severity == "urgent"
    assert report(cast).severity == "normal"


def test_list_shows_urgent_cases_alone(cast: Cast) -> None:
    urgent, normal = report(cast, severity="urgent"), report(cast)
    page = signed_in(cast.chief).get("/cases/", {"severity": "urgent"}).content.decode()
    assert urgent.number in page
    assert normal.number not in page


def test_page_of_lists_asks_once_for_each_list_however_many_cases(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _each in range(3):
        report(cast)
    client = signed_in(cast.chief)
    with django_assert_max_num_queries(ProblemList.objects.count() + 12):
        client.get(LISTS)
    assert Case.objects.count() == 3
