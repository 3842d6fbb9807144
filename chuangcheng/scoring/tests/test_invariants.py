from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.scoring.engine import (
    Check,
    FactBook,
    Facts,
    Framework,
    Line,
    Part,
    ScoreSheet,
    Standard,
    Tally,
    TallyCounter,
    Verdict,
    read_rule,
    score,
)
from chuangcheng.scoring.tests.books import sheet_of
from chuangcheng.scoring.tests.drawn import SOUND_SHARES, cases, facts_sheets, framework_sheets
from chuangcheng.scoring.tests.second_opinion import RawRow

Case = tuple[dict[str, Any], dict[str, list[RawRow]]]

checks = st.builds(
    Check,
    st.sampled_from(("A", "B", "C")),
    st.sampled_from(Verdict),
    st.none() | st.integers(0, 9),
    st.sampled_from(("", "实地考察", "问卷调查")),
)
check_rules = st.sampled_from(
    (("pass_rate", ""), ("site_rate", "min_rate=0.6"), ("deduct", "per=0.3;cap=2"), ("all_or_nothing", ""))
)


def sheet(case: Case) -> ScoreSheet:
    framework, facts = case
    return sheet_of(framework_sheets(framework), facts_sheets(facts))


def lines(found: ScoreSheet) -> Iterator[Line]:
    yield found.whole
    yield from found.items.values()
    yield from found.contents.values()
    yield from found.methods.values()
    for standard in found.standards.values():
        yield standard.line
        yield from (part.line for part in standard.parts)


def without_numbers(found: ScoreSheet) -> list[Any]:
    """Everything on the sheet that the order of the checks must not change."""
    return [found.outcome, found.whole, dict(found.items), dict(found.contents), dict(found.methods), found.unknown]


@settings(max_examples=40)
@given(case=cases())
def test_marks_stay_between_nothing_and_full(case: Case) -> None:
    for line in lines(sheet(case)):
        assert 0 <= line.earned <= line.known_full <= line.full
        assert line.low <= line.high <= line.full
        assert line.rate is None or 0 <= line.rate <= 1


@settings(max_examples=40)
@given(case=cases())
def test_total_lies_between_its_bounds_and_within_a_hundred(case: Case) -> None:
    result = sheet(case).outcome.score
    if result.low is not None and result.high is not None:
        assert 0 <= result.low <= result.high <= 100
    if result.total is not None:
        assert result.low is not None
        assert result.high is not None
        assert result.low <= result.total <= result.high


@settings(max_examples=40)
@given(case=cases(shares=SOUND_SHARES))
def test_items_contents_and_methods_add_up_to_the_whole(case: Case) -> None:
    found = sheet(case)
    for group in (found.items, found.contents, found.methods):
        assert Line.total(group.values()) == found.whole


@settings(max_examples=60)
@given(case=cases(), data=st.data())
def test_a_pass_in_place_of_a_fail_never_lowers_a_standard(case: Case, data: st.DataObject) -> None:
    framework, facts = case
    failed = [index for index, check in enumerate(facts["checks"]) if check["verdict"] == "不合格"]
    if not failed:
        return
    index = data.draw(st.sampled_from(failed))
    mended = [dict(check) for check in facts["checks"]]
    mended[index] |= {"verdict": "合格", "violations": ""}
    before, after = sheet(case), sheet((framework, {**facts, "checks": mended}))
    for code, standard in before.standards.items():
        assert after.standards[code].line.earned >= standard.line.earned
        assert after.standards[code].line.known_full == standard.line.known_full


@settings(max_examples=40)
@given(case=cases(), data=st.data())
def test_the_order_of_checks_changes_nothing(case: Case, data: st.DataObject) -> None:
    framework, facts = case
    shuffled = data.draw(st.permutations(facts["checks"]))
    assert without_numbers(sheet(case)) == without_numbers(sheet((framework, {**facts, "checks": shuffled})))


@settings(max_examples=40)
@given(case=cases())
def test_what_does_not_apply_changes_nothing(case: Case) -> None:
    framework, facts = case
    checks_that_apply = [check for check in facts["checks"] if check["verdict"] != "不适用"]
    assert without_numbers(sheet(case)) == without_numbers(sheet((framework, {**facts, "checks": checks_that_apply})))


@settings(max_examples=40)
@given(case=cases(), data=st.data())
def test_facts_about_one_standard_leave_the_others_alone(case: Case, data: st.DataObject) -> None:
    framework, facts = case
    code = data.draw(st.sampled_from([row["code"] for row in framework["standards"]]))
    others = {kind: [row for row in rows if row.get("code") != code] for kind, rows in facts.items()}
    before, after = sheet(case), sheet((framework, {**others, "vetoes": [], "linked": []}))
    for other in set(before.standards) - {code}:
        assert before.standards[other].line == after.standards[other].line


@settings(max_examples=60)
@given(found=st.lists(checks, max_size=30), rule=check_rules)
def test_tallies_score_as_their_single_checks(found: list[Check], rule: tuple[str, str]) -> None:
    counter = TallyCounter()
    for check in found:
        counter.add("1", check)
    counted = [tally for _, tally in counter.tallies()]
    assert len(counted) <= len({(check.site, check.method) for check in found})
    assert earned(rule, [check.tally() for check in found]) == earned(rule, counted)


def earned(rule: tuple[str, str], tallies: list[Tally]) -> list[Fraction | None]:
    reading = read_rule(*rule).rule
    parts = tuple(Part(method, Decimal("0.5"), reading) for method in ("实地考察", "问卷调查"))
    framework = Framework((Standard("1", "", "", Decimal(5), parts),))
    return [part.earned for part in score(framework, FactBook({"1": Facts(tallies)})).standards["1"].parts]


def test_violations_without_a_check_that_applied_count_nothing() -> None:
    tallies = [Tally("A", 1, 0, 0), Tally("B", 0, 0, 9)]
    assert earned(("deduct", "per=0.3"), tallies) == [Fraction("2.5"), Fraction("2.5")]
    assert earned(("deduct", "per=0.3"), tallies[1:]) == [None, None]
