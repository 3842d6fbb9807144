"""The sample framework's files agree with one another and with its README; read without Django."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).resolve().parents[1] / "sample"
ON_SITE, WEB, SURVEY = "实地考察", "网上申报", "问卷调查"
EDITIONS = ("district", "county")
RULE_PARAMETERS = {  # rule: (names that must stand, names that may stand, kind of fact it reads)
    "pass_rate": (set(), set(), "check"),
    "site_rate": ({"min_rate"}, set(), "check"),
    "deduct": ({"per"}, {"cap"}, "check"),
    "all_or_nothing": (set(), set(), "check"),
    "grade": ({"A"}, {"B", "C", "D"}, "grade"),
    "threshold": ({"target"}, {"floor", "linear"}, "value"),
    "proof": (set(), set(), "proof"),
}
ITEM_PARAMETERS = {
    "yes_no": set(),
    "at_least": {"minimum", "unit"},
    "tally": {"unit"},
    "timed": {"minutes", "unit"},
    "percentage": {"line"},
    "composite": {"pieces"},
}
EVIDENCE = re.compile(r"(规范性文件|说明报告|实景图片|统计表格)[1-9]\d?[份张]（近\d+个月）：[^；：]{3,}")
SITE_TYPES_2021 = (
    "新时代文明实践中心、政务大厅、银行网点、窗口单位、公交站点、公交车、出租车、室外公厕、公共广场、"
    "宾馆酒店、公园、社区、建筑工地、景区景点、中小学校、商场超市、医院、公共文化设施、主要交通路口、"
    "背街小巷、商业大街、主次干道、城乡接合部、集贸市场、小区、乡镇"
)
LEDGER_WORDING = (
    "学校、交通路口、社区、医院、主次干道、中小学校、社区居委会、主要交通路口、窗口单位、背街小巷、"
    "商场超市、室外公厕、公厕、政务大厅、背街里巷、公园、主干道、超市、公共广场、建筑工地、广场、"
    "居民小区、工地、农贸（集贸）市场、农贸市场、小区、集贸市场"
)

Row = dict[str, Any]


def load(name: str) -> Row:
    return tomllib.loads((SAMPLE / name).read_text(encoding="utf-8"))


FRAMEWORK = load("framework.toml")
ITEMS: list[Row] = [load(f"items/{path.name}") for path in sorted((SAMPLE / "items").glob("*.toml"))]
BLOCKS: dict[str, Row] = {block["code"]: block for block in load("common.toml")["blocks"]}
TYPES: list[Row] = load("site_types.toml")["site_types"]
CHECKLISTS: list[Row] = [load(f"checklists/{path.name}") for path in sorted((SAMPLE / "checklists").glob("*.toml"))]
NEGATIVE = load("negative.toml")
ENTRIES: list[Row] = NEGATIVE["entries"]
STANDARDS: list[Row] = [row for item in ITEMS for content in item["contents"] for row in content["standards"]]
BY_CODE: dict[str, Row] = {row["code"]: row for row in STANDARDS}
OWN_LINES: list[Row] = [line for checklist in CHECKLISTS for line in checklist["items"]]
COMMON_LINES: list[Row] = [line for block in BLOCKS.values() for line in block["items"]]
LINES = [*COMMON_LINES, *OWN_LINES]


def in_edition(edition: str) -> list[Row]:
    return [
        row
        for item in ITEMS
        for content in item["contents"]
        for row in content["standards"]
        if edition in row.get("editions", item["editions"])
    ]


def parts_of(standards: list[Row], method: str) -> list[tuple[Row, Row]]:
    return [(row, part) for row in standards for part in row["parts"] if part["method"] == method]


def full_of(row: Row, part: Row) -> Decimal:
    return Decimal(row["marks"]) * Decimal(part["share"])


def marks_of(standards: list[Row], method: str) -> Decimal:
    return sum((full_of(row, part) for row, part in parts_of(standards, method)), Decimal(0))


def read_parameters(rule: str, text: str) -> dict[str, Decimal]:
    """The parameters of a rule by name; ValueError when one is missing, unknown, twice or no number."""
    pairs = [pair.split("=") for pair in text.split(";")] if text else []
    read = {name: Decimal(number) for name, number in pairs}
    must, may, _fact = RULE_PARAMETERS[rule]
    if len(read) != len(pairs) or not must <= read.keys() <= must | may:
        raise ValueError(text)
    return read


def visit_lines(checklist: Row) -> list[Row]:
    shared = [line for code in checklist["use"] for line in BLOCKS[code]["items"]]
    return [*shared, *checklist["items"]]


def has_on_site_part(row: Row) -> bool:
    return any(part["method"] == ON_SITE for part in row["parts"])


def texts() -> Iterator[str]:
    yield from (row["text"] for row in [*STANDARDS, *LINES, *ENTRIES])


# The face


def test_the_framework_says_that_it_is_a_sample_and_not_the_official_text() -> None:
    assert FRAMEWORK["is_sample"] is True
    assert "示例" in FRAMEWORK["name"]
    assert "不是任何官方测评体系的原文" in FRAMEWORK["note"]
    assert "未见公开文件证实" in FRAMEWORK["cycle_note"]


def test_the_framework_carries_the_numbers_it_promises() -> None:
    assert (FRAMEWORK["code"], FRAMEWORK["kind"], FRAMEWORK["total"]) == ("sample-civilised", "civilised", 100)
    assert FRAMEWORK["levels"] == ["测评项目", "测评内容", "测评标准"]
    assert FRAMEWORK["method_weights"] == {WEB: 40, ON_SITE: 40, SURVEY: 20}
    assert FRAMEWORK["cycle_weights"] == [30, 30, 40]
    assert FRAMEWORK["gate"] == {"name": "未成年人", "min": 85, "share": "0.2"}
    assert FRAMEWORK["window_months"] == 12


# The tree


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_edition_has_188_standards_that_add_to_100_marks(edition: str) -> None:
    chosen = in_edition(edition)
    assert len(chosen) == 188 == FRAMEWORK["editions"][edition]["standards"]
    assert sum(Decimal(row["marks"]) for row in chosen) == FRAMEWORK["total"]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("method", [WEB, ON_SITE, SURVEY])
def test_the_marks_of_a_method_equal_its_weight(edition: str, method: str) -> None:
    assert marks_of(in_edition(edition), method) == FRAMEWORK["method_weights"][method]


def test_a_district_has_nine_items_and_a_county_ten() -> None:
    assert [item["code"] for item in ITEMS] == [str(number) for number in range(1, 11)]
    assert [item["name"] for item in ITEMS if "district" not in item["editions"]] == ["城乡融合发展"]
    assert all("county" in item["editions"] for item in ITEMS)


def test_a_county_swaps_twelve_standards_for_twelve_of_the_same_weight() -> None:
    district, county = in_edition("district"), in_edition("county")
    gone = [row for row in district if row not in county]
    come = [row for row in county if row not in district]
    assert (len(gone), len(come)) == (12, 12)
    for method in (WEB, ON_SITE, SURVEY):
        assert marks_of(gone, method) == marks_of(come, method)


def test_codes_say_the_place_in_the_tree_and_stand_once() -> None:
    places = [
        f"{item['code']}.{second}.{third}"
        for item in ITEMS
        for second, content in enumerate(item["contents"], start=1)
        for third, _row in enumerate(content["standards"], start=1)
    ]
    assert [row["code"] for row in STANDARDS] == places


def test_most_standards_of_a_district_ask_for_web_material() -> None:
    assert len(parts_of(in_edition("district"), WEB)) == 163


def test_shares_add_to_one_and_every_rule_can_be_read() -> None:
    for standard in STANDARDS:
        assert sum(Decimal(part["share"]) for part in standard["parts"]) == 1
        for part in standard["parts"]:
            read = read_parameters(part["rule"], part["parameters"])
            assert part["method"] in FRAMEWORK["method_weights"]
            assert all(0 < number <= 1 for number in read.values())
            assert read.get("floor", Decimal(0)) < read.get("target", Decimal(1))
            assert read.get("cap", read.get("per", Decimal(0))) <= full_of(standard, part)


@pytest.mark.parametrize("written", ["per", "pre=0.5", "per=0.5;per=1", "per=0.5;cap=3;min_rate=1", "per=一"])
def test_a_misspelt_parameter_is_noticed(written: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        read_parameters("deduct", written)


def test_the_parts_of_a_standard_read_different_facts() -> None:
    for standard in STANDARDS:
        facts = [RULE_PARAMETERS[part["rule"]][2] for part in standard["parts"]]
        methods = [part["method"] for part in standard["parts"]]
        assert len(set(facts)) == len(facts)
        assert len(set(methods)) == len(methods)
        assert ("check" in facts) == (ON_SITE in methods)


def test_material_is_asked_for_exactly_where_it_is_judged() -> None:
    for standard in STANDARDS:
        asked = [entry for entry in standard["evidence"].split("；") if entry]
        assert bool(asked) == any(part["method"] == WEB for part in standard["parts"])
        assert all(EVIDENCE.fullmatch(entry) for entry in asked)


# Kinds of place


def test_the_26_types_of_the_2021_manual_are_there_in_order() -> None:
    assert "、".join(row["name"] for row in TYPES) == SITE_TYPES_2021
    assert len({row["code"] for row in TYPES}) == 26


def test_every_name_of_a_type_stands_once() -> None:
    names = [name for row in TYPES for name in (row["name"], *row["aliases"])]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_wording_of_ledgers_is_known() -> None:
    names = {name for row in TYPES for name in (row["name"], *row["aliases"])}
    assert [word for word in LEDGER_WORDING.split("、") if word not in names] == []


def test_the_shares_of_a_township_add_to_one_and_equal_its_checklist_marks() -> None:
    parts = {part["name"]: Decimal(part["share"]) for row in TYPES if row["name"] == "乡镇" for part in row["parts"]}
    marks: Counter[str] = Counter()
    for line in load("checklists/township.toml")["items"]:
        marks[line["part"]] += int(line["marks"])
    assert sum(parts.values()) == 1
    assert marks == {name: share * 100 for name, share in parts.items()}


# Checklists


def test_every_type_has_its_checklist() -> None:
    listed = {(checklist["site_type"], checklist["name"]) for checklist in CHECKLISTS}
    assert listed == {(row["code"], row["name"]) for row in TYPES}


def test_a_visit_has_12_to_26_lines_worth_100_marks() -> None:
    for checklist in CHECKLISTS:
        lines = visit_lines(checklist)
        assert 12 <= len(lines) <= 26
        assert sum(int(line["marks"]) for line in lines) == 100
        assert all(int(line["marks"]) > 0 for line in lines)
        assert len({line["code"] for line in lines}) == len(lines)


def test_every_common_block_is_used() -> None:
    assert {code for checklist in CHECKLISTS for code in checklist["use"]} == set(BLOCKS)


def test_a_line_has_the_parameters_of_its_kind() -> None:
    for line in LINES:
        parameters = line["parameters"]
        assert set(parameters) == ITEM_PARAMETERS[line["kind"]]
        assert len(set(parameters.get("pieces", "两个"))) >= 2
        numbers = [str(parameters[name]) for name in ("minimum", "minutes", "line") if name in parameters]
        assert all(re.search(rf"(?<!\d){number}(?!\d)", line["text"]) for number in numbers), (
            "the text says another number"
        )


def test_a_counted_line_tells_the_inspector_how_to_count() -> None:
    for line in LINES:
        assert line["counting_rule"] or line["kind"] in {"yes_no", "composite"}
        assert 2 <= len(line["problem_class"]) <= 10


def test_a_line_feeds_on_site_standards() -> None:
    for line in LINES:
        fed = line["standards"]
        assert fed
        assert len(set(fed)) == len(fed)
        assert all(has_on_site_part(BY_CODE[code]) for code in fed)
        assert any("district" in BY_CODE[code].get("editions", ["district"]) for code in fed)


def test_a_standard_names_exactly_the_types_whose_checklists_feed_it() -> None:
    for standard in STANDARDS:
        feeding = {
            checklist["name"]
            for checklist in CHECKLISTS
            if any(standard["code"] in line["standards"] for line in visit_lines(checklist))
        }
        assert set(standard["site_types"]) == feeding
        assert len(standard["site_types"]) == len(feeding)
        assert bool(feeding) == has_on_site_part(standard)


# Negative list


def test_the_negative_list_has_30_entries_in_10_domains() -> None:
    assert [entry["code"] for entry in ENTRIES] == [f"G{number:02d}" for number in range(1, 31)]
    assert len(set(NEGATIVE["domains"])) == 10
    assert {entry["domain"] for entry in ENTRIES} == set(NEGATIVE["domains"])


def test_a_sanction_voids_suspends_or_deducts() -> None:
    for entry in ENTRIES:
        assert re.fullmatch(r"void|suspend|deduct:[1-9](\.\d)?", entry["sanction"])
        assert entry["look_back_months"] == 12


def test_g15_is_the_public_entry_on_grave_accidents() -> None:
    (entry,) = [row for row in ENTRIES if row["code"] == "G15"]
    assert (entry["text"], entry["sanction"]) == ("发生重大安全事故。", "deduct:3")
    assert "停止资格1年" in entry["note"]


# Words and sources


def test_no_text_stands_twice() -> None:
    assert [text for text, count in Counter(texts()).items() if count > 1] == []


def test_texts_are_chinese_sentences_with_full_width_punctuation() -> None:
    rules = [line["counting_rule"] for line in LINES if line["counting_rule"]]
    notes = [entry["note"] for entry in ENTRIES if entry["note"]]
    for text in [*texts(), *rules, *notes, FRAMEWORK["note"], FRAMEWORK["cycle_note"]]:
        assert text.endswith("。"), text
        assert not re.search(r"[,;:()?!\"'\s]", text), text


def test_everything_names_its_source() -> None:
    for row in [*ITEMS, *STANDARDS, *LINES, *TYPES, *ENTRIES]:
        assert 0 < len(row["source"]) <= 300, row
        assert "domain" not in row["source"]


def test_an_address_has_one_short_name() -> None:
    names: dict[str, set[str]] = {}
    sources = [row["source"] for row in [*ITEMS, *STANDARDS, *LINES, *TYPES, *ENTRIES]]
    for source in [*sources, *FRAMEWORK["sources"].values()]:
        for one in source.split("；"):
            assert one == "本系统自定" or " http" in one or "无网址" in one, one
            name, _space, address = one.rpartition(" http")
            names.setdefault(address if name else one, set()).add(name)
    assert {address: found for address, found in names.items() if len(found) > 1} == {}
