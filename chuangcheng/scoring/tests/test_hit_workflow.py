from __future__ import annotations

from itertools import product

import pytest

from chuangcheng.scoring.workflow import (
    MOVES,
    EvidenceMissing,
    HitMoveNotAllowed,
    HitState,
    SamePerson,
    check,
    state_after,
)

# By hand, from MISSION A2 and the manual: state → move → state.
ALLOWED = {
    ("suspected", "file"): "recorded",
    ("suspected", "dismiss"): "dismissed",
    ("recorded", "confirm"): "standing",
    ("recorded", "refuse"): "dismissed",
    ("standing", "appeal"): "appealed",
    ("standing", "lift"): "lifted",
    ("appealed", "uphold"): "standing",
    ("appealed", "lift"): "lifted",
}
EVERY_MOVE = ("file", "dismiss", "confirm", "refuse", "appeal", "uphold", "lift", "close")


@pytest.mark.parametrize(("state", "move"), list(product(HitState, EVERY_MOVE)))
def test_every_pair_of_state_and_move(state: HitState, move: str) -> None:
    if (state.value, move) in ALLOWED:
        assert check(move, state=state, makers={}, maker=1, files=1).to_state == ALLOWED[state.value, move]
    else:
        with pytest.raises(HitMoveNotAllowed):
            check(move, state=state, makers={}, maker=1, files=1)


@pytest.mark.parametrize(
    ("move", "state", "earlier"),
    [
        ("confirm", "recorded", "record"),
        ("confirm", "recorded", "file"),
        ("refuse", "recorded", "record"),
        ("uphold", "appealed", "appeal"),
        ("lift", "appealed", "appeal"),
    ],
)
def test_second_person_must_be_another(move: str, state: str, earlier: str) -> None:
    with pytest.raises(SamePerson):
        check(move, state=HitState(state), makers={earlier: 7}, maker=7, files=1)
    assert check(move, state=HitState(state), makers={earlier: 8}, maker=7, files=1).code == move


def test_nothing_stands_without_evidence() -> None:
    with pytest.raises(EvidenceMissing):
        check("confirm", state=HitState.RECORDED, makers={}, maker=1, files=0)


def test_steps_lead_to_the_state_of_the_last() -> None:
    assert state_after([]) is None
    assert state_after(["record"]) is HitState.RECORDED
    assert state_after(["suspect", "file", "confirm", "appeal", "lift"]) is HitState.LIFTED
    assert set(MOVES) == set(EVERY_MOVE) - {"close"}
