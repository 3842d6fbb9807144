"""One move over many cases."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from chuangcheng.cases.jobs_bulk import start_bulk
from chuangcheng.cases.limits import parse_limit
from chuangcheng.cases.schemas import StartedJob
from chuangcheng.cases.services import AT_ONCE, Press, check_press, move_cases
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of

router = Router()


class BulkIn(Strict):
    """One press. The same `press_id` again is the same press."""

    press_id: UUID = Field(default_factory=new_id, description="UUIDv7, made by the sender")
    move: str = Field(description="file, reject, dispatch, close, fail_check, reopen, void …")
    case_ids: list[UUID]
    seen: dict[UUID, UUID] = Field({}, description="case → latest_event_id as the sender knows it")
    reason: str = ""
    outcome: str | None = Field(None, description="of close: fixed, no_fault or moved_on")
    lead_unit_id: int | None = Field(
        None, description="of claim, reassign, dispatch and decide; of dispatch empty: by the rules"
    )
    assisting_unit_ids: list[int] = []
    term: str = Field(
        "", description="of dispatch, ask_extension and decide: 24小时, 3个工作日, 2026-09-30; empty: by rule or class"
    )
    decided_on: date | None = Field(None, description="of decide: day of the meeting; empty: today")
    main_case_id: UUID | None = Field(None, description="of join")


class BulkOutcome(Schema):
    """What came of one case."""

    case_id: UUID
    number: str
    status: str = Field(description="done, refused, moved_on or not_found")
    sentence: str


class BulkOut(Schema):
    """What came of all of them."""

    done: int
    not_done: int
    outcomes: list[BulkOutcome]


@router.post("/cases/bulk", response={200: BulkOut, 202: StartedJob})
def move_many(request: HttpRequest, given: BulkIn) -> Any:
    """One move over many cases: up to 50 at once, more by a job whose progress `/jobs/{job_id}` tells."""
    actor = actor_of(request)
    options: dict[str, Any] = {"reason": given.reason}
    if given.outcome is not None:
        options["outcome"] = given.outcome
    if given.lead_unit_id is not None:
        options |= {"lead_unit_id": given.lead_unit_id, "assisting_unit_ids": given.assisting_unit_ids}
    if given.main_case_id is not None:
        options["main_case_id"] = given.main_case_id
    if given.decided_on is not None:
        options["decided_on"] = given.decided_on
    if given.term.strip():
        options["term"] = parse_limit(given.term)
    press = Press(given.press_id, given.move, options, given.seen)
    check_press(actor=actor, press=press, count=len(given.case_ids))
    if len(given.case_ids) > AT_ONCE:
        return Status(202, {"job_id": start_bulk(actor=actor, press=press, case_ids=given.case_ids).pk})
    outcomes = move_cases(actor=actor, press=press, case_ids=given.case_ids)
    counts = Counter(outcome.status for outcome in outcomes)
    shown = [{name: getattr(each, name) for name in ("case_id", "number", "status", "sentence")} for each in outcomes]
    return Status(200, {"done": counts["done"], "not_done": len(outcomes) - counts["done"], "outcomes": shown})
