"""Places by totals: worked examples, properties, and a second reckoning that counts instead of sorting."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.scoring.engine import Entrant, ranking

TOTALS = st.none() | st.sampled_from([Decimal(f"{whole}.{part}") for whole in (84, 85, 90) for part in (0, 25, 5)])
GROUPS = st.sampled_from(["", "甲组", "乙组", "丙组"])


def entrants(*totals: str, group: str = "") -> list[Entrant]:
    """Entrants called A, B, C … with these totals; "" is none."""
    names = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [
        Entrant(f"{group}{name}", group, Decimal(total) if total else None)
        for name, total in zip(names, totals, strict=False)
    ]


@st.composite
def fields(draw: st.DrawFn) -> list[Entrant]:
    """Up to 30 entrants in up to three groups, with many ties and some without a total."""
    pairs = draw(st.lists(st.tuples(GROUPS, TOTALS), max_size=30))
    return [Entrant(f"区{at}", group, total) for at, (group, total) in enumerate(pairs)]


def test_ties_share_a_place_and_the_next_is_left_out() -> None:
    found = ranking(entrants("90", "88", "88", "80"))

    assert [each.over_all.number for each in found.standings if each.over_all] == [1, 2, 2, 4]
    assert [each.over_all.sharing for each in found.standings if each.over_all] == [1, 2, 2, 1]


def test_twenty_four_in_four_six_seven_and_seven_have_a_place_in_their_group_and_over_all() -> None:
    sizes = {"甲": 4, "乙": 6, "丙": 7, "丁": 7}
    everybody = [
        Entrant(f"{group}{at}", group, Decimal(95) - Decimal(at // 2) - Decimal(step) / 4)
        for step, (group, size) in enumerate(sizes.items())
        for at in range(size)
    ]

    found = ranking(everybody, group_quotas={"丙": 3})

    assert [(scope.name, scope.size) for scope in found.groups] == list(sizes.items())
    first, second = found.of("乙0"), found.of("乙1")
    assert first
    assert first.over_all
    assert first.in_group
    assert (first.over_all.number, first.over_all.sharing, first.in_group.number) == (3, 2, 1)
    assert second
    assert second.in_group
    assert second.in_group.number == 1
    assert second.in_group.below == ("乙2", "乙3")
    cut = found.scope("丙")
    assert (cut.tied_at_cut, cut.places_at_cut) == (2, 1)
    tied, out = found.of("丙2"), found.of("丙4")
    assert tied
    assert tied.in_group
    assert tied.in_group.inside is None
    assert out
    assert out.in_group
    assert out.in_group.inside is False


def test_nine_for_a_quota_of_three_are_told_who_is_in_and_how_far_the_others_are() -> None:
    found = ranking(entrants("91", "90.5", "90", "89.2", "88", "87", "86", "85", "84"), quota=3, line=Decimal(85))

    assert [each.over_all.inside for each in found.standings if each.over_all] == [True] * 3 + [False] * 6
    fourth = found.of("D")
    assert fourth
    assert fourth.over_all
    assert (fourth.over_all.to_last_inside, fourth.over_all.to_above, fourth.to_line) == (
        Fraction(-8, 10),
        Fraction(8, 10),
        Fraction(42, 10),
    )
    assert (found.over_all.last_inside, found.over_all.first_outside) == (Fraction(90), Fraction("89.2"))


def test_quota_that_cuts_through_a_tie_says_so() -> None:
    found = ranking(entrants("91", "90", "90", "90", "89"), quota=2)

    assert (found.over_all.tied_at_cut, found.over_all.places_at_cut) == (3, 1)
    assert [each.over_all.inside for each in found.standings if each.over_all] == [True, None, None, None, False]


def test_more_places_than_entrants_lets_everybody_in() -> None:
    found = ranking(entrants("91", "90"), quota=5)

    assert [each.over_all.inside for each in found.standings if each.over_all] == [True, True]
    assert found.over_all.first_outside is None


def test_who_has_no_total_has_no_place_and_stands_last() -> None:
    found = ranking(entrants("", "90", "", "91"), quota=1)

    assert [each.entrant.name for each in found.standings] == ["D", "B", "A", "C"]
    assert (found.over_all.size, found.over_all.missing) == (4, 2)
    nobody = found.of("A")
    assert nobody
    assert (nobody.over_all, nobody.in_group, nobody.to_line) == (None, None, None)


def test_nobody_at_all_is_a_ranking_too() -> None:
    found = ranking([], quota=3)

    assert (found.standings, found.groups, found.over_all.last_inside) == ((), (), None)


@pytest.mark.parametrize(
    ("field", "quotas"),
    [(["A", "A"], {}), (["A"], {"quota": 0}), (["A"], {"group_quotas": {"甲": -1}})],
)
def test_what_cannot_be_is_refused(field: list[str], quotas: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="names once"):
        ranking([Entrant(name) for name in field], **quotas)  # type: ignore[arg-type] # that is the point


def second_reckoning(field: list[Entrant], quota: int | None) -> dict[str, tuple[object, ...]]:
    """Name → place, sharing, gap above, gap below, inside; by counting through everybody for each one."""
    told: dict[str, tuple[object, ...]] = {}
    totals = {each.name: Fraction(each.total) for each in field if each.total is not None}
    for name, own in totals.items():
        better = [other for other in totals.values() if other > own]
        worse = [other for other in totals.values() if other < own]
        same = sum(other == own for other in totals.values())
        inside: bool | None = None
        if quota is not None and len(better) + same <= quota:
            inside = True
        elif quota is not None and len(better) >= quota:
            inside = False
        above = min(better) - own if better else None
        below = own - max(worse) if worse else None
        told[name] = (len(better) + 1, same, above, below, inside)
    return told


@given(field=fields(), quota=st.none() | st.integers(1, 12))
def test_second_reckoning_agrees_over_all_and_in_each_group(field: list[Entrant], quota: int | None) -> None:
    groups = {each.group for each in field if each.group}
    found = ranking(field, quota=quota, group_quotas=dict.fromkeys(groups, quota) if quota else None)

    for group in (None, *groups):
        members = [each for each in field if group is None or each.group == group]
        expected = second_reckoning(members, quota)
        for each in members:
            standing = found.of(each.name)
            assert standing is not None
            place = standing.over_all if group is None else standing.in_group
            if each.name not in expected:
                assert place is None
                continue
            assert place is not None
            assert expected[each.name] == (place.number, place.sharing, place.to_above, place.to_below, place.inside)


@given(field=fields(), quota=st.integers(1, 12))
def test_places_hold_what_places_promise(field: list[Entrant], quota: int) -> None:
    found = ranking(field, quota=quota, line=Decimal(85))
    placed = [each for each in found.standings if each.over_all]

    numbers = [each.over_all.number for each in placed if each.over_all]
    assert numbers == sorted(numbers)
    assert len(placed) + found.over_all.missing == len(field) == found.over_all.size
    assert not placed or numbers[0] == 1
    inside = sum(each.over_all.inside is True for each in placed if each.over_all)
    assert inside + found.over_all.places_at_cut == min(quota, len(placed))
    assert found.over_all.places_at_cut < found.over_all.tied_at_cut or found.over_all.tied_at_cut == 0
    assert sum(scope.size for scope in found.groups) == sum(bool(each.group) for each in field)


@given(field=fields(), seed=st.randoms(use_true_random=False))
def test_order_of_the_file_changes_no_place(field: list[Entrant], seed: object) -> None:
    shuffled = list(field)
    seed.shuffle(shuffled)  # type: ignore[attr-defined] # a Random
    before, after = ranking(field), ranking(shuffled)

    for each in field:
        one, other = before.of(each.name), after.of(each.name)
        assert one is not None
        assert other is not None
        assert (one.over_all and one.over_all.number) == (other.over_all and other.over_all.number)
