"""How long the backward schedule takes: drawn plans with and without a limit on what a unit can do at once."""

from __future__ import annotations

import random
import time

from chuangcheng.tasks.backward import Goal, Key, Link, Plan, Work, schedule

UNITS = 120
LINKED = 0.6  # of the tasks wait for another one
VISIT = 240  # working days from now


def run(sizes: list[int]) -> None:
    """Prints a line for every size and limit."""
    print("| tasks | links | at once | seconds | possible | conflicts |\n|---|---|---|---|---|---|")
    for size in sizes:
        for at_once in (0, 3, 1):
            plan = _drawn(size, at_once)
            began = time.perf_counter()
            found = schedule(plan)
            seconds = time.perf_counter() - began
            told = (size, len(plan.links), at_once or "any", f"{seconds:.2f}", found.is_possible, len(found.conflicts))
            print("| " + " | ".join(str(each) for each in told) + " |")


def _drawn(size: int, at_once: int) -> Plan:
    dice = random.Random(1)
    works = [
        Work(number, dice.randint(1, 15), unit=dice.randrange(UNITS), serves=("visit",) if dice.random() < 0.2 else ())
        for number in range(size)
    ]
    links = [
        Link(dice.randrange(max(0, number - 200), number), number, lag=dice.choice([0, 0, 2]))
        for number in range(1, size)
        if dice.random() < LINKED
    ]
    capacity: dict[Key, int] = dict.fromkeys(range(UNITS), at_once) if at_once else {}
    return Plan(works, links, [Goal("visit", VISIT)], capacity)
