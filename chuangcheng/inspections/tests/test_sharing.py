"""Who of a team sees which sites."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.inspections.sharing import Member, Place, among_present, share, stand_in

A, B, C = (Member(person_id=pk) for pk in (1, 2, 3))
PLACES = [Place(str(n), town_id=n // 4, unit_id=10 + n) for n in range(9)]


def test_even_shares_are_runs_of_neighbours() -> None:
    found = share(places=PLACES, team=[A, B, C], sharing="evenly", turn=5)
    assert [found[place.site_id] for place in PLACES] == [A] * 3 + [B] * 3 + [C] * 3


@given(st.integers(1, 30), st.integers(1, 8))
def test_rotating_everybody_has_seen_everything_after_as_many_rounds_as_members(sites: int, members: int) -> None:
    team = [Member(person_id=pk) for pk in range(members)]
    places = [Place(str(n)) for n in range(sites)]
    seen = {
        (site, member)
        for turn in range(members)
        for site, member in share(places=places, team=team, sharing="rotating", turn=turn).items()
    }
    assert len(seen) == sites * members


@given(st.integers(0, 40), st.integers(1, 8), st.sampled_from(["evenly", "rotating", "fixed"]), st.integers(0, 9))
def test_every_site_is_shared_out_and_nobody_has_more_than_one_more(
    sites: int, members: int, sharing: str, turn: int
) -> None:
    team = [Member(person_id=pk) for pk in range(members)]
    found = share(places=[Place(str(n)) for n in range(sites)], team=team, sharing=sharing, turn=turn)
    assert len(found) == sites
    load = Counter(found.values())
    assert max((load[member] for member in team), default=0) - min(load[member] for member in team) <= 1


def test_by_area_towns_have_their_people_and_the_rest_goes_to_those_without_towns() -> None:
    north, free = Member(person_id=1, town_ids=(0, 9)), Member(person_id=2)
    found = share(places=PLACES, team=[north, free], sharing="by_area", turn=0)
    assert {found[place.site_id] for place in PLACES if place.town_id == 0} == {north}
    assert {found[place.site_id] for place in PLACES if place.town_id != 0} == {free}
    alone = share(places=PLACES, team=[north], sharing="by_area", turn=0)
    assert set(alone.values()) == {north}


def test_fixed_sites_keep_who_had_them_and_new_ones_go_to_who_has_least() -> None:
    kept = [Place("a", last=B), Place("b", last=B), Place("c", last=Member(person_id=99)), Place("d")]
    found = share(places=kept, team=[A, B], sharing="fixed", turn=3)
    assert [found[key] for key in "abcd"] == [B, B, A, A]


def test_owners_have_their_own_sites_without_a_team() -> None:
    found = share(places=[*PLACES, Place("nobody's")], team=[], sharing="owner", turn=0)
    assert found["3"] == Member(unit_id=13)
    assert "nobody's" not in found
    assert share(places=PLACES, team=[], sharing="evenly", turn=0) == {}


@pytest.mark.parametrize(
    ("absent", "expected"),
    [({1: 2}, 2), ({1: 2, 2: 3}, 3), ({1: None}, None), ({1: 2, 2: None}, None), ({1: 2, 2: 1}, None), ({1: 1}, None)],
)
def test_substitutes_of_substitutes_are_followed(absent: dict[int, int | None], expected: int | None) -> None:
    assert stand_in(1, absent) == expected


def test_sites_of_the_absent_go_to_the_substitute_or_evenly_to_those_present() -> None:
    shares = share(places=PLACES, team=[A, B, C], sharing="evenly", turn=0)
    with_substitute = among_present(shares=shares, absent={1: 7})
    assert [with_substitute[key] for key in "03"] == [(Member(person_id=7), 1), (B, None)]
    without = among_present(shares=shares, absent={1: None})
    assert [without[key] for key in "012"] == [(B, 1), (C, 1), (B, 1)]
    assert among_present(shares=shares, absent={1: None, 2: None, 3: None}) == {}
