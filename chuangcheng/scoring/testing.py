"""A framework and facts of the size that the product is designed for, for measurements and tests."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from chuangcheng.scoring.engine import (
    FactBook,
    Facts,
    Framework,
    Grade,
    Part,
    Proof,
    Standard,
    Tally,
    Value,
    read_rule,
)

_METHODS = {"网上申报": Decimal(40), "实地考察": Decimal(40), "问卷调查": Decimal(20)}
_CHECK_RULES = (
    ("pass_rate", ""),
    ("site_rate", "min_rate=0.8"),
    ("deduct", "per=0.01;cap=3"),
    ("all_or_nothing", ""),
)
_ITEMS = 9
_CONTENTS = 90


def make_framework(standard_count: int = 188) -> Framework:
    """Standards of two parts, one by checks in the field and one by material, a value or a grade."""
    return Framework(tuple(_standard(number) for number in range(standard_count)), method_weights=_METHODS)


def make_facts(framework: Framework, *, check_count: int, sites_per_standard: int, seed: int = 2026) -> FactBook:
    """Facts for every part, the checks as tallies of standard × site; the same seed gives the same facts."""
    random = Random(seed)  # noqa: S311 - figures for a measurement, not a secret
    checks_per_standard = check_count // len(framework.standards)
    return FactBook(
        {each.code: _facts(random, sites_per_standard, checks_per_standard) for each in framework.standards}
    )


def _standard(number: int) -> Standard:
    rule, parameters = _CHECK_RULES[number % len(_CHECK_RULES)]
    other = (("proof", ""), ("threshold", "target=90;floor=60;linear=1"), ("grade", "A=1;B=0.66;C=0"))[number % 3]
    method = ("网上申报", "问卷调查", "网上申报")[number % 3]
    return Standard(
        code=f"{number % _ITEMS + 1}-{number}",
        item=f"项目{number % _ITEMS + 1}",
        content=f"内容{number % _CONTENTS + 1}",
        marks=Decimal("0.5"),
        parts=(
            Part("实地考察", Decimal("0.6"), read_rule(rule, parameters).rule),
            Part(method, Decimal("0.4"), read_rule(*other).rule),
        ),
    )


def _facts(random: Random, sites: int, checks: int) -> Facts:
    return Facts(
        tallies=list(_tallies(random, sites, checks)),
        values=[Value(Decimal(random.randint(50, 100)))],
        grades=[Grade(random.choice("ABC"))],
        proofs=[Proof(random.randint(0, 8), 8)],
    )


def _tallies(random: Random, sites: int, checks: int) -> Iterator[Tally]:
    each, left = divmod(checks, sites)
    for site in range(sites):
        here = each + (site < left)
        failed = random.randint(0, here // 4 + 1) if here else 0
        yield Tally(f"S{site}", here - failed, failed, failed * 2)
