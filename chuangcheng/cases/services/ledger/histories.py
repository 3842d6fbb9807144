"""The history that leads to where a ledger says a problem stands: the moves of the workflow, as far as it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from chuangcheng.cases import deadlines, workflow
from chuangcheng.cases.limits import Limit, Term, Unit
from chuangcheng.cases.models import Case
from chuangcheng.cases.services.ledger.drafts import CaseDraft
from chuangcheng.cases.services.ledger.new_cases import NewCase
from chuangcheng.cases.states import Outcome, State
from chuangcheng.core.ids import id_at
from chuangcheng.core.workdays import Calendar

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit as OrgUnit

# Of a row that gives no limit and whose problem has no class: our choice.
USUAL = Limit(5, Unit.WORKING_DAYS)
STEPS = ("open", "file", "reject", "dispatch", "suspend", "feed_back", "close", "void")  # as they follow one another
WITH_UNIT = ("dispatch", "feed_back", "close")
IMPORTED = {"imported": True}  # what such a step tells of itself
WAYS: dict[State, tuple[str, ...]] = {
    State.FILED: ("file",),
    State.FIXING: ("file", "dispatch"),
    State.FED_BACK: ("file", "dispatch", "feed_back"),
    State.CLOSED: ("file", "dispatch", "feed_back", "close"),
    State.SUSPENDED: ("file", "dispatch", "suspend"),
    State.REJECTED: ("reject",),
    State.VOID: ("void",),
    State.REPORTED: (),
}


class Step(NamedTuple):
    """A `CaseEvent` to be written, by the names of its attributes."""

    id: UUID
    case_id: UUID
    move: str
    from_state: str
    to_state: str
    unit_id: int | None
    at: datetime
    data: Mapping[str, object]


class Leg(NamedTuple):
    """One move of a way."""

    move: str
    before: str  # state
    after: str  # state


@cache
def way_from(here: str, there: str) -> tuple[Leg, ...]:
    """The moves that lead from one state to the other; none when the other does not lie ahead."""
    reached, legs = State.REPORTED, list[Leg]()
    for move in WAYS[State(there)]:
        after = workflow.target_of(move, reached)
        if legs or reached == here:
            legs.append(Leg(move, reached.value, after.value))
        reached = after
    return tuple(legs)


def may_go_on(case: Case) -> bool:
    """True while the newest step of the case is one that came from a ledger."""
    newest = case.history.filter(pk=case.latest_event_id).values_list("data", flat=True).first()
    return bool(newest and newest.get("imported"))


def go(
    case: Case | NewCase, draft: CaseDraft, way: Sequence[Leg], lead: OrgUnit | None, calendar: Calendar
) -> list[Step]:
    """Makes the moves on the case, unsaved, each at the time that the ledger gives; gives the steps."""
    found = []
    for leg in way:
        case.state = leg.after
        _change(case, leg.move, draft, lead, calendar)
        found.append(step_of(case, leg.move, leg.before, _time_of(leg.move, draft), lead))
    return found


def step_of(case: Case | NewCase, move: str, before: str, at: datetime, lead: OrgUnit | None) -> Step:
    """One step as the ledger tells it: nobody of ours made it."""
    told: Mapping[str, object] = IMPORTED
    if move == "dispatch" and case.due_at is not None:
        told = {**IMPORTED, "due_at": case.due_at.isoformat()}
    unit = lead.pk if lead is not None and move in WITH_UNIT else None
    case.latest_event_id = id_at(at, order=STEPS.index(move))
    return Step(case.latest_event_id, case.pk, move, before, case.state, unit, at, told)


def _time_of(move: str, draft: CaseDraft) -> datetime:
    """The ledger's own time of the move; the nearest earlier one that it gives, when it gives none."""
    told = (draft.closed_at, draft.fixed_at) if move == "close" else (draft.fixed_at if move == "feed_back" else None,)
    return next((moment for moment in told if moment is not None), draft.found_at)


def _change(case: Case | NewCase, move: str, draft: CaseDraft, lead: OrgUnit | None, calendar: Calendar) -> None:
    if move == "file":
        case.filed_at = draft.found_at
    elif move == "dispatch":
        case.lead_unit = lead
        case.clock_started_at = draft.found_at
        _set_deadline(case, draft.term or _usual(case), draft.found_at, calendar)
    elif move == "suspend":
        case.suspended_at = draft.found_at
    elif move == "feed_back":
        case.fed_back_at = draft.fixed_at
    elif move == "close":
        case.closed_at, case.outcome = draft.closed_at or draft.fixed_at, Outcome.FIXED.value


def _usual(case: Case | NewCase) -> Term:
    return case.problem_class.limit if case.problem_class is not None else USUAL


def _set_deadline(case: Case | NewCase, term: Term, start: datetime, calendar: Calendar) -> None:
    case.due_at = deadlines.due_at(term, start, calendar)
    case.limit_amount = term.amount if isinstance(term, Limit) else None
    case.limit_unit = deadlines.unit_of(term).value
