"""The rules of accountability, worked by hand, and what must hold for every unit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.supervision.accountability import (
    SAMPLE,
    Case,
    Deed,
    Grade,
    Ground,
    Line,
    Measure,
    Record,
    RecordKind,
    SentBack,
    UnitFacts,
    Whom,
    is_praise,
    proposals,
)
from chuangcheng.supervision.accountability_rows import checked, read_lines, written
from chuangcheng.supervision.table_rows import UnusableTable


def cases(late: int, of: int, **more: int) -> tuple[Case, ...]:
    return tuple(Case(f"c{number:03}", is_due=True, is_late=number < late, **more) for number in range(of))


def unit(*found: Case, **more: object) -> UnitFacts:
    return UnitFacts("甲", cases=found, **{"cases_of_all": 500, **more})  # type: ignore[arg-type]


def tasks(late: int, of: int) -> tuple[Deed, ...]:
    return tuple(Deed(Record(RecordKind.TASK, f"t{number:03}"), number < late) for number in range(of))


def told(facts: UnitFacts) -> list[tuple[str, str, str]]:
    return [(each.ground.value, each.grade.value, each.whom.value) for each in proposals(facts, SAMPLE)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (unit(*cases(4, 10)), []),  # 4 late: too few
        (unit(*cases(5, 26)), []),  # 5 of 26 late: 19.2 per cent
        (unit(*cases(5, 25)), [("slow", "criticism", "responsible")]),  # exactly 20 per cent
        (unit(*cases(10, 25)), [("slow", "talk", "both")]),  # 10 and exactly 40 per cent
        (unit(sent_back=(SentBack("a", 2), SentBack("b", 3))), [("shifting", "criticism", "responsible")]),
        (unit(sent_back=(SentBack("a", 1), SentBack("b", 3))), []),  # one only that went back and forth
        (unit(*cases(0, 3, reworks=2)), [("weak", "deadline", "both")]),
        (unit(*cases(0, 3, reworks=1)), []),
        (unit(*cases(0, 3, relapses=1)), [("weak", "deadline", "both")]),
        (unit(*cases(1, 20, reworks=1), cases_of_all=66), [("prominent", "notice", "head")]),  # 30.3 per cent of all
        (unit(*cases(1, 20, reworks=1), cases_of_all=67), []),  # 29.9 per cent
        (unit(black=("r1",)), [("prominent", "talk", "head")]),
        (unit(black=("r1", "r2", "r3")), [("prominent", "referral", "head")]),
        (unit(asked=tasks(3, 15)), [("unfinished", "deadline", "responsible")]),
        (unit(asked=tasks(6, 15)), [("unfinished", "notice", "both")]),
        (unit(red=("r1",)), [("leading", "praise", "both")]),
        (unit(red=("r1",), first=("r1",)), [("leading", "commendation", "both")]),
        (unit(*cases(0, 9)), []),
        (unit(*cases(0, 10)), [("punctual", "praise", "responsible")]),
        (unit(*cases(0, 20)), [("punctual", "praise", "responsible"), ("lasting", "praise", "responsible")]),
    ],
)
def test_worked_examples(facts: UnitFacts, expected: list[tuple[str, str, str]]) -> None:
    assert told(facts) == expected


def test_a_finding_names_the_records_that_it_counts() -> None:
    found = proposals(unit(*cases(5, 20)), SAMPLE)[0].findings[0]
    assert (found.count, found.of, found.records[0]) == (5, 20, Record(RecordKind.CASE, "c000"))


def test_two_measures_of_one_ground_are_one_proposal() -> None:
    found = proposals(unit(*cases(0, 20, reworks=2), black=("r1",), cases_of_all=20), SAMPLE)
    prominent = next(each for each in found if each.ground == Ground.PROMINENT)
    assert [each.line.measure for each in prominent.findings] == [Measure.BLACK, Measure.PROBLEMS]
    assert prominent.grade == Grade.NOTICE


DRAWN_CASES = st.lists(
    st.builds(
        lambda late, reworks, relapses: (late, reworks, relapses), st.booleans(), st.integers(0, 3), st.integers(0, 2)
    ),
    max_size=40,
)


def _case(at: int, late: bool, reworks: int, relapses: int) -> Case:  # noqa: FBT001 - as it was drawn
    return Case(f"c{at}", is_due=True, is_late=late, reworks=reworks, relapses=relapses)


@given(DRAWN_CASES, st.lists(st.booleans(), max_size=12), st.data())
def test_an_on_time_record_in_place_of_a_late_one_never_adds_a_ground_of_blame(
    drawn: list[tuple[bool, int, int]], deeds: list[bool], data: st.DataObject
) -> None:
    found = tuple(_case(at, *each) for at, each in enumerate(drawn))
    asked = tuple(Deed(Record(RecordKind.TASK, f"t{at}"), late) for at, late in enumerate(deeds))
    before = UnitFacts("甲", cases=found, asked=asked, cases_of_all=len(found))
    late = [case for case in found if case.is_late]
    if not late:
        return
    better = data.draw(st.sampled_from(late))
    after = replace(before, cases=tuple(replace(case, is_late=case.is_late and case != better) for case in found))
    blamed = {each.ground for each in proposals(after, SAMPLE) if not is_praise(each.ground)}
    assert blamed <= {each.ground for each in proposals(before, SAMPLE)}


@given(DRAWN_CASES)
def test_nobody_is_blamed_for_lateness_without_a_late_record_and_praised_with_one(
    drawn: list[tuple[bool, int, int]],
) -> None:
    found = tuple(_case(at, *each) for at, each in enumerate(drawn))
    grounds = {each.ground for each in proposals(UnitFacts("甲", cases=found, cases_of_all=len(found)), SAMPLE)}
    is_late = any(case.is_late for case in found)
    assert (Ground.SLOW not in grounds) or is_late
    assert not is_late or not grounds & {Ground.PUNCTUAL, Ground.LASTING}


@given(st.permutations(SAMPLE))
def test_the_order_of_the_table_does_not_matter(lines: list[Line]) -> None:
    facts = unit(*cases(10, 25), black=("r1", "r2", "r3"), asked=tasks(6, 15))
    assert proposals(facts, lines) == proposals(facts, SAMPLE)


def test_the_table_reads_back_as_itself() -> None:
    assert read_lines(checked(written(SAMPLE))) == SAMPLE


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"measure": "x"}, "请选择看什么"),
        ({"count": 0}, "数量应是1到"),
        ({"share": 101}, "占比应是0到100"),
        ({"grade": "praise"}, "问责的情形只能建议问责"),
        ({"whom": ""}, "请选择建议的措施和对象"),
        ({"times": 3}, "不看次数"),
        ({"more": 1}, "看不懂这一行"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(change: dict[str, object], words: str) -> None:
    rows = [*written(SAMPLE[:1]), {**written([Line(Measure.MISSED, 1, 0, 1, Grade.NOTICE, Whom.HEAD)])[0], **change}]
    with pytest.raises(UnusableTable, match=f"第2行：.*{words}"):
        read_lines(rows)


def test_the_same_row_twice_and_an_empty_table_are_refused() -> None:
    with pytest.raises(UnusableTable, match="与前面一行"):
        read_lines(written([SAMPLE[0], SAMPLE[0]]))
    with pytest.raises(UnusableTable, match="至少要有一行"):
        read_lines([])
