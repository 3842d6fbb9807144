"""并案 by one press: of two cases that tell of one problem, the younger joins the older."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.cases.access import case_for
from chuangcheng.cases.services import Step, join_case
from chuangcheng.core.access import Actor

if TYPE_CHECKING:
    from chuangcheng.cases.models import CaseEvent


def join_doubles(*, actor: Actor, one_id: UUID, other_id: UUID, event_id: UUID, reason: str = "") -> CaseEvent:
    """The join, by the cases' own move, which is undone there. A case that others joined already stays the main one."""
    one, other = case_for(actor, one_id), case_for(actor, other_id)
    older, younger = sorted((one, other), key=lambda case: (case.reported_at, case.pk))
    if younger.joined_cases.exists() and not older.joined_cases.exists():
        older, younger = younger, older
    return join_case(actor=actor, step=Step(younger.pk, event_id=event_id), main_case_id=older.pk, reason=reason)
