"""The pure rules of drawing; the worked examples stand in docs/algorithms/sampling.md."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.inspections.allocation import proportional
from chuangcheng.inspections.sample_terms import Terms, UnusableTerms, checked, from_json
from chuangcheng.inspections.sampling import Candidate, Design, digest_of, draw, key_of
from chuangcheng.inspections.tests.worked_examples import rows

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = [
    Candidate(f"S{n:02d}", 1 if n <= 6 else 2, 1, 2 if n in {3, 8} else 1, None if n % 4 == 0 else n * 10)
    for n in range(1, 11)
]
SEED = "2026-SAMPLE"

candidates = st.builds(
    Candidate,
    site_id=st.integers(0, 400).map(str),
    type_id=st.integers(1, 4),
    town_id=st.integers(0, 3),
    weight=st.integers(1, 9),
    unseen_days=st.none() | st.integers(0, 400),
)
frames = st.lists(candidates, max_size=80, unique_by=lambda row: row.site_id)
designs = st.builds(
    Design,
    strata=st.sampled_from(["none", "type", "town", "type_town"]),
    is_each=st.booleans(),
    size=st.integers(0, 60),
    minimum=st.integers(0, 5),
    longest_first=st.booleans(),
    unseen_after=st.sampled_from([0, 90]),
    unseen_factor=st.integers(1, 5),
)


@pytest.mark.parametrize(("design", "drawn"), rows("draws", page="sampling.md"))
def test_worked_examples_of_the_document(design: str, drawn: str) -> None:
    assert draw(frame=EXAMPLE, design=Design(**json.loads(design)), seed=SEED).site_ids == drawn.split()


def test_digest_of_the_document_whatever_the_order() -> None:
    assert digest_of(EXAMPLE).startswith("85cd02bf925f")
    assert digest_of(reversed(EXAMPLE)) == digest_of(EXAMPLE)
    assert digest_of(EXAMPLE[1:]) != digest_of(EXAMPLE)


def test_another_process_draws_the_same() -> None:
    code = (
        "from chuangcheng.inspections.sampling import *;"
        "print(draw(frame=[Candidate(str(n), n % 3, 0, n % 4 + 1) for n in range(500)],"
        "design=Design(strata='type', size=40), seed='甲').site_ids)"
    )
    command = [sys.executable, "-c", code]
    seeds: list[dict[str, str]] = [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"}]
    run = [
        subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=env).stdout  # noqa: S603
        for env in seeds
    ]
    assert run[0] == run[1] != ""


@given(frames, designs, st.text(max_size=10))
@settings(deadline=None)
def test_no_site_twice_and_sizes_are_exact_or_the_shortage_is_told(
    frame: list[Candidate], design: Design, seed: str
) -> None:
    found = draw(frame=frame, design=design, seed=seed)
    by_id = {row.site_id: row for row in frame}
    assert len(set(found.site_ids)) == len(found.site_ids)
    assert set(found.site_ids) <= set(by_id)
    for stratum in found.strata:
        assert len(stratum.drawn) == min(stratum.asked, stratum.available)
        assert all(key_of(by_id[site_id], design.strata) == stratum.key for site_id in stratum.drawn)
    if not design.is_each and not design.minimum:
        assert len(found.site_ids) == min(design.size, len(frame))
        assert found.shortage == design.size - len(found.site_ids)


@given(frames, designs, st.integers())
@settings(deadline=None)
def test_order_of_the_frame_does_not_matter_and_the_seed_decides(
    frame: list[Candidate], design: Design, shuffle: int
) -> None:
    mixed = list(frame)
    Random(shuffle).shuffle(mixed)  # noqa: S311 - the order is what is tested
    first, again = (draw(frame=rows, design=design, seed="种子") for rows in (frame, mixed + mixed[:3]))
    assert first.site_ids == again.site_ids


def test_other_seeds_give_other_samples() -> None:
    frame = [Candidate(str(n), 1, 1) for n in range(200)]
    samples = {tuple(draw(frame=frame, design=Design(size=10), seed=str(seed)).site_ids) for seed in range(50)}
    assert len(samples) == 50


@given(st.dictionaries(st.integers(), st.integers(0, 200), max_size=12), st.integers(0, 500), st.integers(0, 9))
def test_proportional_numbers_add_up_and_stay_within_their_bounds(
    available: dict[int, int], size: int, minimum: int
) -> None:
    found = proportional(size=size, available=available, minimum=minimum)
    low = {key: min(minimum, count) for key, count in available.items()}
    assert sum(found.values()) == min(max(size, sum(low.values())), sum(available.values()))
    assert all(low[key] <= count <= available[key] for key, count in found.items())


def test_proportional_follows_the_largest_remainders() -> None:
    available = {"a": 50, "b": 30, "c": 18, "d": 2}
    assert proportional(size=10, available=available) == {"a": 5, "b": 3, "c": 2, "d": 0}
    assert proportional(size=10, available=available, minimum=1) == {"a": 4, "b": 3, "c": 2, "d": 1}


def frequencies(frame: list[Candidate], design: Design, draws: int) -> dict[str, float]:
    """How often each site is in a sample, over so many seeds."""
    counted = Counter(pk for seed in range(draws) for pk in draw(frame=frame, design=design, seed=f"s{seed}").site_ids)
    return {row.site_id: counted[row.site_id] / draws for row in frame}


def test_each_site_is_drawn_as_often_as_its_weight_says() -> None:
    frame = [Candidate(str(n), 1, 1, weight=n % 4 + 1) for n in range(40)]  # weights add to 100
    found = frequencies(frame, Design(size=12), draws=3_000)
    for row in frame:
        assert found[row.site_id] == pytest.approx(12 * row.weight / 100, abs=0.03)


def test_site_larger_than_its_share_is_always_drawn() -> None:
    frame = [Candidate("large", 1, 1, weight=9), *(Candidate(str(n), 1, 1) for n in range(9))]
    found = frequencies(frame, Design(size=3), draws=1_000)
    assert found.pop("large") == 1
    assert all(often == pytest.approx(2 / 9, abs=0.05) for often in found.values())


def test_sites_not_lately_seen_weigh_more_or_come_strictly_first() -> None:
    frame = [Candidate(str(n), 1, 1, unseen_days=200 if n < 10 else 5) for n in range(40)]
    found = frequencies(frame, Design(size=6, unseen_after=90, unseen_factor=3), draws=1_500)
    assert found["0"] == pytest.approx(6 * 3 / 60, abs=0.04)
    assert found["39"] == pytest.approx(6 / 60, abs=0.03)
    strict = draw(frame=[*frame, Candidate("never", 1, 1)], design=Design(size=11, longest_first=True), seed="x")
    assert strict.site_ids[0] == "never"
    assert set(strict.site_ids[1:]) == {str(n) for n in range(10)}


def test_named_numbers_stand_in_place_of_the_division_and_tell_a_shortage() -> None:
    frame = [Candidate(str(n), n % 2 + 1, 1) for n in range(20)]
    found = draw(frame=frame, design=Design(strata="type", size=15, numbers={(1, 0): 12, (3, 0): 2}), seed="x")
    assert [(row.key[0], row.asked, len(row.drawn), row.shortage) for row in found.strata] == [
        (1, 12, 10, 2),
        (2, 1, 1, 0),
        (3, 2, 0, 2),
    ]


def test_terms_are_kept_and_read_back() -> None:
    terms = Terms(Design(strata="type_town", size=9, numbers={(1, 2): 3}), type_ids=(4, 5), type_weights={4: 2})
    assert from_json(json.loads(json.dumps(terms.as_json()))) == terms


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"design": {"size": 0}},
        {"design": {"size": 5_001}},
        {"design": {"size": 5, "colour": 1}},
        {"design": {"size": "five"}},
        {"design": {"size": 5, "strata": "street"}},
        {"design": {"size": 5, "minimum": -1}},
        {"design": {"size": 5, "numbers": [[1]]}},
        {"design": {"size": 5}, "not_within_days": 9_999},
        {"design": {"size": 5}, "type_weights": [[1, 0]]},
        {"design": {"size": 5}, "weigh_by": "luck"},
        {"design": []},
    ],
)
def test_terms_that_make_no_sample_are_refused_in_a_sentence(kept: dict[str, Any]) -> None:
    with pytest.raises(UnusableTerms, match="。"):
        from_json(kept)


def test_sensible_terms_pass() -> None:
    assert checked(Terms(Design(size=5))).design.size == 5
