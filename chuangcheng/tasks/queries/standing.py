"""States of tasks for contexts above."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.tasks.workflow import OPEN_STATES, STATE_LABELS, State

OPEN_STATE_VALUES = tuple(sorted(state.value for state in OPEN_STATES))
DONE_STATE = State.CLOSED.value


def state_label(state: str) -> str:
    """The state of a task in a word."""
    return _(STATE_LABELS[State(state)])
