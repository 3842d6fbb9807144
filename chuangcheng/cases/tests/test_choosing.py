"""The choice of a unit: the worked table of docs/algorithms/dispatch.md, and what holds for any rules and facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.cases.choosing import Facts, Lead, Rule, choose, fits

PAGE = Path(__file__).parents[3] / "docs/algorithms/dispatch.md"
GARBAGE, FIRE = 1, 2  # classes of the table
BUREAU, OWNER, STREET, LANE, BRIGADE = 11, 12, 13, 14, 15
NAMES = {"城管局": BUREAU, "业主单位": OWNER, "东关街道": STREET, "柳巷社区": LANE, "消防大队": BRIGADE, "—": None}

RULES = [
    Rule(1, 1, Lead.CLASS_UNIT, class_ids=frozenset({FIRE})),
    Rule(2, 2, Lead.UNIT, unit_id=BUREAU, words=("夜市",), assisting_ids=(STREET,)),
    Rule(3, 3, Lead.OWNER),
    Rule(4, 4, Lead.COMMUNITY, severity="normal", area_path="00010002"),
    Rule(5, 5, Lead.STREET),
]
FACTS = {
    "消防通道堵塞，点位有业主": Facts(FIRE, BRIGADE, 7, OWNER, "00010002", STREET, LANE, severity="urgent"),
    "夜市占道，点位有业主": Facts(GARBAGE, None, 7, OWNER, "00010002", STREET, LANE, text="夜市油烟"),
    "垃圾，点位有业主": Facts(GARBAGE, None, 7, OWNER, "00010002", STREET, LANE, severity="normal"),
    "垃圾，没有点位": Facts(GARBAGE, None, None, None, "00010002", STREET, LANE, severity="normal"),
    "紧急的垃圾，没有点位": Facts(GARBAGE, None, None, None, "00010002", STREET, LANE, severity="urgent"),
    "垃圾，业主已回退": Facts(
        GARBAGE, None, 7, OWNER, "00010002", STREET, LANE, severity="normal", refused_ids=frozenset({OWNER})
    ),
    "垃圾，已裁定归城管局": Facts(GARBAGE, None, 7, OWNER, "00010002", STREET, LANE, ruled_unit_id=BUREAU),
    "不知道在哪里": Facts(GARBAGE),
}


def worked() -> list[tuple[str, str, str]]:
    """Facts, rule, unit of each row of the page."""
    lines = PAGE.read_text(encoding="utf-8").split("<!-- worked -->")[1].strip().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [(row[0], row[1], row[2]) for row in rows[2:]]


@pytest.mark.parametrize(("about", "number", "unit"), worked())
def test_worked_table(about: str, number: str, unit: str) -> None:
    choice = choose(FACTS[about], RULES)
    assert choice.lead_unit_id == NAMES[unit]
    assert str(choice.rule_number or "裁定") == number


def test_every_fact_of_the_table_stands_on_the_page() -> None:
    assert [about for about, _number, _unit in worked()] == list(FACTS)


units = st.integers(1, 4)
rules = st.lists(
    st.builds(
        Rule,
        id=st.integers(1, 99),
        number=st.integers(1, 99),
        lead=st.sampled_from(Lead),
        unit_id=st.none() | units,
        class_ids=st.none() | st.frozensets(st.integers(1, 3)),
        site_type_id=st.none() | st.integers(1, 2),
        area_path=st.sampled_from(["", "0001", "00010001"]),
        severity=st.sampled_from(["", "normal", "urgent"]),
        words=st.sampled_from([(), ("夜市",)]),
        assisting_ids=st.sampled_from([(), (1,), (2, 3)]),
        is_active=st.booleans(),
    ),
    max_size=6,
)
facts = st.builds(
    Facts,
    class_id=st.none() | st.integers(1, 3),
    class_unit_id=st.none() | units,
    site_type_id=st.none() | st.integers(1, 2),
    owner_id=st.none() | units,
    area_path=st.sampled_from(["", "0001", "00010001", "00010002"]),
    street_id=st.none() | units,
    community_id=st.none() | units,
    severity=st.sampled_from(["normal", "urgent"]),
    text=st.sampled_from(["", "夜市油烟"]),
    ruled_unit_id=st.none() | units,
    refused_ids=st.frozensets(units, max_size=2),
)


@given(rules, facts)
def test_same_facts_and_rules_give_the_same_choice(some: list[Rule], about: Facts) -> None:
    assert choose(about, some) == choose(about, list(some))


@given(rules, facts)
def test_inactive_rules_never_choose(some: list[Rule], about: Facts) -> None:
    assert choose(about, some) == choose(about, [rule for rule in some if rule.is_active])


@given(rules, facts)
def test_ruled_unit_leads_unless_it_sent_the_problem_back(some: list[Rule], about: Facts) -> None:
    choice = choose(about, some)
    if about.ruled_unit_id is not None:
        assert choice.lead_unit_id == (None if about.ruled_unit_id in about.refused_ids else about.ruled_unit_id)


@given(rules, facts)
def test_unit_that_sent_it_back_is_never_chosen_and_never_assists_itself(some: list[Rule], about: Facts) -> None:
    choice = choose(about, some)
    assert choice.lead_unit_id not in about.refused_ids
    assert choice.lead_unit_id not in choice.assisting_ids


@given(rules, facts)
def test_first_rule_that_fits_and_names_a_unit_decides(some: list[Rule], about: Facts) -> None:
    about = replace(about, ruled_unit_id=None)
    choice = choose(about, some)
    alone = [choose(about, [rule]) for rule in some if rule.is_active and fits(rule, about)]
    placed = [each for each in alone if each.lead_unit_id is not None]
    if placed:
        assert choice == placed[0]
    elif alone:
        assert choice == alone[0]
    else:
        assert choice.rule_id is None
        assert choice.lead_unit_id is None


def test_order_matters() -> None:
    about = FACTS["垃圾，点位有业主"]
    assert choose(about, RULES).lead_unit_id == OWNER
    assert choose(about, list(reversed(RULES))).lead_unit_id == STREET


def test_what_is_missing_is_said() -> None:
    assert "没有责任单位" in choose(Facts(GARBAGE), [RULES[2]]).sentence
    assert "没有适用的派遣规则" in choose(Facts(GARBAGE), []).sentence
    assert "没有类别" in choose(Facts(), []).sentence
