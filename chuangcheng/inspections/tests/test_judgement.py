from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.inspections.judgement import (
    MOST,
    RULES,
    Asked,
    Judged,
    Unanswered,
    as_kept,
    judge,
    score_of_composite,
    score_of_visit,
)
from chuangcheng.inspections.tests.worked_examples import number, rows

PIECES = ("办事指南", "监督电话", "服务承诺")
COUNTS = st.integers(0, MOST)
PERCENTS = st.decimals(0, 100, places=2).map(str)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ASKED = {
    "yes_no": Asked("yes_no"),
    "at_least": Asked("at_least", minimum=3),
    "tally": Asked("tally"),
    "timed": Asked("timed"),
    "percentage": Asked("percentage", line=Decimal(95)),
    "composite": Asked("composite", pieces=PIECES),
}


@pytest.mark.parametrize(("kind", "entered", "verdict", "violations"), rows("verdicts"))
def test_each_kind_ends_in_the_verdict_of_the_worked_examples(
    kind: str, entered: str, verdict: str, violations: str
) -> None:
    assert judge(ASKED[kind], json.loads(entered)) == Judged(verdict, int(violations))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("yes_no", {}),
        ("yes_no", {"ok": "true"}),
        ("yes_no", {"ok": 1}),
        ("yes_no", {"na": "yes"}),
        ("at_least", {"count": -1}),
        ("at_least", {"count": True}),
        ("tally", {"faults": MOST + 1}),
        ("tally", {"faults": "3"}),
        ("percentage", {"percent": ""}),
        ("percentage", {"percent": "NaN"}),
        ("percentage", {"percent": "Infinity"}),
        ("percentage", {"percent": "1e1"}),
        ("percentage", {"percent": "100.01"}),
        ("percentage", {"percent": "-1"}),
        ("percentage", {}),
        ("composite", {"present": ["没有这项"]}),
        ("composite", {"present": [["监督电话"]]}),
        ("composite", {"present": "监督电话"}),
        ("composite", {}),
    ],
)
def test_what_answers_nothing_is_refused_with_a_sentence(kind: str, value: dict[str, Any]) -> None:
    with pytest.raises(Unanswered, match=r"。$"):
        judge(ASKED[kind], value)


@given(kind=st.sampled_from(sorted(RULES)), junk=JUNK)
def test_whatever_comes_is_judged_or_refused(kind: str, junk: Any) -> None:
    value = junk if isinstance(junk, dict) else {RULES[kind].key: junk}
    try:
        found = judge(ASKED[kind], value)
    except Unanswered:
        return
    assert (found.verdict == "fail") == (found.violations > 0)


@given(
    kind_and_value=st.one_of(
        st.tuples(st.just("yes_no"), st.fixed_dictionaries({"ok": st.booleans()})),
        st.tuples(st.just("at_least"), st.fixed_dictionaries({"count": COUNTS})),
        st.tuples(st.just("tally"), st.fixed_dictionaries({"faults": COUNTS})),
        st.tuples(st.just("percentage"), st.fixed_dictionaries({"percent": PERCENTS})),
        st.tuples(st.just("composite"), st.fixed_dictionaries({"present": st.lists(st.sampled_from(PIECES))})),
    )
)
def test_what_is_kept_is_judged_like_what_was_entered_and_nothing_else_is_kept(
    kind_and_value: tuple[str, dict[str, Any]],
) -> None:
    kind, value = kind_and_value
    kept = as_kept(ASKED[kind], {**value, "junk": "x" * 1000})
    assert set(kept) == {RULES[kind].key}
    assert judge(ASKED[kind], kept) == judge(ASKED[kind], value)
    assert as_kept(ASKED[kind], kept) == kept


@given(count=COUNTS, minimum=st.integers(0, 50))
def test_shortfall_and_count_reach_what_is_asked(count: int, minimum: int) -> None:
    found = judge(Asked("at_least", minimum=minimum), {"count": count})
    assert found.violations + min(count, minimum) == minimum


VERDICTS = st.sampled_from([Judged("pass", 0), Judged("fail", 2), Judged("na", 0)])
MARKED = st.lists(st.tuples(st.decimals(0, 50, places=2), VERDICTS), max_size=12)


@given(judged=MARKED)
def test_score_lies_between_0_and_100_and_a_pass_in_place_of_a_fail_never_lowers_it(
    judged: list[tuple[Decimal, Judged]],
) -> None:
    score = score_of_visit(judged)
    if score is None:
        assert not sum(marks for marks, found in judged if found.verdict != "na")
        return
    assert 0 <= score <= 100
    mended = [(marks, Judged("pass", 0) if found.verdict == "fail" else found) for marks, found in judged]
    assert score_of_visit(mended) == 100
    assert score_of_visit(judged[::-1]) == score


@pytest.mark.parametrize(("passed", "failed", "left_out", "score"), rows("scores"))
def test_score_of_a_visit_is_that_of_the_worked_examples(passed: str, failed: str, left_out: str, score: str) -> None:
    verdicts = (Judged("pass", 0), Judged("fail", 1), Judged("na", 0))
    judged = [(Decimal(marks), found) for marks, found in zip((passed, failed, left_out), verdicts, strict=True)]
    assert score_of_visit(judged) == number(score)


@pytest.mark.parametrize(("office", "streets", "toilets", "score"), rows("parts"))
def test_score_of_a_township_is_that_of_the_worked_examples(
    office: str, streets: str, toilets: str, score: str
) -> None:
    shares = {"政府": Decimal("0.20"), "街道": Decimal("0.30"), "公厕": Decimal("0.15")}
    judged = {part: part_scoring(number(text)) for part, text in zip(shares, (office, streets, toilets), strict=True)}
    assert score_of_composite(judged, shares) == number(score)


def part_scoring(score: Decimal | None) -> list[tuple[Decimal, Judged]]:
    """Items of a part that give it this score."""
    if score is None:
        return [(Decimal(5), Judged("na", 0))]
    return [(score, Judged("pass", 0)), (100 - score, Judged("fail", 1))]


def test_part_without_a_share_does_not_enter_the_score_of_a_township() -> None:
    judged = {"政府": part_scoring(Decimal(100)), "别处": part_scoring(Decimal(0))}
    assert score_of_composite(judged, {"政府": Decimal("0.20")}) == 100
