from __future__ import annotations

from datetime import date, datetime

import pytest

from chuangcheng.core.sheets import Cell, Unreadable
from chuangcheng.scoring.tests.books import CHECKS, STANDARDS, Rows, book, earned, score_checks, scored
from chuangcheng.scoring.workbooks import facts_of_csv, framework_of_csv, read_facts, read_framework


def test_code_of_the_standard_wins_over_a_serial_number() -> None:
    document = score_checks([7, "1-1", "A", "合格"], header=["编号", "标准编号", "点位", "判定"])
    assert earned(document)["1-1"] == "6.00"
    assert document["problems"] == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["9-9", "A", "合格"], "标准编号“9-9”不在体系里"),
        (["", "A", "合格"], "没有写编号"),
        ([datetime(2026, 1, 1), "A", "合格"], "改成了日期"),  # noqa: DTZ001 - a cell has no zone
        (["1-1", "A", "差不多"], "判定“差不多”看不懂"),
        (["1-1", "A", ""], "判定“”看不懂"),
        (["1-2", "A", "不合格", "几处"], "违规数“几处”不是数字"),
        (["1-2", "A", "不合格", -1], "不是0或正整数"),
        (["1-2", "A", "不合格", 1.5], "不是0或正整数"),
        (["1-2", "A", "不合格", True], "不是数字"),
        (["1-1", "A", "合格", "", "", "网络调查"], "没有测评方法“网络调查”"),
    ],
)
def test_a_bad_check_is_left_out_and_said_with_its_row(row: list[Cell], reason: str) -> None:
    document = score_checks(["1-1", "A", "合格"], row, ["1-1", "B", "不合格"], ["1-2", "B", "合格"])
    assert earned(document) == {"1-1": "3.00", "1-2": "4.00"}
    assert len(document["problems"]) == 1
    assert document["problems"][0].startswith("“检查”表第3行：")
    assert reason in document["problems"][0]


WINDOW: Rows = [["窗口起", "2026-09-01"], ["窗口止", "2026-09-30"]]


@pytest.mark.parametrize(
    ("time", "counts"),
    [
        ("2026-09-01", True),
        ("2026年9月30日", True),
        ("2026/09/30 23:59", True),
        (datetime(2026, 9, 30, 23, 59), True),  # noqa: DTZ001 - a cell has no zone
        (date(2026, 8, 31), False),
        (20261001, False),
        (46295, True),  # the serial number that a spreadsheet has for 2026-09-30
        ("2026-08-31T16:00:00+00:00", True),  # midnight in China
        ("2026-09-30T16:00:00+00:00", False),
        ("", True),
    ],
)
def test_window_counts_whole_days_in_china(time: Cell, counts: bool) -> None:  # noqa: FBT001 - a table of examples
    document = score_checks(["1-1", "A", "合格", "", time], ["1-2", "A", "合格", "", "2026-09-15"], settings=WINDOW)
    assert document["problems"] == []
    assert ("1-1" in document["unknown"]) is not counts


def test_an_unreadable_time_matters_only_inside_a_window() -> None:
    row: list[Cell] = ["1-1", "A", "合格", "", "上周三"]
    assert score_checks(row)["problems"] == []
    problems = score_checks(row, settings=WINDOW)["problems"]
    assert problems == ["“检查”表第2行：时间“上周三”看不懂，请写成2026-09-30。"]


def test_a_window_turned_round_is_said_and_left_out() -> None:
    settings: Rows = [["窗口起", "2026-09-30"], ["窗口止", "2026-09-01"]]
    document = score_checks(["1-1", "A", "合格", "", "2020-01-01"], settings=settings)
    assert document["total"] == "100.00"
    assert "晚于" in document["problems"][0]


def test_a_check_without_a_site_cannot_count_for_a_site_rate() -> None:
    rows: Rows = [["编号", "分值", "测评方法", "计分规则", "参数"], ["1", 5, "实地考察", "点位合格率", "min_rate=1"]]
    checks: Rows = [["标准编号", "点位", "判定"], ["1", "A", "合格"], ["1", "", "不合格"]]
    document = scored({"标准": rows}, {"检查": checks})
    assert earned(document) == {"1": "5.00"}
    assert document["problems"] == ["标准“1”有检查没有写点位，不能计入点位合格率。"]


def test_the_same_problem_in_many_rows_is_said_once() -> None:
    document = score_checks(*[["9-9", "A", "合格"]] * 8)
    assert document["problems"] == ["“检查”表第2、3、4、5、6等8行：标准编号“9-9”不在体系里，没有使用。"]


def test_a_flood_of_problems_is_cut() -> None:
    document = score_checks(*[[f"9-{number}", "A", "合格"] for number in range(1200)])
    assert len(document["problems"]) == 1001
    assert document["problems"][-1] == "另有200处问题没有列出。"


def test_other_sheets_of_facts_list_their_bad_rows() -> None:
    rows: Rows = [
        ["编号", "分值", "测评方法", "计分规则", "参数"],
        ["1", 5, "统计", "达标线", "target=90"],
        ["2", 5, "网上申报", "等级", "A=1;B=0.5"],
        ["3", 5, "网上申报", "材料", ""],
    ]
    facts: dict[str, Rows] = {
        "数值": [["标准编号", "数值"], ["1", 95], ["1", "九成"]],
        "等级": [["标准编号", "等级"], ["2", "b"], ["2", ""], ["2", "D"]],
        "材料": [["标准编号", "已认可", "应提供"], ["3", 1, 2], ["3", "全部", 2], ["3", 1, ""]],
        "负面": [["编号", "状态"], ["N1", "大概"]],
        "联系": [["名称", "得分"], ["未成年人", 120]],
    }
    document = scored({"标准": rows}, facts)
    assert earned(document) == {"1": "5.00", "2": "2.50", "3": "2.50"}
    assert [problem[: problem.index("行")] for problem in document["problems"][:6]] == [
        "“数值”表第3",
        "“等级”表第3",
        "“材料”表第3",
        "“材料”表第4",
        "“负面”表第2",
        "“联系”表第2",
    ]
    assert "等级“D”不在计分参数里" in document["problems"][6]


def test_facts_that_no_rule_uses_and_rows_outside_the_window_are_noted() -> None:
    file = read_framework(book({"体系": WINDOW, "标准": STANDARDS}))
    checks: Rows = [["标准编号", "判定", "时间"], ["1-1", "合格", "2026-10-01"], ["1-1", "合格", ""]]
    facts = read_facts(book({"检查": checks, "数值": [["标准编号", "数值"], ["1-1", 5]]}), file)
    assert facts.problems == ()
    assert facts.notes == (
        "“检查”表第2行：时间不在测评窗口内，没有使用。",
        "“检查”表第3行：没有写时间，按在测评窗口内计算。",
        "“数值”表第2行：标准“1-1”的计分规则用不到这张表。",
    )


def test_facts_without_any_known_sheet_or_with_a_column_missing_are_refused() -> None:
    file = read_framework(book({"标准": STANDARDS}))
    with pytest.raises(Unreadable, match="选错了文件"):
        read_facts(book({"点位": [["点位编号"], ["A"]]}), file)
    with pytest.raises(Unreadable, match="缺少“判定”列"):
        read_facts(book({"检查": [["标准编号", "点位"], ["1-1", "A"]]}), file)


def test_a_csv_is_taken_for_the_sheet_whose_columns_it_has() -> None:
    file = read_framework(framework_of_csv(book({"体系2021": STANDARDS})))
    facts = read_facts(facts_of_csv(book({"九月": CHECKS})), file)
    assert set(facts.facts.standards) == {"1-1", "1-2"}
