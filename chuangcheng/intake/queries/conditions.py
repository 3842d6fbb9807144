"""What a list of reports shows, as conditions of the database. They say the same as `intake.states`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from chuangcheng.core.crypto import blind_indexes
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.phones import normalise_phone
from chuangcheng.intake.states import State

SOON = timedelta(hours=24)  # a deadline within a day is near: our choice
ACCEPT_LATE, ANSWER_LATE, LATE, NEAR = "accept_late", "answer_late", "late", "near"

_WAITS_FOR_ANSWER = Q(settled_at__isnull=False, answered_at__isnull=True, needs_answer=True)
_DRAFTED = Q(
    answer__isnull=False, answer__returned_at__isnull=True, answer__sent_at__isnull=True, answer__is_final=True
)
_APPROVABLE = Q(answer__needs_approval=True, answer__approved_at__isnull=True)

STATES = {
    State.RECEIVED: Q(accepted_at__isnull=True, answered_at__isnull=True),
    State.IN_HAND: Q(accepted_at__isnull=False, settled_at__isnull=True, answered_at__isnull=True),
    State.TO_ANSWER: _WAITS_FOR_ANSWER & (Q(answer__isnull=True) | ~_DRAFTED),
    State.TO_APPROVE: _WAITS_FOR_ANSWER & _DRAFTED & _APPROVABLE,
    State.TO_SEND: _WAITS_FOR_ANSWER & _DRAFTED & ~_APPROVABLE,
    State.ANSWERED: Q(answered_at__isnull=False),
    State.ENDED: Q(settled_at__isnull=False, answered_at__isnull=True, needs_answer=False),
}


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What a list shows; what is not given does not matter."""

    source: str = ""  # code
    state: str = ""  # `State`, or "open"
    due: str = ""  # one of ACCEPT_LATE …
    words: str = ""  # number, outside number, or words; no phone: that is in `caller`
    caller: tuple[str, ...] = ()  # blind indexes of the phone of who reported
    area_id: int | None = None
    problem_class_id: int | None = None
    satisfaction: str = ""
    is_disputed: bool = False


def in_state(state: str) -> Q:
    """The reports in a state; all that are not done for "open"; none for a state that does not exist."""
    if state == "open":
        return Q(answered_at__isnull=True) & ~STATES[State.ENDED]
    return STATES[State(state)] if state in set(STATES) else Q(pk__in=[])


def due_within(due: str, now: datetime) -> Q:
    """Late to be accepted or answered, or nearly so."""
    to_accept, to_answer = Q(accepted_at__isnull=True), Q(answered_at__isnull=True, needs_answer=True)
    answer_open = to_answer & Q(answer_by__lt=now)
    if due == ACCEPT_LATE:
        return to_accept & Q(accept_by__lt=now)
    if due == ANSWER_LATE:
        return answer_open
    if due == LATE:
        return (to_accept & Q(accept_by__lt=now)) | answer_open
    if due == NEAR:
        until = now + SOON
        return (to_accept & Q(accept_by__gte=now, accept_by__lt=until)) | (
            to_answer & Q(answer_by__gte=now, answer_by__lt=until)
        )
    return Q(pk__in=[])


def of_phone(text: str) -> Q | None:
    """The reports of who has this number; None when the text is no phone number."""
    try:
        phone = normalise_phone(text)
    except InvalidInput:
        return None
    return Q(phone_index__in=blind_indexes(phone)) if phone else None
