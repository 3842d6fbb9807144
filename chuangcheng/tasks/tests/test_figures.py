from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.tasks.figures import Part, asked_amount, percent_of, percent_of_parts
from chuangcheng.tasks.workflow import MOVES, OPEN_STATES, MoveNotAllowed, ReasonMissing, State, check

amounts = st.decimals(min_value=0, max_value=10**6, places=2)


@given(amounts, amounts)
def test_all_of_it_is_said_only_when_all_is_done(done: Decimal, quantity: Decimal) -> None:
    percent = percent_of(done, quantity)
    assert 0 <= percent <= 100
    assert (percent == 100) == (done >= quantity)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8))
def test_parts_that_are_not_counted_are_weighed_alike(percents: list[int]) -> None:
    found = percent_of_parts(None, [Part(each, None, Decimal(0)) for each in percents])
    assert min(percents) <= found <= max(percents)


def test_counted_parts_add_up_to_what_the_task_asks_for() -> None:
    parts = [Part(100, Decimal(4), Decimal(4)), Part(50, Decimal(4), Decimal(2))]
    assert percent_of_parts(Decimal(12), parts) == 50
    assert percent_of_parts(Decimal(12), []) == 0


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("code", list(MOVES))
def test_every_pair_of_state_and_move_is_decided(state: State, code: str) -> None:
    allowed = {
        "accept": {State.ASSIGNED},
        "send_back": {State.ASSIGNED, State.DOING},
        "report": {State.DOING},
        "finish": {State.DOING},
        "assign": {State.RETURNED, State.ASSIGNED, State.DOING},
        "verify": {State.TO_VERIFY},
        "fail": {State.TO_VERIFY},
        "reopen": {State.CLOSED},
        "void": set(OPEN_STATES),
    }[code]
    if state in allowed:
        check(MOVES[code], state, text="因为")
    else:
        with pytest.raises(MoveNotAllowed):
            check(MOVES[code], state, text="因为")


@pytest.mark.parametrize("code", ["send_back", "assign", "fail", "reopen", "void"])
def test_a_step_back_needs_a_reason(code: str) -> None:
    move = MOVES[code]
    with pytest.raises(ReasonMissing):
        check(move, min(move.sources, key=str), text="  ")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("注册志愿者占常住人口比例不低于13%", (Decimal(13), "%")),
        ("群众对机关行政效能的满意度高于90％。", (Decimal(90), "%")),
        ("新建改建公厕不少于12座，全部开放", (Decimal(12), "座")),
        ("主次干道500米内核心价值观公益广告不少于3处", None),
        ("每个社区至少1名网格员", None),
        ("优良天数达到80%，投诉处置率达到100%", None),
        ("社区宣传栏内容健康", None),
    ],
)
def test_what_a_standard_asks_for_as_a_whole_is_read_from_its_text(text: str, asked: object) -> None:
    assert asked_amount(text) == asked
