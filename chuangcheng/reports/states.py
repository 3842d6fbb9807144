"""起草 → 送审 → 核准 → 印发 → 归档: from, move, to, who. Pure; the table is all there is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chuangcheng.core.texts import mark as _


class State(StrEnum):
    """How far a bulletin is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


STATE_LABELS = {
    State.DRAFT: _("起草"),
    State.SUBMITTED: _("送审"),
    State.APPROVED: _("已核准"),
    State.ISSUED: _("已印发"),
    State.ARCHIVED: _("已归档"),
    State.WITHDRAWN: _("已撤回"),
}
TONES = {
    State.DRAFT: "blue",
    State.SUBMITTED: "amber",
    State.APPROVED: "blue",
    State.ISSUED: "green",
    State.ARCHIVED: "muted",
    State.WITHDRAWN: "muted",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One move; `by_other`: not by who made the paper."""

    code: str
    label: str
    come_from: tuple[State, ...]
    go_to: State
    permission: str
    wants_reason: bool = False
    by_other: bool = False


MAKE, APPROVE = "reports.make", "reports.approve"
MOVES = {
    move.code: move
    for move in (
        Move("submit", _("送审"), (State.DRAFT,), State.SUBMITTED, MAKE),
        Move("approve", _("核准"), (State.SUBMITTED,), State.APPROVED, APPROVE, by_other=True),
        Move("return", _("退回修改"), (State.SUBMITTED,), State.DRAFT, APPROVE, wants_reason=True),
        Move("issue", _("印发"), (State.APPROVED,), State.ISSUED, MAKE),
        Move("archive", _("归档"), (State.ISSUED,), State.ARCHIVED, MAKE),
        Move(
            "withdraw",
            _("撤回"),
            (State.DRAFT, State.SUBMITTED, State.APPROVED, State.ISSUED),
            State.WITHDRAWN,
            MAKE,
            wants_reason=True,
        ),
    )
}
