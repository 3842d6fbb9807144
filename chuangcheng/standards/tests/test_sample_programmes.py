"""The samples of the other programmes and the crosswalk agree with one another; read without Django."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.standards.likeness import LEAST, alike
from chuangcheng.standards.tests.test_sample_data import BY_CODE, ON_SITE, RULE_PARAMETERS, SURVEY, WEB, load

OTHERS = {name: load(f"{name}/framework.toml") for name in ("hygiene", "garden")}
LINKS = load("crosswalk.toml")["links"]


def standards(name: str) -> list[dict[str, Any]]:
    if name == "civilised":
        return list(BY_CODE.values())
    return [row for item in OTHERS[name]["items"] for content in item["contents"] for row in content["standards"]]


@pytest.mark.parametrize("name", OTHERS)
def test_each_says_that_it_is_a_sample_and_where_each_standard_comes_from(name: str) -> None:
    head, rows = OTHERS[name], standards(name)
    assert head["is_sample"] is True
    assert "示例" in head["name"] + head["edition"]
    assert "不是任何官方标准的原文" in head["note"]
    assert 25 <= len(rows) <= 40
    assert len({row["code"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)
    assert all(row["source"] for row in rows)
    assert sum(Decimal(row["marks"]) for row in rows) == head["total"]


@pytest.mark.parametrize("name", OTHERS)
def test_parts_add_up_and_rules_have_their_parameters(name: str) -> None:
    for row in standards(name):
        assert sum(Decimal(part["share"]) for part in row["parts"]) == 1
        for part in row["parts"]:
            assert part["method"] in (ON_SITE, WEB, SURVEY)
            needed, allowed, _fact = RULE_PARAMETERS[part["rule"]]
            given = {clause.split("=")[0] for clause in part["parameters"].split(";") if clause}
            assert needed <= given <= needed | allowed
        if any(part["rule"] == "proof" for part in row["parts"]):
            assert row["evidence"]


def test_no_code_stands_in_two_samples() -> None:
    codes = [row["code"] for name in ("civilised", *OTHERS) for row in standards(name)]
    assert len(codes) == len(set(codes))


def test_links_join_standards_that_are_there_and_each_pair_once() -> None:
    pairs = []
    for link in LINKS:
        for side in (link["first"], link["second"]):
            assert side["code"] in {row["code"] for row in standards(side["sample"])}
        assert link["first"]["sample"] != link["second"]["sample"]
        assert link["relation"] in {"equal", "covers", "overlaps"}
        assert ("share" in link) == (link["relation"] == "overlaps")
        pairs.append((link["first"]["code"], link["second"]["code"]))
    assert len(pairs) == len(set(pairs))
    assert {link["relation"] for link in LINKS} == {"equal", "covers", "overlaps"}


def test_likeness_finds_what_was_linked_by_hand() -> None:
    """docs/algorithms/crosswalk.md states these numbers."""
    labelled = {(link["first"]["code"], link["second"]["code"]) for link in LINKS}
    found = set()
    for one, other in (("civilised", "hygiene"), ("civilised", "garden"), ("hygiene", "garden")):
        firsts, seconds = standards(one), standards(other)
        for pair in alike([row["text"] for row in firsts], [row["text"] for row in seconds], least=LEAST):
            found.add((firsts[pair.first]["code"], seconds[pair.second]["code"]))
    assert len(found & labelled) / len(labelled) >= 0.95
    assert len(found & labelled) / len(found) >= 0.75


def test_questions_of_opinion_are_alike_by_their_subject_only() -> None:
    asked = ["居民对卫生状况表示满意的比例不低于90%。"]
    assert alike(["居民对政府诚信表示满意的比例不低于90%。"], asked, least=1) == []
    (pair,) = alike(["居民对环境卫生表示满意的比例不低于80%。"], asked)
    assert pair.score > LEAST


def test_likeness_minds_neither_order_nor_signs_and_tells_apart() -> None:
    (pair,) = alike(["公厕干净，无异味。"], ["无异味；公厕干净"], least=1)
    assert pair.score >= 80
    assert alike(["空气质量优良天数"], ["古树名木挂牌建档"]) == []
    assert alike([], ["甲"]) == []
