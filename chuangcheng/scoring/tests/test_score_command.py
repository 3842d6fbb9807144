from __future__ import annotations

from pathlib import Path

import pytest

from chuangcheng.scoring.commands import score_files
from chuangcheng.scoring.tests.books import Rows, loaded, save

STANDARDS: Rows = [
    ["编号", "测评项目", "测评内容", "测评标准", "分值", "测评方法", "计分规则"],
    ["1-1", "生活环境", "道路", "路面无破损", 6, "实地考察", "达标率"],
    ["1-2", "生活环境", "公厕", "公厕整洁", 4, "网上申报", "材料"],
]
CHECKS: Rows = [["标准编号", "点位", "判定"], ["1-1", "A", "合格"], ["1-1", "B", "不合格"], ["9", "A", "合格"]]


@pytest.fixture
def framework(tmp_path: Path) -> Path:
    settings: Rows = [["名称", "云澜区模拟体系"], ["版本", "2021"], ["门槛", "未成年人:min=85;share=0.2"]]
    negative: Rows = [["编号", "处理"], ["N1", "void"], ["N2", "deduct:3"], ["N3", "suspend"]]
    return save(tmp_path / "体系.xlsx", {"体系": settings, "标准": STANDARDS, "负面清单": negative})


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    vetoes: Rows = [["编号", "状态"], ["N1", "standing"], ["N2", "standing"], ["N3", "standing"]]
    linked: Rows = [["名称", "得分"], ["未成年人", 80.5]]
    return save(tmp_path / "数据.xlsx", {"检查": CHECKS, "负面": vetoes, "联系": linked})


def test_json_has_exactly_the_promised_shape(framework: Path, facts: Path, tmp_path: Path) -> None:
    assert score_files(framework, facts, tmp_path / "得分.json") == 0
    known = {"full": "6.00", "earned": "3.00", "known_full": "6.00", "rate": "0.5000"}
    unknown = {"full": "4.00", "earned": "0.00", "known_full": "0.00", "rate": None}
    whole = {"full": "10.00", "earned": "3.00", "known_full": "6.00", "rate": "0.5000", "low": "3.00", "high": "7.00"}
    assert loaded(tmp_path / "得分.json") == {
        "total": "53.10",  # 0.8 × 50 + 0.2 × 80.5 − 3
        "low": "37.10",
        "high": "69.10",
        "void": True,
        "gate_failed": True,
        "suspended": ["N3"],
        "methods": {
            "实地考察": {**known, "low": "3.00", "high": "3.00"},
            "网上申报": {**unknown, "low": "0.00", "high": "4.00"},
        },
        "missing_methods": ["网上申报"],
        "items": [{"name": "生活环境", **whole}],
        "standards": [{"code": "1-1", **known}, {"code": "1-2", **unknown}],
        "unknown": ["1-2"],
        "problems": ["“检查”表第4行：标准编号“9”不在体系里，没有使用。"],
    }


def test_printed_sheet_says_all_that_matters(framework: Path, facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score_files(framework, facts, None) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    for sentence in (
        "云澜区模拟体系 2021",
        "总分：53.10（下限37.10，上限69.10）",
        "无效：负面清单N1成立",
        "负面清单扣分：3分",
        "暂停：负面清单N3成立",
        "联系体系“未成年人”：80.50分，占总分20%，门槛85分，未过门槛。",
        "没有数据的测评方法：网上申报。",
        "1-1 失3.00分，满分6.00：路面无破损",
        "待测的标准1条：\n  1-2",
        "问题1处：\n  “检查”表第4行",
    ):
        assert sentence in printed.out


def test_files_may_be_csv(tmp_path: Path) -> None:
    framework, facts = tmp_path / "体系.csv", tmp_path / "检查.csv"
    framework.write_bytes("编号,分值,测评方法,计分规则\n1-1,6,实地考察,达标率\n".encode("gb18030"))
    facts.write_text("标准编号,点位,判定\n1-1,A,合格\n", encoding="utf-8")
    assert score_files(framework, facts, tmp_path / "o.json") == 0
    assert loaded(tmp_path / "o.json")["total"] == "100.00"


@pytest.mark.parametrize("spoil", ["missing", "no workbook", "empty", "folder", "no standards", "no column"])
def test_an_unusable_framework_is_refused_in_one_sentence(
    spoil: str, framework: Path, facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt = {
        "missing": lambda: tmp_path / "没有.xlsx",
        "no workbook": lambda: written(tmp_path, b"\x00\x01\x02\xff" * 50),
        "empty": lambda: written(tmp_path, b""),
        "folder": lambda: tmp_path,
        "no standards": lambda: save(tmp_path / "a.xlsx", {"体系": [["名称", "甲"]]}),
        "no column": lambda: save(tmp_path / "a.xlsx", {"标准": [row[:4] for row in STANDARDS]}),
    }[spoil]()
    assert score_files(spoilt, facts, tmp_path / "o.json") == 2
    assert_one_sentence(capsys, "体系文件")
    assert not (tmp_path / "o.json").exists()


def test_an_unusable_facts_file_is_refused_in_one_sentence(
    framework: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score_files(framework, tmp_path / "没有.xlsx", None) == 2
    assert_one_sentence(capsys, "数据文件")


def test_a_json_that_cannot_be_written_is_said(
    framework: Path, facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score_files(framework, facts, tmp_path / "没有" / "o.json") == 2
    assert_one_sentence(capsys, "结果文件")


def test_nothing_known_is_no_error(framework: Path, tmp_path: Path) -> None:
    facts = save(tmp_path / "空.xlsx", {"检查": CHECKS[:1]})
    assert score_files(framework, facts, tmp_path / "o.json") == 0
    document = loaded(tmp_path / "o.json")
    assert (document["total"], document["low"], document["high"]) == (None, "0.00", "100.00")
    assert document["gate_failed"] is None


def written(folder: Path, content: bytes) -> Path:
    path = folder / "坏.xlsx"
    path.write_bytes(content)
    return path


def assert_one_sentence(capsys: pytest.CaptureFixture[str], start: str) -> None:
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(start)
    assert printed.err.endswith("。\n")
    assert printed.err.count("\n") == 1
