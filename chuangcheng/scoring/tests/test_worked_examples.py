from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.scoring.engine import cycle_standing, score_text
from chuangcheng.scoring.tests.books import scored
from chuangcheng.scoring.tests.worked_examples import CYCLE, FRAMEWORK_TABLES, RESULT, Example, worked_examples

EXAMPLES = worked_examples()
SHEETS = [example for example in EXAMPLES if RESULT in example.tables]
CYCLES = [row for example in EXAMPLES for row in example.tables.get(CYCLE, [])[1:]]


def test_every_example_of_the_page_is_run() -> None:
    assert len(SHEETS) >= 18
    assert len(CYCLES) >= 7
    assert all({RESULT, CYCLE} & set(example.tables) for example in EXAMPLES)


@pytest.mark.parametrize("example", SHEETS, ids=lambda example: example.name)
def test_example_gives_what_the_page_says(example: Example) -> None:
    framework = {name: rows for name, rows in example.tables.items() if name in FRAMEWORK_TABLES}
    facts = {name: rows for name, rows in example.tables.items() if name not in {*FRAMEWORK_TABLES, RESULT}}
    document = scored(framework, facts)
    found = {where: shown(document, where) for where, _ in example.tables[RESULT][1:]}
    assert found == dict(example.tables[RESULT][1:])


@pytest.mark.parametrize("row", CYCLES, ids=lambda row: f"{row[0]} {row[1]}")
def test_cycle_gives_what_the_page_says(row: list[str]) -> None:
    weights, totals, line, so_far, full, needed = row
    standing = cycle_standing(
        weights=[Decimal(weight) for weight in weights.split(";")],
        totals=[None if total == "-" else Decimal(total) for total in totals.split(";")],
        line=Decimal(line),
    )
    assert [score_text(number) or "null" for number in (standing.so_far, standing.full, standing.needed)] == [
        so_far,
        full,
        needed,
    ]


def shown(document: dict[str, Any], where: str) -> str:
    """What stands at a place of the JSON, as the page writes it: lists joined, problems counted, none as null."""
    if where == "problems":
        return str(len(document["problems"]))
    keys = where.split(".")
    found: Any = by_name(document[keys[0]]) if len(keys) > 1 else document[keys[0]]
    for key in keys[1:]:
        found = found[key]
    if isinstance(found, list):
        return "、".join(found)
    return {None: "null", True: "true", False: "false"}.get(found) or str(found)


def by_name(lines: Any) -> Any:
    return lines if isinstance(lines, dict) else {line.get("code") or line.get("name"): line for line in lines}
