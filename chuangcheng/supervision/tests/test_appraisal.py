"""Points by published formulas, as they were published or worked by hand (docs/algorithms/appraisal.md)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from chuangcheng.scoring.engine import half_up
from chuangcheng.supervision.appraisal import (
    AwardFact,
    AwardKind,
    CaseFact,
    CountedTwice,
    Deduct,
    DeductFor,
    DeedFact,
    DeedKind,
    Fact,
    FaultFact,
    FaultKind,
    RateOf,
    Share,
    Sheet,
    Source,
    Standing,
    appraise,
    by_unit,
    share_of,
)
from chuangcheng.supervision.tests.worked import FORMULAS, cases


def percent(share: Share) -> str:
    assert share.rate is not None
    return f"{half_up(share.rate * 100)}"


def points(sheet: Sheet) -> dict[str, str]:
    return {line.line.name: str(half_up(line.points)) for line in sheet.lines}


def test_the_rates_of_tianmen_are_those_it_published() -> None:
    """1 054 received, 996 filed, 972 due, 911 closed, 737 on time."""
    own = by_unit(cases("天门", not_filed=58, not_due=24, on_time=737, late=174, open=61))["天门"]
    assert (len(own.cases), own.workload, len(own.due)) == (1054, 996, 972)
    assert percent(share_of(own, RateOf.CLOSED)) == "93.72"
    assert percent(share_of(own, RateOf.ON_TIME)) == "75.82"
    assert str(appraise(own.cases, FORMULAS["plain_rates"])["天门"].points) == "84.77"  # (93.724 + 75.823) / 2


def test_the_rate_of_taishan_is_that_it_published() -> None:
    own = by_unit(cases("台山", Source.CITY, on_time=963, open=69))["台山"]
    assert percent(share_of(own, RateOf.CLOSED)) == "93.31"
    assert str(appraise(own.cases, FORMULAS["rectification_rate"])["台山"].points) == "93.31"


def test_postponed_cases_are_not_asked_for() -> None:
    """按期结案率 = 按期结案数 ÷ (应结案数 − 缓办数)."""
    own = by_unit(cases("甲", on_time=6, open=2, postponed=4))["甲"]
    assert percent(share_of(own, RateOf.ON_TIME)) == "75.00"


def test_jinhua_by_hand() -> None:
    """40 due, 27 on time, 8 late, 5 open, 2 postponed; 4 urgent, one of them late; two cases reworked; one fraud."""
    facts = cases("甲", on_time=27, late=8, open=5, postponed=2)
    urgent = [replace(case, is_urgent=True) for case in (*facts[:3], facts[27])]
    reworked = [replace(facts[3], rework_count=1), replace(facts[4], rework_count=3, is_doubled=True)]
    changed = {case.case_id: case for case in (*urgent, *reworked)}
    period = [changed.get(case.case_id, case) for case in facts]
    sheet = appraise([*period, FaultFact("f", "甲", FaultKind.FRAUD)], FORMULAS["jinhua"])["甲"]
    assert points(sheet) == {
        "按期结案率": "47.50",
        "结案率": "17.50",
        "紧急问题结案率": "5.00",
        "紧急问题按期结案率": "0.00",
        "返工": "-1.40",
        "3次及以上核查不通过": "-1.00",
        "弄虚作假、无理退件": "-1.00",
    }
    assert str(sheet.points) == "66.60"
    assert [(item.record_id, str(half_up(item.points))) for item in sheet.lines[4].items] == [
        ("digital-on_time-0003", "0.20"),
        ("digital-on_time-0004", "1.20"),
    ]


def test_street_to_community_by_hand() -> None:
    facts: list[Fact] = [
        AwardFact("praise", "甲", AwardKind.CITY_PRAISE),
        *(AwardFact(f"site-{number}", "甲", AwardKind.CLEAN_SITE_CITY, is_doubled=True) for number in range(3)),
        CaseFact("city", "甲", Source.CITY, Standing.ON_TIME),
        CaseFact("spot", "甲", Source.CITY, Standing.ON_TIME, is_fixed_on_spot=True),
        CaseFact("again", "甲", Source.DISTRICT, Standing.ON_TIME, relapse_count=1),
        CaseFact("street", "甲", Source.STREET, Standing.ON_TIME),
        CaseFact("digital", "甲", Source.DIGITAL, Standing.LATE),
        DeedFact("paper", "甲", DeedKind.MATERIAL, is_on_time=False, asked_by=Source.CITY),
    ]
    sheet = appraise(facts, FORMULAS["street_to_community"])["甲"]
    assert points(sheet) == {
        "市级表扬": "5.00",
        "街道、区书面或区领导口头表扬": "0.00",
        "检查无问题点位": "12.00",
        "检查发现问题": "-5.00",
        "同一问题重复发生": "-1.00",
        "数字城管案件逾期": "-2.00",
        "材料不合格": "-2.00",
    }
    assert str(sheet.points) == "107.00"


def test_inspection_deductions_by_hand_and_never_below_nothing() -> None:
    facts: list[Fact] = [
        CaseFact("fixed", "甲", Source.CITY, Standing.ON_TIME),
        CaseFact("late", "甲", Source.CITY, Standing.LATE, relapse_count=2),
        CaseFact("bureau", "甲", Source.BUREAU, Standing.OPEN),
        FaultFact("red", "甲", FaultKind.PETITION_RED),
        *cases("乙", Source.CITY, open=90),
    ]
    sheets = appraise(facts, FORMULAS["inspection_deductions"], units=["丙"])
    assert str(sheets["甲"].points) == "93.00"  # 100 − (0.3 + 0.3 + 0.1) − (1 + 0.3) − 2×2 − 1
    assert (str(sheets["乙"].points), str(half_up(sheets["乙"].bound))) == ("0.00", "17.00")
    assert str(sheets["丙"].points) == "100.00"


def test_a_rate_of_nothing_has_full_points_and_shows_that_nothing_was_counted() -> None:
    sheet = appraise([], FORMULAS["jinhua"], units=["甲"])["甲"]
    assert (str(sheet.points), sheet.lines[0].share) == ("80.00", Share((), ()))


def test_points_are_rounded_once() -> None:
    """Two thirds of 50 twice: 66.67, not 66.66."""
    assert str(appraise(cases("甲", on_time=2, open=1), FORMULAS["plain_rates"])["甲"].points) == "66.67"


def test_a_record_counts_once() -> None:
    twice = cases("甲", on_time=1) * 2
    with pytest.raises(CountedTwice):
        by_unit(twice)
    with pytest.raises(ValueError, match="below 0"):
        CaseFact("1", "甲", Source.CITY, Standing.OPEN, rework_count=-1)


def test_a_cap_says_that_it_was_reached() -> None:
    deduct = Deduct("发现问题", DeductFor.FINDING, {"city": Decimal("0.3")}, cap=Decimal("0.5"))
    formula = replace(FORMULAS["inspection_deductions"], lines=(deduct,))
    line = appraise(cases("甲", Source.CITY, on_time=3), formula)["甲"].lines[0]
    assert (str(half_up(line.points)), line.is_capped, len(line.items)) == ("-0.50", True, 3)


@pytest.mark.parametrize(
    "case",
    [
        CaseFact("1", "甲", Source.MEDIA, Standing.ON_TIME, rework_count=1),
        CaseFact("1", "甲", Source.LEADER, Standing.ON_TIME, rework_count=1),
        CaseFact("1", "甲", Source.CITY, Standing.ON_TIME, rework_count=1, is_doubled=True),
    ],
)
def test_what_media_and_leaders_found_counts_double(case: CaseFact) -> None:
    assert points(appraise([case], FORMULAS["jinhua"])["甲"])["返工"] == "-0.40"
