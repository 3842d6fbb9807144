from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from chuangcheng.scoring.engine import Sanction, SanctionKind, half_up, read_rule, read_sanction, score_text
from chuangcheng.scoring.engine.rules import AllOrNothing, Deduct, GradeShare, PassRate, ProofShare, SiteRate, Threshold
from chuangcheng.scoring.engine.written import decimal_in, ratio_in, same_name

ONE = Decimal(1)


@pytest.mark.parametrize(
    ("name", "parameters", "rule"),
    [
        ("pass_rate", "", PassRate()),
        ("达标率", "", PassRate()),
        (" Pass_Rate ", "", PassRate()),
        ("点位合格率", "min_rate=80%", SiteRate(Decimal("0.80"))),
        ("扣分", "per=0.5;cap=3", Deduct(Decimal("0.5"), Decimal(3))),
        ("扣分", "每处＝０．５；上限＝３", Deduct(Decimal("0.5"), Decimal(3))),
        ("deduct", " per = 2 ", Deduct(Decimal(2))),
        ("全有或全无", "", AllOrNothing()),
        ("等级", "A=1;B=0.66", GradeShare({"A": ONE, "B": Decimal("0.66")})),
        ("等级", "优：1，良：0.8", GradeShare({"优": ONE, "良": Decimal("0.8")})),
        ("达标线", "target=90", Threshold(Decimal(90))),
        ("达标线", "target=-5;floor=3;linear=1", Threshold(Decimal(-5), Decimal(3), linear=True)),
        ("材料", "", ProofShare()),
    ],
)
def test_rule_is_read_as_people_write_it(name: str, parameters: str, rule: object) -> None:
    reading = read_rule(name, parameters)
    assert reading.rule == rule
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("name", "parameters", "reason"),
    [
        ("得分率", "", "不认识"),
        ("", "", "不认识"),
        ("点位合格率", "", "缺少参数“min_rate”"),
        ("点位合格率", "min_rate=80", "0到1之间"),
        ("扣分", "cap=3", "缺少参数“per”"),
        ("扣分", "per=半分", "不是数字"),
        ("扣分", "per=-1", "不能小于0"),
        ("等级", "", "没有写参数"),
        ("等级", "A=1.2", "0到1之间"),
        ("等级", "A", "0到1之间"),
        ("达标线", "floor=3", "缺少参数“target”"),
        ("达标线", "target=90;linear=1", "没有底线"),
        ("达标线", "target=90;floor=80;linear=也许", "写1或0"),
        ("达标线", "target=1e999999999", "不是数字"),
    ],
)
def test_rule_that_cannot_be_used_says_why(name: str, parameters: str, reason: str) -> None:
    reading = read_rule(name, parameters)
    assert reading.rule is None
    assert reason in reading.problems[0]


def test_a_strange_parameter_is_said_and_the_rule_still_used() -> None:
    reading = read_rule("扣分", "per=1;caps=3;per=2")
    assert reading.rule == Deduct(Decimal(1))
    assert len(reading.problems) == 2


@pytest.mark.parametrize(
    ("text", "sanction"),
    [
        ("void", Sanction(SanctionKind.VOID)),
        ("一票否决", Sanction(SanctionKind.VOID)),
        ("deduct:3", Sanction(SanctionKind.DEDUCT, Decimal(3))),
        ("Deduct：0.5", Sanction(SanctionKind.DEDUCT, Decimal("0.5"))),
        ("扣分:3", Sanction(SanctionKind.DEDUCT, Decimal(3))),
        ("扣3分", Sanction(SanctionKind.DEDUCT, Decimal(3))),
        ("suspend", Sanction(SanctionKind.SUSPEND)),
        ("deduct", None),
        ("deduct:-3", None),
        ("通报批评", None),
        ("", None),
    ],
)
def test_sanction_is_read_as_people_write_it(text: str, sanction: Sanction | None) -> None:
    assert read_sanction(text) == sanction


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (Fraction(1, 200), 2, "0.01"),
        (Decimal("96.745"), 2, "96.75"),
        (Decimal("2.665"), 2, "2.67"),
        (Fraction(2, 3), 4, "0.6667"),
        (Decimal("-0.005"), 2, "-0.01"),
        (Decimal("-0.004"), 2, "0.00"),
        (Fraction(100), 2, "100.00"),
        (Fraction(10**30, 3), 2, "333333333333333333333333333333.33"),
    ],
)
def test_a_half_is_rounded_up(number: Fraction, places: int, text: str) -> None:
    assert f"{half_up(number, places):f}" == text


def test_no_number_stays_none() -> None:
    assert score_text(None) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("１２．５", "12.5"), (" 3 ", "3"), (".5", ".5"), ("-2", "-2"), ("1,5", None), ("nan", None), ("9" * 16, None)],
)
def test_number_in_text(text: str, number: str | None) -> None:
    assert decimal_in(text) == (None if number is None else Decimal(number))


def test_percent_is_a_share() -> None:
    assert ratio_in("66％") == Decimal("0.66")
    assert ratio_in("%") is None


def test_writings_of_one_name_are_the_same() -> None:
    assert same_name("Ⅲ—２６ （a）") == same_name("III-26(a)")
