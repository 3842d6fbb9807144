from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from chuangcheng.core.sheets import Book, Cell, Sheet, Unreadable
from chuangcheng.scoring.engine import Gate
from chuangcheng.scoring.tests.books import CHECKS, STANDARDS, Rows, book, earned, score_checks, scored
from chuangcheng.scoring.workbooks import read_framework


def test_english_sheets_and_columns_in_any_order_with_extra_columns() -> None:
    framework: dict[str, Rows] = {
        " Standards ": [
            ["remark", "Rule", "Marks", "code", "parameters", "method", "site types"],
            ["x", "pass_rate", 6, "1-1", "", "on site", "公园、广场"],
            ["y", "deduct", 4, "1-2", "per=0.5", "on site", ""],
        ],
        "FRAMEWORK": [["Name", "Yunlan"], ["Method_Weights", "on site=1"], ["colour", "red"]],
    }
    facts: dict[str, Rows] = {
        "CHECKS": [
            ["violations", "who", "verdict", "Site", "Standard Code"],
            ["", "x", "PASS", "A", "1-1"],
            [2, "y", "fail", "A", "1-2"],
        ],
    }
    document = scored(framework, facts)
    assert earned(document) == {"1-1": "6.00", "1-2": "3.00"}
    assert document["problems"] == []


def test_header_in_both_languages_and_with_a_note_is_known() -> None:
    framework: dict[str, Rows] = {
        "标准": [["编号 code", "分值（分）", "测评方法/method", "计分规则\nrule"], ["1", 5, "实地考察", "达标率"]],
        "体系": [["总分/total", 5]],
    }
    document = scored(framework, {"检查": [["标准编号", "判定"], ["1", "合格"]]})
    assert earned(document) == {"1": "5.00"}
    assert document["problems"] == []


def test_headings_notes_column_numbers_and_headers_again_are_no_rows() -> None:
    header = ["编号", "测评项目", "测评标准", "分值", "测评方法", "份额", "计分规则"]
    rows: Rows = [
        header,
        [1, 2, 3, 4, 5, 6, 7],
        ["一、政务环境", "", "", "", "", "", ""],
        ["1", "政务环境", "窗口整洁", 6, "实地考察", 1, "达标率"],
        header,
        ["2", "生活环境", "路面平整", 4, "实地考察", 1, "达标率"],
        ["注：分值试行一年。", "", "", "", "", "", ""],
        ["填表人：张三", "", "", "", "", "", ""],
    ]
    framework = Book([Sheet("标准", [list(row) for row in rows], [((2, 0), (2, 6))])])
    read = read_framework(framework)
    assert [standard.code for standard in read.framework.standards] == ["1", "2"]
    assert read.problems == ()


def test_titles_notes_totals_and_empty_rows_are_no_rows() -> None:
    framework: dict[str, Rows] = {
        "标准": [
            ["云澜区测评体系（示例）"],
            [],
            ["编号", "测评标准", "分值", "测评方法", "计分规则"],
            ["1", "路面", 5, "实地考察", "达标率"],
            [],
            ["", "小计", 5, "", ""],
            ["", "以下为说明", "", "", ""],
            ["合计", "", 5, "", ""],
        ]
    }
    document = scored(framework, {"检查": [["标准编号", "判定"], ["1", "合格"]]})
    assert [standard["code"] for standard in document["standards"]] == ["1"]
    assert document["problems"] == []


def test_full_width_codes_stray_spaces_and_numbers_as_codes_meet() -> None:
    framework: dict[str, Rows] = {
        "标准": [
            ["编号", "分值", "测评方法", "计分规则"],
            [1.1, "６分", "实地考察", "达标率"],
            ["Ⅲ－２", 4, "实地 考察", "达标率"],
        ]
    }
    checks: Rows = [["标准编号", "判定", "方法"], ["１．１ ", "合格", "实地考察"], ["Ⅲ-2", "合格", "实地考察"]]
    document = scored(framework, {"检查": checks})
    assert earned(document) == {"1.1": "6.00", "Ⅲ-2": "4.00"}
    assert list(document["methods"]) == ["实地考察"]
    assert document["problems"] == []


def test_a_number_counts_with_the_digits_that_a_spreadsheet_shows() -> None:
    framework: dict[str, Rows] = {
        "标准": [
            ["编号", "分值", "测评方法", "份额", "计分规则"],
            ["1", 10, "实地考察", 0.1 + 0.2, "达标率"],
            ["1", 10, "问卷调查", 0.7, "达标率"],
            ["2", 3, "实地考察", 1 / 3, "达标率"],
            ["2", 3, "问卷调查", 2 / 3, "达标率"],
        ]
    }
    document = scored(framework, {"检查": [["标准编号", "判定"], ["1", "合格"], ["2", "合格"]]})
    assert earned(document) == {"1": "10.00", "2": "3.00"}
    assert document["unknown"] == []


def test_merged_cells_are_filled_and_merged_marks_divided() -> None:
    rows: list[list[Cell]] = [
        ["编号", "测评项目", "分值", "测评方法", "份额", "计分规则"],
        ["1", "甲", 6, "实地考察", 0.5, "达标率"],
        ["", "", "", "问卷调查", 0.5, "达标率"],
        ["2", "", "", "实地考察", 1, "达标率"],
        ["3", "", "", "实地考察", 1, "达标率"],
    ]
    merged = [((1, 0), (2, 0)), ((1, 1), (4, 1)), ((1, 2), (4, 2))]
    file = read_framework(Book([Sheet("标准", rows, merged)]))
    standards = file.framework.standards
    assert [(each.code, each.item, len(each.parts)) for each in standards] == [
        ("1", "甲", 2),
        ("2", "甲", 1),
        ("3", "甲", 1),
    ]
    assert {Fraction(each.marks) for each in standards} == {Fraction(2)}
    assert "平均分给3条标准" in file.notes[0]
    assert file.problems == ()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"分值": "很多"}, "分值“很多”不是数字"),
        ({"分值": ""}, "没有写分值"),
        ({"分值": -1}, "分值“-1”不能小于0"),
        ({"编号": ""}, "没有写编号"),
        ({"编号": date(2026, 1, 1)}, "改成了日期"),
    ],
)
def test_a_standard_that_cannot_be_used_is_left_out(changed: dict[str, Cell], reason: str) -> None:
    row = standard_row(changed)
    document = scored({"标准": [*STANDARDS, row]}, {"检查": [*CHECKS, ["1-3", "A", "合格"]][:3]})
    assert earned(document) == {"1-1": "6.00", "1-2": "3.00"}
    assert len(document["problems"]) == 1
    assert reason in document["problems"][0]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"份额": "一半"}, "份额“一半”"),
        ({"份额": 1.5}, "份额“1.5”不是0到1之间的数"),
        ({"份额": -1}, "份额“-1”"),
        ({"计分规则": "凭感觉"}, "计分规则“凭感觉”不认识"),
        ({"计分规则": ""}, "计分规则“”不认识"),
        ({"计分规则": "点位合格率"}, "缺少参数“min_rate”"),
        ({"计分规则": "扣分", "参数": "per=x"}, "不是数字"),
    ],
)
def test_a_standard_whose_rule_or_share_cannot_be_read_is_unknown(changed: dict[str, Cell], reason: str) -> None:
    row = standard_row(changed)
    document = scored({"标准": [*STANDARDS, row]}, {"检查": [*CHECKS, ["1-3", "A", "合格"]]})
    assert document["unknown"] == ["1-3"]
    assert document["items"][1]["high"] == "5.00"
    assert reason in document["problems"][0]


@pytest.mark.parametrize("column", ["测评项目", "测评内容", "测评标准", "分值"])
def test_a_code_again_with_something_else_is_a_problem(column: str) -> None:
    again = ["另一个" if name == column else cell for name, cell in zip(STANDARDS[0], STANDARDS[1], strict=True)]
    if column == "分值":
        again[4] = 7
    document = scored({"标准": [*STANDARDS, again]}, {"检查": CHECKS})
    assert earned(document) == {"1-1": "6.00", "1-2": "3.00"}
    assert document["problems"] == [f"“标准”表第4行：编号“1-1”与第2行重复而{column}不同，这一行没有使用。"]


def test_a_code_again_with_the_same_words_makes_too_many_shares() -> None:
    document = scored({"标准": [*STANDARDS, STANDARDS[1]]}, {"检查": CHECKS})
    assert document["unknown"] == ["1-1"]
    assert "份额之和是2" in document["problems"][0]


def test_names_and_marks_of_further_parts_may_stay_empty() -> None:
    rows: Rows = [
        ["编号", "测评项目", "分值", "测评方法", "份额", "计分规则"],
        ["1", "甲", 6, "实地考察", 0.5, "达标率"],
        ["1", "", "", "网上申报", 0.5, "材料"],
    ]
    document = scored({"标准": rows}, {"检查": [["标准编号", "判定"], ["1", "合格"]]})
    assert document["items"][0]["name"] == "甲"
    assert document["items"][0]["full"] == "6.00"
    assert document["items"][0]["known_full"] == "3.00"


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        (["总分", "一百"], "总分“一百”不是数字"),
        (["总分", 11], "体系写明总分11，各标准分值之和是10"),
        (["方法权重", "实地考察=多"], "“实地考察”的权重“多”不是0或正数"),
        (["方法权重", "实地考察=0"], "方法权重全是0"),
        (["方法权重", "实地考察=1;实地考察=2"], "写了两次"),
        (["周期权重", "30;三十;40"], "周期权重“三十”"),
        (["周期权重", "0;0"], "周期权重全是0"),
        (["门槛", "未成年人"], "门槛“未成年人”看不懂"),
        (["门槛", "未成年人:min=850;share=0.2"], "不在0到100之间"),
        (["门槛", "未成年人:min=85;share=2"], "门槛的share“2”"),
        (["窗口起", "开春"], "时间“开春”看不懂"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said_and_left_out(setting: list[Cell], reason: str) -> None:
    document = score_checks(["1-1", "A", "合格"], settings=[setting])
    assert document["total"] == "100.00"
    assert len(document["problems"]) == 1
    assert reason in document["problems"][0]


def test_a_setting_given_twice_counts_once() -> None:
    document = score_checks(["1-1", "A", "合格"], settings=[["总分", 10], ["total", 12]])
    assert document["problems"] == ["“体系”表第2行：这一项前面已有，没有使用。"]


def test_settings_are_read() -> None:
    settings: Rows = [
        ["名称", "云澜区模拟体系"],
        ["版本", 2021],
        ["方法权重", "实地 考察＝60；问卷调查：40"],
        ["周期权重", "30;30;40"],
        ["门槛", "未成年人：min=85；share=20%"],
        ["窗口起", date(2026, 1, 1)],
        ["窗口止", 20261231],
    ]
    file = read_framework(book({"体系": settings, "标准": STANDARDS}))
    framework = file.framework
    assert (framework.name, framework.edition) == ("云澜区模拟体系", "2021")
    assert framework.method_weights == {"实地考察": Decimal(60), "问卷调查": Decimal(40)}
    assert framework.cycle_weights == (Decimal(30), Decimal(30), Decimal(40))
    assert framework.gate == Gate("未成年人", Decimal(85), Decimal("0.2"))
    assert (file.window_from, file.window_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert file.problems == ()


def test_a_negative_entry_twice_or_without_sanction_is_a_problem() -> None:
    negative: Rows = [["编号", "项目", "处理"], ["N1", "甲", "void"], ["N1", "乙", "suspend"], ["N2", "丙", "从重"]]
    vetoes: Rows = [["编号", "状态"], ["Ｎ１", "standing"], ["N2", "standing"]]
    document = scored({"标准": STANDARDS, "负面清单": negative}, {"检查": CHECKS, "负面": vetoes})
    assert document["void"] is True
    assert document["suspended"] == []
    assert len(document["problems"]) == 2


@pytest.mark.parametrize("column", ["编号", "分值", "测评方法", "计分规则"])
def test_standards_without_a_needed_column_are_refused(column: str) -> None:
    rows = [["别的" if cell == column else cell for cell in row] for row in STANDARDS]
    with pytest.raises(Unreadable, match=f"缺少“{column}”列"):
        read_framework(book({"标准": rows}))


def test_a_framework_without_standards_is_refused() -> None:
    with pytest.raises(Unreadable, match="没有“标准”表"):
        read_framework(book({"体系": [["名称", "甲"]]}))
    with pytest.raises(Unreadable, match="没有一条标准"):
        read_framework(book({"标准": STANDARDS[:1]}))
    with pytest.raises(Unreadable, match="没有一条标准"):
        read_framework(book({"标准": []}))


def standard_row(changed: Mapping[str, Cell]) -> list[Cell]:
    """A third standard with some cells changed."""
    cells: dict[str, Cell] = {"编号": "1-3", "分值": 5, "测评方法": "实地考察", "计分规则": "达标率", **changed}
    return [cells.get(str(name), "") for name in STANDARDS[0]]
