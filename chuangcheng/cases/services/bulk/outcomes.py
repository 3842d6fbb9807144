"""What one press asks for, and what came of each case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from chuangcheng.cases.services.steps import CaseMovedOn
from chuangcheng.core.errors import NotFound, Refusal

Status = Literal["done", "refused", "moved_on", "not_found"]


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button over many cases."""

    id: UUID  # made by the form or phone; the same one again is the same press
    move: str
    options: Mapping[str, Any] = field(default_factory=dict)  # reason, outcome; of dispatch: lead_unit_id, term …
    seen: Mapping[UUID, UUID] = field(default_factory=dict)  # newest steps on the person's screen; absent: no matter


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case."""

    case_id: UUID
    number: str  # empty: not found
    status: Status
    sentence: str = ""  # why not, or why there


def refused(case_id: UUID, numbers: Mapping[UUID, str], refusal: Refusal) -> Outcome:
    """A case that was not moved. What the person may not see is told like what does not exist."""
    if isinstance(refusal, NotFound):
        return Outcome(case_id, "", "not_found", str(refusal))
    status: Status = "moved_on" if isinstance(refusal, CaseMovedOn) else "refused"
    return Outcome(case_id, numbers.get(case_id, ""), status, str(refusal))
