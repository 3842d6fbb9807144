"""Which moves one press may make over many cases. One line makes a move so; what needs a photo of its own cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.services.dispatching import dispatch_case, reassign_case
from chuangcheng.cases.services.extending import grant_extension, refuse_extension
from chuangcheng.cases.services.filing import file_case, reject_case, void_case
from chuangcheng.cases.services.pausing import resume_case, suspend_case
from chuangcheng.cases.services.verifying import close_case, fail_check, reopen_case


@dataclass(frozen=True, slots=True)
class BulkMove:
    """A service, and which of its parameters the person fills once for all cases."""

    service: Callable[..., CaseEvent]
    takes: tuple[str, ...] = ("reason",)


BULK_MOVES: dict[str, BulkMove] = {
    "file": BulkMove(file_case),
    "reject": BulkMove(reject_case),
    "dispatch": BulkMove(dispatch_case, ("reason", "lead_unit_id", "assisting_unit_ids", "term")),  # by rules: no unit
    "reassign": BulkMove(reassign_case, ("reason", "lead_unit_id", "assisting_unit_ids")),
    "suspend": BulkMove(suspend_case),
    "resume": BulkMove(resume_case),
    "grant_extension": BulkMove(grant_extension),
    "refuse_extension": BulkMove(refuse_extension),
    "close": BulkMove(close_case, ("reason", "outcome")),
    "fail_check": BulkMove(fail_check),
    "reopen": BulkMove(reopen_case),
    "void": BulkMove(void_case),
}
"""Move → how it is made; the order is that of the buttons."""
