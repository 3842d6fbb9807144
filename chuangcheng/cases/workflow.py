"""The course of a case: every move between its states, who may make it and what it needs. One table.

A move that the table does not have is refused, and so is a move without what it needs. The sentences are for the
officer who tried, in Chinese; whoever shows them translates them. Source: our choice, after the stages of GB/T 30428
(上报、立案、派遣、处置、反馈、核查、结案).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chuangcheng.cases.needs import CIRCUMSTANCES, SENTENCES, Given, Need, missing
from chuangcheng.cases.states import OPEN_STATES, OUTCOMES, STATE_LABELS, Outcome, State
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.texts import mark as _

__all__ = [
    "MOVES",
    "OPEN_STATES",
    "OUTCOMES",
    "OUTCOMES_OF",
    "PERMISSIONS",
    "STATE_LABELS",
    "Given",
    "MissingNeed",
    "Move",
    "MoveNotAllowed",
    "Need",
    "Outcome",
    "OutcomeNotAllowed",
    "State",
    "UnknownMove",
    "allowed_moves",
    "check",
    "move_of",
    "offered_moves",
    "outcome_of",
    "reporter_may_reopen",
    "target_of",
]

REPORTER_REOPEN_DAYS = 15  # after closing, for the reporter: default of a setting, our choice

FILE_CASES = "cases.file"
CLAIM_CASES = "cases.claim"
DISPATCH_CASES = "cases.dispatch"
SEND_BACK_CASES = "cases.send_back"
FIX_CASES = "cases.fix"
FIX_ON_SPOT = "cases.fix_on_spot"
VERIFY_CASES = "cases.verify"
SUSPEND_CASES = "cases.suspend"
REOPEN_CASES = "cases.reopen"
VOID_CASES = "cases.void"
JOIN_CASES = "cases.join"
EXTEND_CASES = "cases.extend"
WHISTLE = "cases.whistle"
ANSWER_WHISTLE = "cases.answer_whistle"
ESCALATE = "cases.escalate"
DECIDE = "cases.decide"

PERMISSIONS = {
    FILE_CASES: _("立案与不予立案"),
    CLAIM_CASES: _("认领问题"),
    DISPATCH_CASES: _("派遣与改派"),
    SEND_BACK_CASES: _("回退问题"),
    FIX_CASES: _("处置、反馈与申请延期"),
    FIX_ON_SPOT: _("立行立改"),
    VERIFY_CASES: _("核查与结案"),
    SUSPEND_CASES: _("挂账与恢复处置"),
    REOPEN_CASES: _("重开问题"),
    VOID_CASES: _("作废问题"),
    JOIN_CASES: _("并案与撤销并案"),
    EXTEND_CASES: _("审批延期"),
    WHISTLE: _("吹哨召集"),
    ANSWER_WHISTLE: _("到场回应"),
    ESCALATE: _("提请联席会议"),
    DECIDE: _("记录会议决定"),
}
"""Permission → label; `cases.access` registers them."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table."""

    code: str
    label: str
    sources: frozenset[State]
    target: State | None  # None: no change, or the state before joining when it `restores`
    permission: str
    needs: frozenset[Need]
    restores: bool = False


class UnknownMove(LookupError):
    """A move that the table does not have: a programming mistake or a forged request."""


class MoveNotAllowed(Refusal):
    """The case does not stand where this move begins."""

    def __init__(self, move: Move, state: State) -> None:
        super().__init__(REFUSALS[state])
        self.move = move
        self.state = state


class MissingNeed(InvalidInput):
    """The move lacks something: the sentence tells the first, `needs` has all."""

    def __init__(self, move: Move, needs: tuple[Need, ...]) -> None:
        super().__init__(SENTENCES[needs[0]])
        self.move = move
        self.needs = needs


class OutcomeNotAllowed(InvalidInput):
    """A move that cannot end in this outcome."""

    def __init__(self) -> None:
        super().__init__(_("这一步不能选择该办理结果，请重新选择。"))


def _move(code: str, label: str, sources: Iterable[State], target: State | None, permission: str, *needs: Need) -> Move:
    return Move(code, label, frozenset(sources), target, permission, frozenset(needs), restores=Need.JOINED in needs)


REPORTED, FILED, FIXING, FED_BACK, CLOSED, REJECTED, SUSPENDED, VOID = State
UNDERWAY = (FILED, FIXING, FED_BACK, SUSPENDED)
WITH_UNIT = (FIXING, FED_BACK, SUSPENDED)
SAME = None

WHISTLE_NEEDS = (Need.RELEASED, Need.NOT_WHISTLED, Need.CALLED_UNITS, Need.REASON)

TABLE = (
    _move("file", _("立案"), [REPORTED], FILED, FILE_CASES),
    _move("reject", _("不予立案"), [REPORTED], REJECTED, FILE_CASES, Need.REASON),
    _move("fix_on_spot", _("立行立改"), [REPORTED], CLOSED, FIX_ON_SPOT, Need.TWO_PHOTOS),
    _move("claim", _("认领"), [FILED], FIXING, CLAIM_CASES, Need.RELEASED, Need.LEAD_UNIT, Need.DEADLINE),
    _move("end_claim", _("无人认领"), [FILED], SAME, DISPATCH_CASES, Need.RELEASED),
    _move("dispatch", _("派遣"), [FILED], FIXING, DISPATCH_CASES, Need.RELEASED, Need.LEAD_UNIT, Need.DEADLINE),
    _move("reassign", _("改派"), [FIXING], SAME, DISPATCH_CASES, Need.LEAD_UNIT, Need.REASON),
    _move("change_assists", _("调整配合单位"), [FIXING, SUSPENDED], SAME, DISPATCH_CASES),
    _move("note", _("补充情况"), WITH_UNIT, SAME, FIX_CASES, Need.NOTE),
    _move("send_back", _("回退"), [FIXING], FILED, SEND_BACK_CASES, Need.REASON),
    _move("feed_back", _("反馈"), [FIXING], FED_BACK, FIX_CASES, Need.AFTER_PHOTO),
    _move("close", _("结案"), [FED_BACK], CLOSED, VERIFY_CASES, Need.SECOND_PERSON),
    # Whoever fixed it may not fail it either: rework brings at least a working day.
    _move("fail_check", _("返工"), [FED_BACK], FIXING, VERIFY_CASES, Need.SECOND_PERSON, Need.REASON),
    _move("suspend", _("挂账"), [FIXING], SUSPENDED, SUSPEND_CASES, Need.REASON),
    _move("resume", _("恢复处置"), [SUSPENDED], FIXING, SUSPEND_CASES),
    _move("reopen", _("重开"), [CLOSED], FILED, REOPEN_CASES, Need.NOT_JOINED, Need.REASON),
    _move("void", _("作废"), OPEN_STATES, VOID, VOID_CASES, Need.REASON),
    _move("join", _("并案"), OPEN_STATES, CLOSED, JOIN_CASES, Need.MAIN_CASE),
    _move("unjoin", _("撤销并案"), [CLOSED], SAME, JOIN_CASES, Need.JOINED, Need.REASON),
    _move("ask_extension", _("申请延期"), [FIXING], SAME, FIX_CASES, Need.NOT_ASKED, Need.DEADLINE, Need.REASON),
    _move("grant_extension", _("同意延期"), [FIXING], SAME, EXTEND_CASES, Need.ASKED, Need.DEADLINE),
    _move("refuse_extension", _("不同意延期"), [FIXING], SAME, EXTEND_CASES, Need.ASKED, Need.REASON),
    _move("whistle", _("吹哨"), [FILED, FIXING], SAME, WHISTLE, *WHISTLE_NEEDS),
    _move("answer_whistle", _("到场回应"), UNDERWAY, SAME, ANSWER_WHISTLE, Need.WHISTLED, Need.ANSWER),
    _move("end_whistle", _("结束吹哨"), UNDERWAY, SAME, WHISTLE, Need.WHISTLED, Need.ALL_ANSWERED),
    _move("escalate", _("提请联席会议"), [FILED, FIXING, SUSPENDED], SAME, ESCALATE, Need.NOT_ESCALATED, Need.REASON),
    _move("decide", _("会议决定"), UNDERWAY, SAME, DECIDE, Need.ESCALATED, Need.DECISION),
    _move("pass_recheck", _("抽查合格"), [CLOSED], SAME, VERIFY_CASES, Need.DRAWN, Need.SECOND_PERSON),
    _move("fail_recheck", _("抽查不合格"), [CLOSED], FILED, VERIFY_CASES, Need.DRAWN, Need.SECOND_PERSON, Need.REASON),
)

MOVES = {move.code: move for move in TABLE}

OUTCOMES_OF = {
    "close": (Outcome.FIXED, Outcome.NO_FAULT, Outcome.MOVED_ON),
    "fix_on_spot": (Outcome.FIXED,),
    "join": (Outcome.DUPLICATE,),
}
"""Move that closes → the outcomes it may have, the usual one first."""

REFUSALS = {
    REPORTED: _("该问题尚待立案，不能这样办理；下一步是立案或不予立案。"),
    FILED: _("该问题尚待派遣，不能这样办理；下一步是派遣或认领。"),
    FIXING: _("该问题正在处置，不能这样办理；下一步是反馈处置情况。"),
    FED_BACK: _("该问题正待核查，不能这样办理；下一步是核查。"),
    CLOSED: _("该问题已经结案，不能这样办理；如问题仍在，请重开。"),
    REJECTED: _("该问题已不予立案，不能再办理；如情况有变，请重新上报。"),
    SUSPENDED: _("该问题已经挂账，不能这样办理；下一步是恢复处置。"),
    VOID: _("该问题已经作废，不能再办理；如仍需处置，请重新上报。"),
}


def move_of(code: str) -> Move:
    """The row of the table; UnknownMove when there is none."""
    if code not in MOVES:
        raise UnknownMove(code)
    return MOVES[code]


def allowed_moves(state: str) -> tuple[Move, ...]:
    """The moves that begin in a state, in the order of the table."""
    return tuple(move for move in TABLE if State(state) in move.sources)


def offered_moves(state: str, given: Given) -> tuple[Move, ...]:
    """The moves that begin in a state and lack nothing but what the person can bring along: the buttons of a page."""
    return tuple(move for move in allowed_moves(state) if not missing(move.needs & CIRCUMSTANCES, given))


def check(code: str, state: str, given: Given) -> None:
    """Nothing when the move may be made; raises MoveNotAllowed or MissingNeed when not."""
    move = _beginning_in(state, move_of(code))
    if lacks := missing(move.needs, given):
        raise MissingNeed(move, lacks)


def target_of(code: str, state: str, *, joined_from: State | None = None) -> State:
    """The state after the move. Undoing a join leads back to `joined_from`; MissingNeed without it."""
    move = _beginning_in(state, move_of(code))
    if not move.restores:
        return move.target or State(state)
    if joined_from is None:
        raise MissingNeed(move, (Need.JOINED,))
    return joined_from


def outcome_of(code: str, chosen: str | None = None) -> Outcome | None:
    """What came of the case by this move: the usual outcome unless another is chosen; None when it does not close."""
    possible = OUTCOMES_OF.get(move_of(code).code, ())
    if chosen is None:
        return next(iter(possible), None)
    if chosen not in possible:
        raise OutcomeNotAllowed
    return Outcome(chosen)


def reporter_may_reopen(closed_at: datetime, now: datetime, *, days: int = REPORTER_REOPEN_DAYS) -> bool:
    """True while the reporter may still say that it is not fixed; days: calendar days."""
    return now <= closed_at + timedelta(days=days)


def _beginning_in(state: str, move: Move) -> Move:
    if State(state) not in move.sources:
        raise MoveNotAllowed(move, State(state))
    return move
