"""States and moves of a matter of reward or accountability: one table. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chuangcheng.core.errors import Refusal
from chuangcheng.core.texts import mark as _


class MatterState(StrEnum):
    PROPOSED = "proposed"
    DROPPED = "dropped"
    DECIDED = "decided"
    OVERTURNED = "overturned"  # an appeal was upheld
    WITHDRAWN = "withdrawn"


LABELS = {
    MatterState.PROPOSED: _("建议"),
    MatterState.DROPPED: _("不予采纳"),
    MatterState.DECIDED: _("已决定"),
    MatterState.OVERTURNED: _("申诉成立"),
    MatterState.WITHDRAWN: _("已撤销"),
}
OFFICES_OWN = frozenset({"proposed", "dropped"})  # nobody else sees them
ENDED = frozenset({"dropped", "overturned", "withdrawn"})


@dataclass(frozen=True, slots=True)
class MatterMove:
    """One row of the table."""

    code: str
    label: str
    sources: frozenset[MatterState]
    target: MatterState
    needs_words: bool


PROPOSED, DROPPED, DECIDED, OVERTURNED, WITHDRAWN = MatterState
TABLE = (
    MatterMove("decide", _("作出决定"), frozenset({PROPOSED}), DECIDED, needs_words=False),
    MatterMove("drop", _("不予采纳"), frozenset({PROPOSED}), DROPPED, needs_words=True),
    MatterMove("fulfil", _("登记落实"), frozenset({DECIDED}), DECIDED, needs_words=True),
    MatterMove("overturn", _("申诉成立"), frozenset({DECIDED}), OVERTURNED, needs_words=True),
    MatterMove("withdraw", _("撤销"), frozenset({DECIDED}), WITHDRAWN, needs_words=True),
)
MOVES = {move.code: move for move in TABLE}
PRESSED = ("drop", "fulfil", "withdraw")  # with words alone; a decision has a form, an appeal its own
REFUSALS = {
    PROPOSED: _("这件事项还没有决定，下一步是作出决定或不予采纳。"),
    DROPPED: _("这件事项没有采纳，不能再办理。"),
    DECIDED: _("这件事项已经决定，不能再这样办理。"),
    OVERTURNED: _("这件事项因申诉成立已经撤销，不能再办理。"),
    WITHDRAWN: _("这件事项已经撤销，不能再办理。"),
}


class MatterNotThere(Refusal):
    """The matter does not stand where this move begins."""

    def __init__(self, state: str) -> None:
        super().__init__(REFUSALS[MatterState(state)])


def moved(code: str, state: str) -> MatterMove:
    """The row of a move that begins in this state; raises MatterNotThere, KeyError for a move that there is not."""
    move = MOVES[code]
    if MatterState(state) not in move.sources:
        raise MatterNotThere(state)
    return move


class ListState(StrEnum):
    """Of a red and black list."""

    PROPOSED = "proposed"
    CHECKED = "checked"  # chosen by one person, waits for another one
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


LIST_LABELS = {
    ListState.PROPOSED: _("待核定"),
    ListState.CHECKED: _("待审批"),
    ListState.PUBLISHED: _("已公布"),
    ListState.WITHDRAWN: _("已撤下"),
    ListState.DROPPED: _("不予公布"),
}
LIST_REFUSALS = {
    ListState.PROPOSED: _("这份红黑榜还没有核定，下一步是核定名单。"),
    ListState.CHECKED: _("这份红黑榜正在等待审批。"),
    ListState.PUBLISHED: _("这份红黑榜已经公布，只能撤下。"),
    ListState.WITHDRAWN: _("这份红黑榜已经撤下，不能再办理。"),
    ListState.DROPPED: _("这份红黑榜不予公布，不能再办理。"),
}
LIST_MOVES = {
    "check": (_("核定名单"), frozenset({"proposed", "checked"}), "checked"),
    "publish": (_("批准公布"), frozenset({"checked"}), "published"),
    "return": (_("退回核定"), frozenset({"checked"}), "proposed"),
    "drop": (_("不予公布"), frozenset({"proposed", "checked"}), "dropped"),
    "withdraw": (_("撤下"), frozenset({"published"}), "withdrawn"),
}


class ListNotThere(Refusal):
    """The list does not stand where this move begins."""

    def __init__(self, state: str) -> None:
        super().__init__(LIST_REFUSALS[ListState(state)])


def list_moved(code: str, state: str) -> str:
    """The state after the move; raises ListNotThere."""
    _label, sources, target = LIST_MOVES[code]
    if state not in sources:
        raise ListNotThere(state)
    return target
