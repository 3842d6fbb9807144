"""The table of moves: every pair of state and move against a matrix written by hand, every need given and withheld."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chuangcheng.cases import workflow
from chuangcheng.cases.tests.worked_examples import at
from chuangcheng.cases.workflow import (
    Given,
    MissingNeed,
    MoveNotAllowed,
    Need,
    Outcome,
    OutcomeNotAllowed,
    State,
    UnknownMove,
)

# Written by hand from the design, not from the table. "-": refused. "=": allowed, no change of state.
# "<": allowed, back to the state in which it was joined (here: fed_back).
MATRIX = """
                   reported  filed     fixing    fed_back  closed    rejected  suspended void
file               filed     -         -         -         -         -         -         -
reject             rejected  -         -         -         -         -         -         -
fix_on_spot        closed    -         -         -         -         -         -         -
claim              -         fixing    -         -         -         -         -         -
end_claim          -         =         -         -         -         -         -         -
dispatch           -         fixing    -         -         -         -         -         -
reassign           -         -         =         -         -         -         -         -
change_assists     -         -         =         -         -         -         =         -
note               -         -         =         =         -         -         =         -
send_back          -         -         filed     -         -         -         -         -
feed_back          -         -         fed_back  -         -         -         -         -
close              -         -         -         closed    -         -         -         -
fail_check         -         -         -         fixing    -         -         -         -
suspend            -         -         suspended -         -         -         -         -
resume             -         -         -         -         -         -         fixing    -
reopen             -         -         -         -         filed     -         -         -
void               void      void      void      void      -         -         void      -
join               closed    closed    closed    closed    -         -         closed    -
unjoin             -         -         -         -         <         -         -         -
ask_extension      -         -         =         -         -         -         -         -
grant_extension    -         -         =         -         -         -         -         -
refuse_extension   -         -         =         -         -         -         -         -
whistle            -         =         =         -         -         -         -         -
answer_whistle     -         =         =         =         -         -         =         -
end_whistle        -         =         =         =         -         -         =         -
escalate           -         =         =         -         -         -         =         -
decide             -         =         =         =         -         -         =         -
pass_recheck       -         -         -         -         =         -         -         -
fail_recheck       -         -         -         -         filed     -         -         -
"""
_HEADER, *_LINES = (line.split() for line in MATRIX.strip().splitlines())
PAIRS = [(move, State(state), cell) for move, *cells in _LINES for state, cell in zip(_HEADER, cells, strict=True)]

RULES = {
    "file": ("cases.file", set()),
    "reject": ("cases.file", {Need.REASON}),
    "fix_on_spot": ("cases.fix_on_spot", {Need.TWO_PHOTOS}),
    "claim": ("cases.claim", {Need.RELEASED, Need.LEAD_UNIT, Need.DEADLINE}),
    "end_claim": ("cases.dispatch", {Need.RELEASED}),
    "dispatch": ("cases.dispatch", {Need.RELEASED, Need.LEAD_UNIT, Need.DEADLINE}),
    "reassign": ("cases.dispatch", {Need.LEAD_UNIT, Need.REASON}),
    "change_assists": ("cases.dispatch", set()),
    "note": ("cases.fix", {Need.NOTE}),
    "send_back": ("cases.send_back", {Need.REASON}),
    "feed_back": ("cases.fix", {Need.AFTER_PHOTO}),
    "close": ("cases.verify", {Need.SECOND_PERSON}),
    "fail_check": ("cases.verify", {Need.SECOND_PERSON, Need.REASON}),
    "suspend": ("cases.suspend", {Need.REASON}),
    "resume": ("cases.suspend", set()),
    "reopen": ("cases.reopen", {Need.NOT_JOINED, Need.REASON}),
    "void": ("cases.void", {Need.REASON}),
    "join": ("cases.join", {Need.MAIN_CASE}),
    "unjoin": ("cases.join", {Need.JOINED, Need.REASON}),
    "ask_extension": ("cases.fix", {Need.NOT_ASKED, Need.DEADLINE, Need.REASON}),
    "grant_extension": ("cases.extend", {Need.ASKED, Need.DEADLINE}),
    "refuse_extension": ("cases.extend", {Need.ASKED, Need.REASON}),
    "whistle": ("cases.whistle", {Need.RELEASED, Need.NOT_WHISTLED, Need.CALLED_UNITS, Need.REASON}),
    "answer_whistle": ("cases.answer_whistle", {Need.WHISTLED, Need.ANSWER}),
    "end_whistle": ("cases.whistle", {Need.WHISTLED, Need.ALL_ANSWERED}),
    "escalate": ("cases.escalate", {Need.NOT_ESCALATED, Need.REASON}),
    "decide": ("cases.decide", {Need.ESCALATED, Need.DECISION}),
    "pass_recheck": ("cases.verify", {Need.DRAWN, Need.SECOND_PERSON}),
    "fail_recheck": ("cases.verify", {Need.DRAWN, Need.SECOND_PERSON, Need.REASON}),
}
NEEDS_OF_MOVES = [(move, need) for move, (_permission, needs) in RULES.items() for need in sorted(needs)]

COMPLETE = Given(
    text="路面塌陷，需另行修复。",
    before_photos=1,
    after_photos=1,
    has_lead_unit=True,
    has_deadline=True,
    has_main_case=True,
    has_called_units=True,
    is_second_person=True,
    is_released=True,
)
WITH = {
    Need.ASKED: replace(COMPLETE, has_open_extension=True),
    Need.WHISTLED: replace(COMPLETE, has_open_whistle=True),
    Need.ESCALATED: replace(COMPLETE, has_open_escalation=True),
    Need.JOINED: replace(COMPLETE, joined_from=State.FED_BACK),
    Need.DRAWN: replace(COMPLETE, is_drawn=True),
}
WITHOUT = {
    Need.REASON: replace(COMPLETE, text=" \u3000\n"),
    Need.ANSWER: replace(WITH[Need.WHISTLED], text=""),
    Need.ALL_ANSWERED: replace(WITH[Need.WHISTLED], text=""),
    Need.NOTE: replace(COMPLETE, text=""),
    Need.DECISION: replace(WITH[Need.ESCALATED], text=""),
    Need.AFTER_PHOTO: replace(COMPLETE, after_photos=0),
    Need.TWO_PHOTOS: replace(COMPLETE, before_photos=0, after_photos=2),
    Need.LEAD_UNIT: replace(COMPLETE, has_lead_unit=False),
    Need.DEADLINE: replace(COMPLETE, has_deadline=False),
    Need.MAIN_CASE: replace(COMPLETE, has_main_case=False),
    Need.CALLED_UNITS: replace(COMPLETE, has_called_units=False),
    Need.SECOND_PERSON: replace(COMPLETE, is_second_person=False),
    Need.RELEASED: replace(COMPLETE, is_released=False),
    Need.ASKED: COMPLETE,
    Need.NOT_ASKED: WITH[Need.ASKED],
    Need.WHISTLED: COMPLETE,
    Need.NOT_WHISTLED: WITH[Need.WHISTLED],
    Need.ESCALATED: COMPLETE,
    Need.NOT_ESCALATED: WITH[Need.ESCALATED],
    Need.JOINED: COMPLETE,
    Need.DRAWN: COMPLETE,
    Need.NOT_JOINED: WITH[Need.JOINED],
}


def complete_for(move: str) -> Given:
    return next((given for need, given in WITH.items() if need in RULES[move][1]), COMPLETE)


def source_of(move: str) -> State:
    return next(state for code, state, cell in PAIRS if code == move and cell != "-")


# The matrix


@pytest.mark.parametrize(("move", "state", "cell"), PAIRS, ids=str)
def test_a_move_leads_where_the_matrix_says_or_is_refused(move: str, state: State, cell: str) -> None:
    given = complete_for(move)
    if cell == "-":
        with pytest.raises(MoveNotAllowed, match=r"^该问题.*。$"):
            workflow.check(move, state, given)
        with pytest.raises(MoveNotAllowed):
            workflow.target_of(move, state, joined_from=given.joined_from)
        return
    workflow.check(move, state, given)
    target = {"=": state, "<": State.FED_BACK}.get(cell) or State(cell)
    assert workflow.target_of(move, state, joined_from=given.joined_from) is target


@pytest.mark.parametrize("state", State)
def test_the_moves_of_a_state_are_those_of_the_matrix(state: State) -> None:
    allowed = {move for move, where, cell in PAIRS if where is state and cell != "-"}
    assert {move.code for move in workflow.allowed_moves(state)} == allowed


def test_the_matrix_and_the_rules_name_every_move_and_state() -> None:
    assert {move for move, _state, _cell in PAIRS} == set(RULES) == set(workflow.MOVES)
    assert {state for _move, state, _cell in PAIRS} == set(State) == set(workflow.STATE_LABELS)


# What a move needs


@pytest.mark.parametrize("move", RULES)
def test_a_move_asks_for_its_permission_and_its_needs(move: str) -> None:
    row = workflow.move_of(move)
    assert (row.permission, set(row.needs)) == RULES[move]


@pytest.mark.parametrize(("move", "need"), NEEDS_OF_MOVES, ids=str)
def test_a_move_without_what_it_needs_is_refused_in_a_sentence(move: str, need: Need) -> None:
    with pytest.raises(MissingNeed, match=r"^[^A-Za-z%]+。$") as refused:
        workflow.check(move, source_of(move), WITHOUT[need])
    assert need in refused.value.needs


@pytest.mark.parametrize("move", sorted(RULES.keys() - {"file", "resume", "change_assists"}))
def test_what_nobody_states_counts_as_absent(move: str) -> None:
    absent = RULES[move][1] - {Need.NOT_ASKED, Need.NOT_WHISTLED, Need.NOT_ESCALATED, Need.NOT_JOINED}
    with pytest.raises(MissingNeed) as refused:
        workflow.check(move, source_of(move), Given())
    assert set(refused.value.needs) == absent


def test_filing_and_resuming_need_nothing() -> None:
    workflow.check("file", State.REPORTED, Given())
    workflow.check("resume", State.SUSPENDED, Given())
    workflow.check("change_assists", State.FIXING, Given())


def test_when_several_things_are_missing_all_are_named_and_one_is_told() -> None:
    with pytest.raises(MissingNeed, match="尚未发布") as refused:
        workflow.check("dispatch", State.FILED, Given())
    assert refused.value.needs == (Need.RELEASED, Need.LEAD_UNIT, Need.DEADLINE)


def test_reviewer_cannot_close_own_fix() -> None:
    with pytest.raises(MissingNeed, match="交由他人核查"):
        workflow.check("close", State.FED_BACK, WITHOUT[Need.SECOND_PERSON])


def test_reviewer_cannot_win_time_by_failing_own_fix() -> None:
    with pytest.raises(MissingNeed, match="交由他人核查"):
        workflow.check("fail_check", State.FED_BACK, WITHOUT[Need.SECOND_PERSON])


def test_imported_history_asks_for_no_photo() -> None:
    workflow.check("feed_back", State.FIXING, Given(is_imported=True))
    workflow.check("fix_on_spot", State.REPORTED, Given(is_imported=True))


def test_a_joined_case_is_not_reopened_alone() -> None:
    with pytest.raises(MissingNeed, match="重开主案"):
        workflow.check("reopen", State.CLOSED, WITH[Need.JOINED])


def test_a_case_that_was_never_joined_cannot_be_taken_apart() -> None:
    with pytest.raises(MissingNeed, match="不是并案"):
        workflow.target_of("unjoin", State.CLOSED)


# What a page offers


def test_a_page_offers_what_the_person_can_complete() -> None:
    offered = {move.code for move in workflow.offered_moves(State.FED_BACK, Given())}
    assert offered == {"note", "void", "join"}
    reviewer = Given(is_second_person=True, has_open_whistle=True)
    offered = {move.code for move in workflow.offered_moves(State.FED_BACK, reviewer)}
    assert offered == {"close", "fail_check", "note", "void", "join", "answer_whistle", "end_whistle"}


def test_a_case_of_a_hidden_round_is_offered_to_no_unit() -> None:
    assert {move.code for move in workflow.offered_moves(State.FILED, Given())} == {"void", "join", "escalate"}


# Names


@pytest.mark.parametrize("call", [workflow.move_of, lambda code: workflow.check(code, State.FILED, COMPLETE)])
def test_a_misspelt_move_raises(call: object) -> None:
    assert callable(call)
    with pytest.raises(UnknownMove):
        call("clsoe")


def test_a_misspelt_state_raises() -> None:
    with pytest.raises(ValueError, match="fixed"):
        workflow.allowed_moves("fixed")


def test_every_permission_has_a_label_and_a_move() -> None:
    assert {move.permission for move in workflow.MOVES.values()} == set(workflow.PERMISSIONS)


def test_no_two_moves_states_or_permissions_look_alike() -> None:
    for labels in (
        [move.label for move in workflow.MOVES.values()],
        list(workflow.STATE_LABELS.values()),
        list(workflow.PERMISSIONS.values()),
    ):
        assert len(labels) == len(set(labels))


# Outcomes


def test_exactly_the_moves_that_close_have_an_outcome() -> None:
    closing = {move.code for move in workflow.MOVES.values() if move.target is State.CLOSED}
    assert set(workflow.OUTCOMES_OF) == closing
    assert workflow.outcome_of("dispatch") is None


def test_a_closed_case_was_fixed_unless_the_reviewer_says_otherwise() -> None:
    assert workflow.outcome_of("close") is Outcome.FIXED
    assert workflow.outcome_of("close", "no_fault") is Outcome.NO_FAULT
    assert workflow.outcome_of("join") is Outcome.DUPLICATE


@pytest.mark.parametrize(("move", "outcome"), [("close", "duplicate"), ("fix_on_spot", "moved_on"), ("file", "fixed")])
def test_an_outcome_that_the_move_cannot_have_is_refused(move: str, outcome: str) -> None:
    with pytest.raises(OutcomeNotAllowed, match="重新选择"):
        workflow.outcome_of(move, outcome)


# The reporter


def test_the_reporter_may_reopen_within_fifteen_days() -> None:
    closed_at = at("2026-11-01 10:00")
    assert workflow.reporter_may_reopen(closed_at, at("2026-11-16 10:00"))
    assert not workflow.reporter_may_reopen(closed_at, at("2026-11-16 10:00") + timedelta(seconds=1))
    assert not workflow.reporter_may_reopen(closed_at, at("2026-11-10 10:00"), days=7)
