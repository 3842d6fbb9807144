from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.core.imports.values import (
    BadValue,
    Duration,
    choice,
    parse_code,
    parse_date,
    parse_due_on,
    parse_duration,
    parse_integer,
    parse_latitude,
    parse_list,
    parse_longitude,
    parse_moment,
    parse_number,
    parse_phone,
    parse_position,
    parse_yes_no,
    yes_no,
)
from chuangcheng.core.sheets import Cell
from chuangcheng.core.times import SHANGHAI

PARSERS: list[Callable[[Cell], Any]] = [
    *(parse_code, parse_date, parse_moment, parse_due_on, parse_duration, parse_number, parse_integer),
    *(parse_yes_no, parse_list, parse_phone, parse_longitude, parse_latitude, parse_position),
]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-14 11:09", date(2026, 3, 14)),
        ("2026年07月30日", date(2026, 7, 30)),
        ("2026/03/18", date(2026, 3, 18)),
        ("2026.08.25", date(2026, 8, 25)),
        ("２０２６．８．２５", date(2026, 8, 25)),
        ("2026 年 8 月 5 日（周三）", date(2026, 8, 5)),
        ("26年3月14日", date(2026, 3, 14)),
        ("20260825", date(2026, 8, 25)),
        (20260825, date(2026, 8, 25)),
        (46259, date(2026, 8, 25)),
        ("46259", date(2026, 8, 25)),
        (date(2026, 8, 25), date(2026, 8, 25)),
        (datetime(2026, 8, 25, 9, 30), date(2026, 8, 25)),  # noqa: DTZ001 - cells know no time zone
    ],
)
def test_days_are_read_in_every_common_form(cell: Cell, day: date) -> None:
    assert parse_date(cell) == day


def test_a_day_without_year_takes_the_one_given() -> None:
    assert parse_date("3月5日", default_year=2026) == date(2026, 3, 5)
    with pytest.raises(BadValue, match="没有写年份"):
        parse_date("3月5日")


@pytest.mark.parametrize(
    "cell", ["", "长期坚持", "2026-13-01", "2026-02-30", "9999-01-01", "3", 3, 0.5, True, "１２", "1.5", "0000-00-00"]
)
def test_what_is_no_day_is_refused_in_a_sentence(cell: Cell) -> None:
    with pytest.raises(BadValue) as refusal:
        parse_date(cell)
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("2026-03-14 11:09", (11, 9, 0)),
        ("2026/3/14 下午3:05", (15, 5, 0)),
        ("2026年3月14日15时5分", (15, 5, 0)),
        ("2026-03-14T23:59:58", (23, 59, 58)),
        ("2026-03-14", (0, 0, 0)),
        (46095.5, (12, 0, 0)),
    ],
)
def test_moments_are_in_shanghai(cell: Cell, clock: tuple[int, int, int]) -> None:
    assert parse_moment(cell) == datetime(2026, 3, 14, *clock, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026年9月底前", date(2026, 9, 30)),
        ("9月30日", date(2026, 9, 30)),
        ("9月30日前", date(2026, 9, 30)),
        ("2026.10.15", date(2026, 10, 15)),
        ("2026-10-15前完成", date(2026, 10, 15)),
        ("10月上旬", date(2026, 10, 10)),
        ("10月中旬", date(2026, 10, 20)),
        ("2月下旬", date(2026, 2, 28)),
        ("2026年2月", date(2026, 2, 28)),
        ("6月份", date(2026, 6, 30)),
        ("年底前", date(2026, 12, 31)),
        ("2026年底", date(2026, 12, 31)),
        ("第三季度", date(2026, 9, 30)),
        ("上半年", date(2026, 6, 30)),
        (date(2026, 8, 31), date(2026, 8, 31)),
    ],
)
def test_deadlines_are_the_last_day_meant(cell: Cell, day: date) -> None:
    assert parse_due_on(cell, default_year=2026) == day


@pytest.mark.parametrize("cell", ["长期坚持", "12", "13月底前", "每月", "立行立改"])
def test_what_names_no_day_is_no_deadline(cell: Cell) -> None:
    with pytest.raises(BadValue):
        parse_due_on(cell, default_year=2026)


@pytest.mark.parametrize(
    ("cell", "duration"),
    [
        ("24小时", Duration(24, "hour")),
        ("3天", Duration(3, "day")),
        ("限3日内", Duration(3, "day")),
        ("5个工作日", Duration(5, "working_day")),
        ("４工作时", Duration(4, "working_hour")),
        ("两周内", Duration(14, "day")),
        ("十五天", Duration(15, "day")),
    ],
)
def test_time_limits_are_read(cell: Cell, duration: Duration) -> None:
    assert parse_duration(cell) == duration


@pytest.mark.parametrize("cell", ["3", "立行立改", "0天", "半天", 3, "天"])
def test_what_is_no_time_limit_is_refused(cell: Cell) -> None:
    with pytest.raises(BadValue):
        parse_duration(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (6.0, "6"),
        (0.1 + 0.2, "0.3"),
        ("６分", "6"),
        ("1,200.5", "1200.5"),
        ("36.5%", "0.365"),
        ("1.2万元", "12000"),
        ("-3", "-3"),
        ("−3", "-3"),
    ],
)
def test_numbers_are_read_with_units_and_widths(cell: Cell, number: str) -> None:
    assert parse_number(cell) == Decimal(number)


@pytest.mark.parametrize("cell", ["", "约3", "≥90", "3/4", "1e999", "NaN", "1,2,3", True, "9" * 40, 1e300])
def test_what_is_no_number_is_refused(cell: Cell) -> None:
    with pytest.raises(BadValue):
        parse_number(cell)


def test_whole_numbers_refuse_fractions() -> None:
    assert parse_integer("12处") == 12
    with pytest.raises(BadValue, match="整数"):
        parse_integer("1.5")


def test_yes_and_no_in_the_words_of_offices() -> None:
    assert [parse_yes_no(cell) for cell in ("是", "√", "Ｙ", True, 1)] == [True] * 5
    assert [parse_yes_no(cell) for cell in ("否", "×", "n", False, 0)] == [False] * 5
    closed = yes_no(yes=["已销号"], no=["未销号"])
    assert (closed("已销号"), closed("未 销 号")) == (True, False)
    with pytest.raises(BadValue, match="看不出是或否"):
        parse_yes_no("已销号")


def test_lists_are_cut_at_every_usual_mark() -> None:
    assert parse_list("区民政局\n区妇联、石门镇/柳河镇；区民政局，") == ("区民政局", "区妇联", "石门镇", "柳河镇")
    assert parse_list("1.区城管局\n2.区住建局（供热、供水）") == ("区城管局", "区住建局（供热、供水）")
    with pytest.raises(BadValue, match="超过"):
        parse_list("、".join(map(str, range(300))))


def test_codes_and_phones_lose_widths_and_spaces() -> None:
    assert parse_code("ＹＸ－ 0001") == "YX-0001"
    assert parse_code(12.0) == "12"
    assert parse_phone("138 0000 0004") == parse_phone("１３８００００0004") == "13800000004"
    with pytest.raises(BadValue, match="电话"):
        parse_phone("见群通讯录")


def test_choices_accept_width_and_case_and_name_the_alternatives() -> None:
    method = choice({"实地考察": "onsite", "Online": "online"})
    assert (method("实地 考察"), method("ＯＮＬＩＮＥ")) == ("onsite", "online")
    with pytest.raises(BadValue, match="请填实地考察、Online之一"):
        method("电话访问")


@pytest.mark.parametrize("cell", ["114.488858", 114.488858, "东经114.488858°", "114°29′19.8888″", "E114.488858"])
def test_longitudes_are_read_in_degrees(cell: Cell) -> None:
    assert parse_longitude(cell) == pytest.approx(114.488858, abs=1e-6)


@pytest.mark.parametrize("cell", ["114.488858,36.590221", "36.590221，114.488858", "114.488858 36.590221"])
def test_positions_in_one_cell_are_read_in_either_order(cell: Cell) -> None:
    assert parse_position(cell) == (114.488858, 36.590221)


@pytest.mark.parametrize("cell", ["", "0", 0, "nan", "200", "114.4,", "东城", "1_4.5"])
def test_what_is_no_place_on_earth_is_refused(cell: Cell) -> None:
    for parse in (parse_latitude, parse_position):
        with pytest.raises(BadValue):
            parse(cell)


cells = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789-/.年月日 :前底万%分、,°′″NE", max_size=24),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
)


@given(cells, st.sampled_from(PARSERS))
def test_any_cell_gives_a_value_or_a_sentence(cell: Cell, parse: Callable[[Cell], Any]) -> None:
    try:
        parse(cell)
    except BadValue as refusal:
        said = str(refusal)
    else:
        said = "。"
    assert said.endswith("。")


@given(st.dates(date(1960, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_every_form(day: date) -> None:
    forms = ["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日"]
    assert {parse_date(form.format(day)) for form in forms} == {day}
    assert parse_date((day - date(1899, 12, 30)) // timedelta(days=1)) == day
