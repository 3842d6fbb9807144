"""Which moves one press may make over many cases. One line makes a move so.

What needs a photo or words of its own for each case cannot be: feedback, fixing on the spot, and what a whistle asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.needs import Need
from chuangcheng.cases.services.claiming import claim_case
from chuangcheng.cases.services.dispatching import dispatch_case, reassign_case, send_back
from chuangcheng.cases.services.extending import ask_extension, grant_extension, refuse_extension
from chuangcheng.cases.services.filing import file_case, reject_case, void_case
from chuangcheng.cases.services.joining import join_case, unjoin_case
from chuangcheng.cases.services.meeting import decide, escalate
from chuangcheng.cases.services.noting import add_note
from chuangcheng.cases.services.pausing import resume_case, suspend_case
from chuangcheng.cases.services.rechecking import fail_recheck, pass_recheck
from chuangcheng.cases.services.verifying import close_case, fail_check, reopen_case


@dataclass(frozen=True, slots=True)
class BulkMove:
    """A service, and which of its parameters the person fills once for all cases."""

    service: Callable[..., CaseEvent]
    takes: tuple[str, ...] = ("reason",)
    requires: Mapping[str, Need] = field(default_factory=dict)  # parameter → the need that nothing else can meet


BULK_MOVES: dict[str, BulkMove] = {
    "file": BulkMove(file_case),
    "reject": BulkMove(reject_case),
    "claim": BulkMove(claim_case, ("reason", "lead_unit_id"), {"lead_unit_id": Need.LEAD_UNIT}),
    "dispatch": BulkMove(dispatch_case, ("reason", "lead_unit_id", "assisting_unit_ids", "term")),  # by rules: no unit
    "reassign": BulkMove(
        reassign_case, ("reason", "lead_unit_id", "assisting_unit_ids"), {"lead_unit_id": Need.LEAD_UNIT}
    ),
    "note": BulkMove(add_note),
    "send_back": BulkMove(send_back),
    "ask_extension": BulkMove(ask_extension, ("reason", "term"), {"term": Need.DEADLINE}),
    "suspend": BulkMove(suspend_case),
    "resume": BulkMove(resume_case),
    "grant_extension": BulkMove(grant_extension),
    "refuse_extension": BulkMove(refuse_extension),
    "close": BulkMove(close_case, ("reason", "outcome")),
    "fail_check": BulkMove(fail_check),
    "join": BulkMove(join_case, ("reason", "main_case_id"), {"main_case_id": Need.MAIN_CASE}),
    "unjoin": BulkMove(unjoin_case),
    "escalate": BulkMove(escalate),
    "decide": BulkMove(decide, ("reason", "decided_on", "lead_unit_id", "term")),
    "pass_recheck": BulkMove(pass_recheck),
    "fail_recheck": BulkMove(fail_recheck),
    "reopen": BulkMove(reopen_case),
    "void": BulkMove(void_case),
}
"""Move → how it is made; the order is that of the buttons."""
