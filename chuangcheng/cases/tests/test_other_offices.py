"""Whole problem ledgers as a county, a street and a city keep them, unlike the sample and unlike each other."""

from __future__ import annotations

import pytest

from chuangcheng.cases.models import Case
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import Book, Cell, Sheet, read_book
from chuangcheng.orgs.testing import Cast

pytestmark = pytest.mark.django_db

COUNTY: list[list[Cell]] = [
    ["某县2026年3月第2周督查问题清单"],
    ["填报单位：县创建办", "", "", "", "", "", "", "统计日期：2026.3.15"],
    [
        "序\n号",
        "督查\n日期",
        "点位名称",
        "所属乡镇（街道）",
        "问题具体表现",
        "整改责任",
        "",
        "整改期限",
        "整改落实情况",
        "销号状态",
    ],
    ["", "", "", "", "", "责任\n单位（牵头）", "责任单位（配合）", "", "", ""],
    ["一、主次干道（3个）"],
    [
        1,
        "3月4日",
        "人民路",
        "城关镇",
        "1.路面破损；2.果皮箱满溢",
        "县住建局",
        "县城管局、城关镇",
        "3个工作日",
        "已整改",
        "已销号",
    ],
    [2, "3.5", "", "", "乱停乱放", "县城管局 县公安局", "各镇（街道）", "24h", "整改中", "否"],
    [3, "3月6日", "解放路", "东关街道", "井盖缺失", "①县住建局②县水务局", "", "半个月", "未整改", "×"],
    ["小计", "", "", "", "3个"],
    ["二、农贸市场"],
    [
        4,
        "３月７日",
        "中心市场",
        "东关街道",
        "占道经营",
        "县市场监管局等单位",
        "",
        "立行立改，长期坚持",
        "整改到位",
        "√",
    ],
    ["合计", "", "", "", "4个"],
    ["注：立行立改问题须当日反馈。"],
]
STREET = (
    "日期;地点;存在问题;责任科室;限时;是否完成;办结时间;所属社区;经纬度\r\n"
    '26/3/4;幸福里小区;"楼道堆物; 飞线充电";城管科;3天内;是;26/3/6;幸福社区;114.488858,36.590221\r\n'
    "2026.3.5 9:05;和平路;垃圾外溢;社区办;一周;否;;和平社区;36.59,114.48\r\n"
    "46086;和平路;广告破损;;2026-3-20;☑;46090;;\r\n"
    "共计3件;;;;;;;;\r\n"
)


def take(book: Book) -> Report:
    return run_import(kind_for("cases"), book, actor=SYSTEM)


def county() -> Book:
    width = len(COUNTY[2])
    merged = [((5, 2), (6, 2)), ((5, 3), (6, 3)), ((2, 5), (2, 6))]
    return Book([Sheet("Sheet1", [[*row, *[""] * (width - len(row))] for row in COUNTY], merged)])


def test_a_county_with_two_header_rows_headings_and_merged_cells(cast: Cast) -> None:
    report = take(county())
    assert (report.read, report.created, report.rejected) == (4, 4, 0)
    found = list(Case.objects.order_by("reported_at").select_related("lead_unit", "area"))
    assert [case.state for case in found] == ["closed", "fixing", "fixing", "closed"]
    assert [case.place_text for case in found] == ["人民路", "人民路", "解放路", "中心市场"]
    assert [case.lead_unit and case.lead_unit.name for case in found] == [
        "县住建局",
        "县城管局",
        "县住建局",
        "县市场监管局",
    ]
    assert [(case.limit_amount, case.limit_unit) for case in found] == [
        (3, "working_days"),
        (24, "calendar_hours"),
        (360, "calendar_hours"),
        (24, "calendar_hours"),
    ]
    assert {each.unit.name for each in found[1].assists.all()} >= {"县公安局", "东关街道", "西苑街道"}
    again = take(county())
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)


def test_a_group_that_names_check_points_and_paired_units(cast: Cast) -> None:
    text = (
        "检查组,检 查 时 间,镇（街道）,检查点名称,主要问题,整改时限,包联单位,整改情况（是/否）\n"
        '第一组,2026.3.5,东关街道,北门公厕,"1、地面湿滑\n2、无厕纸",即知即改,区城管局/东关街道,是\n'
        "第一组,3月5日上午,东关,和平路小学门口,占道经营,一周内,东关办,否\n"
    )
    report = take(read_book(b"\xef\xbb\xbf" + text.encode(), name="检查.csv"))
    assert (report.created, report.unplaced_columns) == (2, [])
    first, second = Case.objects.order_by("pk").select_related("lead_unit", "area")
    found = {case.place_text: (case.lead_unit, case.area, case.state) for case in (first, second)}
    assert found == {
        "北门公厕": (cast.sanitation, cast.east, "fed_back"),
        "和平路小学门口": (cast.east, cast.east, "fixing"),
    }


def test_a_street_with_semicolons_and_utf_16(cast: Cast) -> None:
    report = take(read_book(STREET.encode("utf-16"), name="台账.csv"))
    assert (report.read, report.created, report.unplaced_columns) == (3, 3, [])
    found = {case.description: case for case in Case.objects.all()}
    assert (found["垃圾外溢"].lon, found["垃圾外溢"].lat) == (114.48, 36.59)
    assert found["广告破损"].state == "closed"
    assert f"{found['楼道堆物; 飞线充电'].reported_at.astimezone():%y}" == "26"


def test_a_city_with_a_sheet_for_each_month_names_what_it_did_not_read(cast: Cast) -> None:
    header: list[Cell] = [
        "问题编号",
        "交办时间",
        "属地",
        "位置",
        "问题表现",
        "主要责任部门",
        "办结时限",
        "是否完成",
        "督办人",
    ]
    sheets = [
        Sheet(
            f"{month}月",
            [header, [f"SJ{month}", f"2026-{month}-5", "东关街道", "甲路", "积水", "市城管局", "7日内", "Y", "某"]],
        )
        for month in (1, 2)
    ]
    report = take(Book([*sheets, Sheet("透视表", [["行标签", "计数"], ["积水", 2]])], hidden=["旧表"]))
    assert (report.read, report.created, report.unplaced_columns) == (2, 2, ["督办人"])
    assert {problem.sheet for problem in report.problems if problem.row == 0} == {"透视表", "旧表"}
