"""The course of a hit on the negative list: every move, who may make it and what it needs. One table.

Only a standing hit counts in a sheet: recorded by one person, confirmed by another. Source: our choice; MISSION A2 asks
for recorded, confirmed, appealed, lifted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.texts import mark as _

RECORD_HITS = "scoring.record_hits"
CONFIRM_HITS = "scoring.confirm_hits"
APPEAL_HITS = "scoring.appeal_hits"


class HitState(StrEnum):
    SUSPECTED = "suspected"  # an early warning: somebody should look
    RECORDED = "recorded"
    STANDING = "standing"  # the only one that counts
    APPEALED = "appealed"
    LIFTED = "lifted"
    DISMISSED = "dismissed"


STATE_LABELS = {
    HitState.SUSPECTED: _("预警"),
    HitState.RECORDED: _("待确认"),
    HitState.STANDING: _("成立"),
    HitState.APPEALED: _("申诉中"),
    HitState.LIFTED: _("已解除"),
    HitState.DISMISSED: _("不予认定"),
}
OPEN_STATES = (HitState.SUSPECTED, HitState.RECORDED, HitState.STANDING, HitState.APPEALED)


@dataclass(frozen=True, slots=True)
class HitMove:
    """One way from a state to another."""

    code: str
    label: str
    from_states: tuple[HitState, ...]
    to_state: HitState
    permission: str
    second_person_after: tuple[str, ...] = ()  # moves whose maker must be somebody else
    needs_file: bool = False  # the hit has at least one piece of evidence by then


MOVES = {
    move.code: move
    for move in (
        HitMove("file", _("上报认定"), (HitState.SUSPECTED,), HitState.RECORDED, RECORD_HITS),
        HitMove("dismiss", _("排除预警"), (HitState.SUSPECTED,), HitState.DISMISSED, RECORD_HITS),
        HitMove(
            *("confirm", _("确认成立"), (HitState.RECORDED,), HitState.STANDING, CONFIRM_HITS),
            second_person_after=("record", "file"),
            needs_file=True,
        ),
        HitMove(
            *("refuse", _("不予认定"), (HitState.RECORDED,), HitState.DISMISSED, CONFIRM_HITS),
            second_person_after=("record", "file"),
        ),
        HitMove("appeal", _("提出申诉"), (HitState.STANDING,), HitState.APPEALED, APPEAL_HITS),
        HitMove(
            *("uphold", _("维持认定"), (HitState.APPEALED,), HitState.STANDING, CONFIRM_HITS),
            second_person_after=("appeal",),
        ),
        HitMove(
            *("lift", _("解除"), (HitState.STANDING, HitState.APPEALED), HitState.LIFTED, CONFIRM_HITS),
            second_person_after=("appeal",),
        ),
    )
}
RECORD, SUSPECT = "record", "suspect"  # how a hit begins
BEGINNINGS = {RECORD: HitState.RECORDED, SUSPECT: HitState.SUSPECTED}
STEP_LABELS = {RECORD: _("登记"), SUSPECT: _("发出预警"), **{code: move.label for code, move in MOVES.items()}}


class HitMoveNotAllowed(Refusal):
    """The table has no such move from this state."""


class SamePerson(Refusal):
    """A step that a second person has to make."""


class EvidenceMissing(InvalidInput):
    """A hit cannot be confirmed without a piece of evidence."""


def offered_moves(state: HitState) -> list[HitMove]:
    """The moves that begin in the state, in the order of the table."""
    return [move for move in MOVES.values() if state in move.from_states]


def state_after(steps: list[str]) -> HitState | None:
    """The state that the steps, first to last, have led to; None for no step."""
    if not steps:
        return None
    last = steps[-1]
    return BEGINNINGS[last] if last in BEGINNINGS else MOVES[last].to_state


def check(code: str, *, state: HitState, makers: dict[str, int | None], maker: int | None, files: int) -> HitMove:
    """The move, when it may be made now. makers: who made each earlier step last; files: pieces of evidence by now.

    Raises HitMoveNotAllowed, SamePerson or EvidenceMissing.
    """
    move = MOVES.get(code)
    if move is None or state not in move.from_states:
        raise HitMoveNotAllowed(_("这一项的状态已经变了，请刷新页面后再看。"))
    if maker is not None and any(makers.get(earlier, -1) == maker for earlier in move.second_person_after):
        raise SamePerson(_("登记、申诉和认定须由不同的人办理，请换一位同事来办。"))
    if move.needs_file and not files:
        raise EvidenceMissing(_("确认成立前请至少上传一份依据。"))
    return move
