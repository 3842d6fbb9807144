"""Random legal walks through the workflow: what is true of every case, however it came where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.cases import pending, workflow
from chuangcheng.cases.workflow import Given, MissingNeed, MoveNotAllowed, Outcome, State

PEOPLE = ("巡查员", "联络员", "核查员")
FIXED_BY = {"feed_back", "fix_on_spot"}

# What a move lets wait, and what it answers. Here every fix on the spot is drawn.
ASKS = {
    "ask_extension": "extension_asked_at",
    "whistle": "whistled_at",
    "escalate": "escalated_at",
    "fix_on_spot": "recheck_drawn_at",
}
ANSWERS = {
    "grant_extension": "extension_asked_at",
    "refuse_extension": "extension_asked_at",
    "end_whistle": "whistled_at",
    "decide": "escalated_at",
    "pass_recheck": "recheck_drawn_at",
    "fail_recheck": "recheck_drawn_at",
}


@dataclass(frozen=True)
class Step:
    """One move that was made."""

    code: str
    actor: str
    source: State
    target: State


@dataclass
class Case:
    """What the services keep of a case, in memory."""

    state: State = State.REPORTED
    outcome: Outcome | None = None
    steps: list[Step] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)  # columns of `pending`

    def given(self, actor: str) -> Given:
        """Everything that a person can bring along, and how things stand."""
        return Given(
            text="原因",
            before_photos=1,
            after_photos=1,
            has_lead_unit=True,
            has_deadline=True,
            has_main_case=True,
            has_called_units=True,
            is_released=True,
            is_second_person=actor not in self.fixers(),
            has_open_extension="extension_asked_at" in self.waiting,
            has_open_whistle="whistled_at" in self.waiting,
            has_open_escalation="escalated_at" in self.waiting,
            is_drawn="recheck_drawn_at" in self.waiting,
            joined_from=self.joined_from(),
        )

    def fixers(self) -> set[str]:
        return {step.actor for step in self.steps if step.code in FIXED_BY}

    def changes(self) -> list[Step]:
        """The steps that changed the state."""
        return [step for step in self.steps if step.source is not step.target]

    def joined_from(self) -> State | None:
        last = self.changes()[-1] if self.changes() else None
        return last.source if last and last.code == "join" else None

    def make(self, code: str, actor: str) -> None:
        here = self.given(actor)
        workflow.check(code, self.state, here)
        target = workflow.target_of(code, self.state, joined_from=here.joined_from)
        self.steps.append(Step(code, actor, self.state, target))
        self.waiting -= {ANSWERS.get(code, ""), *pending.lapses(code, target)}
        self.waiting |= {ASKS[code]} if code in ASKS else set()
        if target is not State.CLOSED:
            self.outcome = None
        elif self.state is not State.CLOSED:
            self.outcome = workflow.outcome_of(code)
        self.state = target


choices = st.lists(st.tuples(st.integers(0, 1000), st.sampled_from(PEOPLE)), max_size=40)


def walked(picks: list[tuple[int, str]]) -> Case:
    case = Case()
    for number, actor in picks:
        offered = workflow.offered_moves(case.state, case.given(actor))
        if offered:
            case.make(offered[number % len(offered)].code, actor)
    return case


@given(choices)
def test_a_closed_case_was_verified_fixed_on_the_spot_or_joined(picks: list[tuple[int, str]]) -> None:
    case = walked(picks)
    if case.state is not State.CLOSED:
        assert case.outcome is None
        return
    last, before = case.changes()[-1], case.changes()[-2:-1]
    if last.code == "close":
        assert last.source is State.FED_BACK
        assert [step.target for step in before] == [State.FED_BACK]
        assert case.outcome is Outcome.FIXED
    else:
        assert (last.code, case.outcome) in {("fix_on_spot", Outcome.FIXED), ("join", Outcome.DUPLICATE)}


@given(choices)
def test_nobody_verified_a_fix_of_their_own(picks: list[tuple[int, str]]) -> None:
    fixers: set[str] = set()
    for step in walked(picks).steps:
        assert step.code not in {"close", "fail_check"} or step.actor not in fixers
        fixers |= {step.actor} if step.code in FIXED_BY else set()


@given(choices)
def test_no_case_is_fixed_before_a_unit_has_it(picks: list[tuple[int, str]]) -> None:
    dispatched = False
    for step in walked(picks).steps:
        dispatched = dispatched or step.code in {"dispatch", "claim"}
        assert dispatched or step.target not in {State.FIXING, State.FED_BACK, State.SUSPENDED}


@given(choices)
def test_each_step_begins_where_the_last_one_ended(picks: list[tuple[int, str]]) -> None:
    state = State.REPORTED
    for step in walked(picks).steps:
        assert step.source is state
        state = step.target


@given(choices)
def test_nothing_happens_to_a_void_or_rejected_case(picks: list[tuple[int, str]]) -> None:
    for step in walked(picks).steps:
        assert step.source not in {State.VOID, State.REJECTED}


@given(choices)
def test_undoing_a_join_leads_back_to_where_it_was_joined(picks: list[tuple[int, str]]) -> None:
    changes = walked(picks).changes()
    for before, step in pairwise(changes):
        if step.code == "unjoin":
            assert (before.code, step.target) == ("join", before.source)


@given(choices)
def test_what_waits_is_answered_or_lapses_when_the_case_moves_on(picks: list[tuple[int, str]]) -> None:
    case = walked(picks)
    if case.joined_from() is None:
        assert all(case.state in pending.STANDS_IN[column] for column in case.waiting)
    for asked, answers in (
        ("ask_extension", {"grant_extension", "refuse_extension"}),
        ("escalate", {"decide"}),
        ("fix_on_spot", {"pass_recheck", "fail_recheck"}),
    ):
        waits = False
        for step in case.steps:
            assert step.code not in answers or waits, "an answer that nobody asked for"
            assert step.code != asked or not waits, "asked twice"
            waits = (waits or step.code == asked) and step.code not in answers
            waits = waits and ASKS[asked] not in pending.lapses(step.code, step.target)


@given(choices, st.sampled_from(sorted(workflow.MOVES)), st.sampled_from(PEOPLE))
def test_a_refused_move_changes_nothing(picks: list[tuple[int, str]], code: str, actor: str) -> None:
    case = walked(picks)
    if code in {move.code for move in workflow.offered_moves(case.state, case.given(actor))}:
        return
    before = replace(case, steps=list(case.steps), waiting=set(case.waiting))
    with pytest.raises((MoveNotAllowed, MissingNeed)):
        case.make(code, actor)
    assert case == before


@given(choices)
def test_an_open_case_can_always_be_finished(picks: list[tuple[int, str]]) -> None:
    case = walked(picks)
    way = {"reported": "file", "filed": "dispatch", "suspended": "resume", "fixing": "feed_back", "fed_back": "close"}
    verifier = "第三人"
    while case.state in workflow.OPEN_STATES:
        code = way[case.state]
        case.make(code, verifier if code == "close" else PEOPLE[0])
    assert case.state in {State.CLOSED, State.REJECTED, State.VOID}
