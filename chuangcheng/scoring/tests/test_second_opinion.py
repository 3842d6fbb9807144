from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from chuangcheng.scoring.tests.books import scored
from chuangcheng.scoring.tests.drawn import cases, facts_sheets, framework_sheets
from chuangcheng.scoring.tests.second_opinion import RawRow, second_opinion


@settings(max_examples=100)
@given(case=cases())
def test_engine_and_second_opinion_agree(case: tuple[dict[str, Any], dict[str, list[RawRow]]]) -> None:
    framework, facts = case
    document = scored(framework_sheets(framework), facts_sheets(facts))
    document.pop("problems")
    assert document == second_opinion(framework, facts)
