"""docs/algorithms/round_report.md in figures, and what always holds."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.inspections.reporting.figures import (
    ClassFact,
    Counts,
    Facts,
    SiteFact,
    StandardFact,
    compared,
    report_of,
    share,
)


def site(
    key: str, unit: int | None = 1, *, score: str | None = None, passed: int = 0, failed: int = 0, kind: int = 1
) -> SiteFact:
    """A site; visited when it has a score."""
    return SiteFact(
        key=key,
        number=key,
        name=f"点位{key}",
        type_key=kind,
        type_name=f"类型{kind}",
        town_key=unit,
        town_name=f"街镇{unit}",
        unit_key=unit,
        unit_name=f"单位{unit}",
        is_visited=score is not None,
        score=None if score is None else Decimal(score),
        counts=Counts(passed, failed),
    )


def test_rate_of_the_published_mock_test() -> None:
    """1,166 observations at 70.1 %: domain.md §2.1. 817 of them conform: 70.07 is 70.1."""
    assert share(817, 1166) == Decimal("70.1")


def test_half_is_rounded_up_once() -> None:
    assert share(1, 8) == Decimal("12.5")
    assert share(1, 16) == Decimal("6.3")
    assert share(0, 0) is None


def test_the_worked_example() -> None:
    """docs/algorithms/round_report.md."""
    facts = Facts(
        sites=[
            site("1", 1, score="90", passed=9, failed=1),
            site("2", 1, score="70.5", passed=6, failed=4),
            site("3", 2, score="80.25", passed=8, failed=2, kind=2),
            site("4", 3, score="75", passed=5, failed=5, kind=2),
            site("5", 4),
        ],
        classes=[ClassFact("乱贴乱画", 4, 9), ClassFact("暴露垃圾", 8, 8)],
    )

    report = report_of(facts)

    assert (report.whole.planned, report.whole.visited) == (5, 4)
    assert (report.whole.counts.observations, report.whole.counts.rate) == (40, Decimal("70.0"))
    assert report.whole.mean == Decimal("78.94")  # 315.75 of 4 sites is 78.9375
    places = [(line.label, line.full, line.earned, line.mean, line.place, line.is_shared) for line in report.units]
    assert places == [
        ("单位1", Decimal(200), Decimal("160.5"), Decimal("80.25"), 1, True),
        ("单位2", Decimal(100), Decimal("80.25"), Decimal("80.25"), 1, True),
        ("单位3", Decimal(100), Decimal(75), Decimal("75.00"), 3, False),
        ("单位4", Decimal(0), Decimal(0), None, None, False),
    ]
    assert [(line.label, line.mean) for line in report.types] == [
        ("类型1", Decimal("80.25")),
        ("类型2", Decimal("77.63")),
    ]
    assert [(row.name, row.share) for row in report.classes] == [
        ("暴露垃圾", Decimal("66.7")),
        ("乱贴乱画", Decimal("33.3")),
    ]
    assert [row.key for row in report.not_visited] == ["5"]


def test_sites_of_nobody_have_no_place() -> None:
    report = report_of(Facts(sites=[site("1", None, score="100", passed=1), site("2", 2, score="50", failed=1)]))

    assert [(line.key, line.place) for line in report.units] == [(2, 1), (None, None)]


def test_without_scores_the_rate_decides() -> None:
    rows = [site("1", 1, passed=1, failed=1), site("2", 2, passed=3, failed=1)]

    assert [(line.key, line.place) for line in report_of(Facts(sites=rows)).units] == [(2, 1), (1, 2)]


def test_a_part_has_no_places() -> None:
    rows = [site("1", 1, score="90", passed=1)]

    assert report_of(Facts(sites=rows), with_places="without").units[0].place is None


def test_difference_is_that_of_the_figures_shown() -> None:
    """70.07 and 68.35 are shown as 70.1 and 68.4: the reader finds 1.7, not 1.72."""
    now = report_of(Facts(sites=[site("1", passed=817, failed=349, score="80")]))
    before = report_of(Facts(sites=[site("1", passed=1367, failed=633, score="81.5")]))

    found = compared(now, before)

    assert found.rate is not None
    assert found.mean is not None
    assert (found.rate.before, found.rate.difference, found.rate.direction) == (Decimal("68.4"), Decimal("1.7"), "up")
    assert (found.mean.difference, found.mean.direction) == (Decimal("-1.50"), "down")


def test_what_only_one_round_looked_at_is_not_compared() -> None:
    now = report_of(Facts(sites=[site("1", 1, passed=1, score="90"), site("2", 2, passed=1, score="90")]))
    before = report_of(Facts(sites=[site("1", 1, passed=1, score="90"), site("2", 3, passed=1, score="90")]))

    assert [row.label for row in compared(now, before).units] == ["单位1"]


counts = st.builds(
    Counts, st.integers(0, 50), st.integers(0, 50), left_out=st.integers(0, 5), violations=st.integers(0, 9)
)
scores = st.none() | st.decimals(0, 100, places=2)
sites = st.lists(
    st.builds(
        lambda number, kind, town, unit, score, found: SiteFact(
            *(f"{number}", f"{number}", "点位", kind, f"{kind}", town, f"{town}", unit, f"{unit}"),
            is_visited=score is not None,
            score=score,
            counts=found,
        ),
        *(st.integers(0, 999), st.integers(1, 4), st.none() | st.integers(1, 4), st.none() | st.integers(1, 6)),
        *(scores, counts),
    ),
    max_size=30,
)


@given(sites)
def test_every_table_adds_up_to_the_whole(rows: list[SiteFact]) -> None:
    report = report_of(Facts(sites=rows))

    for lines in (report.types, report.towns, report.units):
        assert sum((line.counts for line in lines), Counts()) == report.whole.counts
        assert sum(line.planned for line in lines) == report.whole.planned == len(rows)
        assert sum(line.visited for line in lines) == report.whole.visited
        assert sum((line.earned for line in lines), Decimal(0)) == report.whole.earned


@given(sites)
def test_places_follow_the_figures(rows: list[SiteFact]) -> None:
    ranked = [line for line in report_of(Facts(sites=rows)).units if line.place is not None]
    by_score = any(line.mean is not None for line in report_of(Facts(sites=rows)).units)

    for one in ranked:
        figures = [line.mean if by_score else line.counts.rate for line in ranked]
        own = one.mean if by_score else one.counts.rate
        assert own is not None
        assert one.place == 1 + sum(1 for figure in figures if figure is not None and figure > own)
        assert one.is_shared == (figures.count(own) > 1)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("子丑"), counts), max_size=20))
def test_items_add_up_to_their_standards(rows: list[tuple[str, str, Counts]]) -> None:
    facts = [StandardFact(at, str(at), "标准", item, content, found) for at, (item, content, found) in enumerate(rows)]

    items = report_of(Facts(sites=[], standards=facts)).items

    assert sum((item.line.counts for item in items), Counts()) == sum((row.counts for row in facts), Counts())
    for item in items:
        assert item.line.counts == sum((content.line.counts for content in item.contents), Counts())
        for content in item.contents:
            assert content.line.counts == sum((row.counts for row in content.standards), Counts())
