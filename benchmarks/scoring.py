"""The engine on a framework of full size: 188 standards, 1,200 sites, millions of checks."""

from __future__ import annotations

import random
import time
from decimal import Decimal

from benchmarks.measuring import heading
from chuangcheng.scoring.engine import FactBook, Facts, Framework, Part, Standard, Tally, read_rule, score

STANDARDS, SITES = 188, 1_200
ONE = Decimal(1)
RULES = [("pass_rate", ""), ("site_rate", "min_rate=0.8"), ("deduct", "per=0.01;cap=0.5"), ("all_or_nothing", "")]


def run(checks: int) -> None:
    """Prints how long counting and scoring take."""
    rng = random.Random(1)
    framework, book = _framework(), _facts(rng, checks)
    start = time.perf_counter()
    sheet = score(framework, book)
    spent = time.perf_counter() - start
    print(heading("scoring.engine", f"python -m benchmarks scoring {checks}"))
    print(f"{STANDARDS} standards × {SITES} sites, {checks:,} checks as tallies: {spent:.2f} s")
    print(f"total {sheet.outcome.score.total is not None and float(sheet.outcome.score.total):.4f}")


def _framework() -> Framework:
    return Framework(
        tuple(
            Standard(
                code=str(number),
                item=f"项目{number % 9}",
                content=f"内容{number % 40}",
                marks=ONE,
                parts=(Part("实地考察", ONE, read_rule(*RULES[number % len(RULES)]).rule),),
            )
            for number in range(STANDARDS)
        )
    )


def _facts(rng: random.Random, checks: int) -> FactBook:
    each = max(1, checks // (STANDARDS * SITES))
    return FactBook(
        {
            str(number): Facts(
                tallies=[_tally(rng, f"s{site}", each) for site in range(SITES)],
            )
            for number in range(STANDARDS)
        }
    )


def _tally(rng: random.Random, site: str, each: int) -> Tally:
    failed = sum(rng.random() < 0.15 for _check in range(min(each, 30))) * each // min(each, 30)
    return Tally(site, each - failed, failed, failed)
