"""Steps of a special campaign: checked against the table, kept as history."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.command.models import SpecialCampaign, SpecialStep
from chuangcheng.command.special_workflow import MOVES, STATE_LABELS, State, target_of
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import now
from chuangcheng.inspections.services.texts import checked_text

MOST_REASON = 300  # characters, as the column


class SpecialMovedOn(Refusal):
    """The campaign stands where this step is not made."""

    def __init__(self, found: SpecialCampaign, move: str) -> None:
        words = {"state": _(STATE_LABELS[State(found.state)]), "move": _(MOVES[move].label)}
        super().__init__(_("这个专项整治现在是“%(state)s”，不能%(move)s，请刷新页面。") % words)


def moved(found: SpecialCampaign, move: str, reason: str = "") -> str:
    """Sets the state that the step leads to, unsaved; gives the reason. Raises SpecialMovedOn, InvalidInput."""
    target = target_of(move, found.state)
    if target is None:
        raise SpecialMovedOn(found, move)
    words = checked_reason(reason)
    if MOVES[move].needs_reason and not words:
        raise InvalidInput(_("请写明理由，以便日后查考。"))
    found.state = target.value
    return words


def checked_reason(reason: str) -> str:
    """The reason without space around it; it may be empty."""
    return checked_text(reason, label=_("理由"), at_most=MOST_REASON)


def record_step(actor: Actor, found: SpecialCampaign, move: str, *, reason: str = "", what: str = "") -> SpecialStep:
    """The step on record, after the campaign has its new state."""
    return SpecialStep.objects.create(
        campaign=found,
        move=move,
        to_state=found.state,
        reason=reason,
        what=what,
        made_by_id=actor.person_id,
        made_at=now(),
    )
