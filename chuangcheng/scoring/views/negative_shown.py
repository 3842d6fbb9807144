"""How a hit on the negative list is shown: its tone, its course, and the acts that the person may do now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chuangcheng.core.access import Actor
from chuangcheng.core.texts import translated
from chuangcheng.scoring.workflow import BEGINNINGS, MOVES, STEP_LABELS, HitMove, HitState, offered_moves

if TYPE_CHECKING:
    from chuangcheng.scoring.models import HitStep, NegativeHit

TONES: Mapping[HitState, str] = {
    HitState.SUSPECTED: "amber",
    HitState.RECORDED: "blue",
    HitState.STANDING: "red",
    HitState.APPEALED: "amber",
    HitState.LIFTED: "green",
    HitState.DISMISSED: "muted",
}
ICONS: Mapping[HitState, str] = {
    HitState.SUSPECTED: "alert-triangle",
    HitState.RECORDED: "edit",
    HitState.STANDING: "ban",
    HitState.APPEALED: "history",
    HitState.LIFTED: "check",
    HitState.DISMISSED: "x",
}


def course_of(steps: Iterable[HitStep]) -> list[dict[str, Any]]:
    """The steps for the timeline, first to last."""
    return [_event(step) for step in steps]


def moves_for(actor: Actor, hit: NegativeHit, state: HitState) -> list[HitMove]:
    """The acts that the person may do now, the first the main one."""
    path = "" if hit.unit is None else hit.unit.path
    return [move for move in offered_moves(state) if _may(actor, move.permission, path)]


def _may(actor: Actor, code: str, path: str) -> bool:
    return actor.may_at(code, path) if path else actor.everywhere(code)


def _event(step: HitStep) -> dict[str, Any]:
    state = BEGINNINGS[step.move] if step.move in BEGINNINGS else MOVES[step.move].to_state
    return {
        "at": step.made_at,
        "word": translated(STEP_LABELS[step.move]),
        "who": step.made_by_name,
        "tone": TONES[state],
        "icon": ICONS[state],
        "note": step.note,
    }
