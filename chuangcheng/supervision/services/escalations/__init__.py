"""Writes on escalation: the steps that the ladder takes, what is done about them, what is taken back."""

from chuangcheng.supervision.services.escalations.climbing import climb
from chuangcheng.supervision.services.escalations.deed_rules import DeedGiven
from chuangcheng.supervision.services.escalations.deeds import do_about, undo_deed, undo_step
from chuangcheng.supervision.services.escalations.ladders import change_ladder
from chuangcheng.supervision.services.escalations.streak_deeds import do_about_streak, undo_streak_deed
from chuangcheng.supervision.services.escalations.streaks import (
    change_streaks,
    follow_published,
    take_streak_steps,
    undo_streak_step,
)

__all__ = [
    "DeedGiven",
    "change_ladder",
    "change_streaks",
    "climb",
    "do_about",
    "do_about_streak",
    "follow_published",
    "take_streak_steps",
    "undo_deed",
    "undo_step",
    "undo_streak_deed",
    "undo_streak_step",
]
