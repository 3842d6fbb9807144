"""Writes on escalation: the steps that the ladder takes, what is done about them, what is taken back."""

from chuangcheng.supervision.services.escalations.climbing import climb
from chuangcheng.supervision.services.escalations.deeds import DeedGiven, do_about, undo_step
from chuangcheng.supervision.services.escalations.ladders import change_ladder

__all__ = ["DeedGiven", "change_ladder", "climb", "do_about", "undo_step"]
