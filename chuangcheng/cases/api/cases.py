"""Lists, one case, reports and photos."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router, Status

from chuangcheng.cases import schemas, services, shapes, workflow
from chuangcheng.cases.access import EXPORT, REPORT, VIEW, case_for
from chuangcheng.cases.exporting import case_table_answer, export_cases
from chuangcheng.cases.queries import (
    CaseFilter,
    CaseLists,
    class_ids_of_list,
    moves_offered,
    story_of,
    with_all_below,
)
from chuangcheng.cases.services import active_class
from chuangcheng.core.access import Actor, require
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.models import Job
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of

router = Router()

MOST_LISTED = 200  # cases in one answer
PHOTO_SENDERS = (REPORT, workflow.FIX_CASES, workflow.FIX_ON_SPOT, workflow.VERIFY_CASES, workflow.REOPEN_CASES)


class CaseQuery(Strict):
    """What a list of cases shows; what is not given does not matter."""

    view: str = ""  # mine, overdue, to_verify, closed
    q: str = ""
    state: str = ""
    problem_class: int | None = None
    problem_list: int | None = None  # a named list of classes
    severity: str = ""
    unit: int | None = None  # with all below it
    area: int | None = None  # with all below it
    source: str = ""
    group: UUID | None = None  # found in this round or tour
    special: UUID | None = None  # counted by this special campaign
    site: UUID | None = None
    overdue: bool = False
    relapse: bool = False
    due: str = ""  # soon: the deadline is near; next: due within the next 24 working hours
    due_from: date | None = None  # days of the deadline, both included
    due_to: date | None = None
    lead: int | None = None  # this very unit leads
    lead_within: int | None = None  # it or a unit below it leads
    waits: str = ""  # extension or whistle: cases in which this waits for an answer
    figure: str = ""  # a figure of /cases/figures over the days from figure_from to figure_to
    figure_from: date | None = None
    figure_to: date | None = None
    leader: str = ""  # who answers for it: id of a person, or a name
    cursor: str = ""
    limit: int = 50


@router.get("/cases", response=schemas.CaseList)
def list_cases(request: HttpRequest, asked: Query[CaseQuery]) -> dict[str, Any]:
    """The visible cases a page at a time, newest first; by deadline when only overdue ones are asked for."""
    actor, moment = actor_of(request), now()
    require_any(actor, VIEW, REPORT)
    limit = max(1, min(asked.limit, MOST_LISTED))
    found = CaseLists(actor, moment).page(chosen_by(actor, asked), cursor=asked.cursor, limit=limit)
    return {"items": [shapes.line(case, moment) for case in found.cases], "next_cursor": found.next_cursor}


@router.get("/cases/workbook", response={200: None, 202: schemas.StartedJob})
def get_workbook(request: HttpRequest, asked: Query[CaseQuery]) -> HttpResponseBase | Status[dict[str, Any]]:
    """The filtered list as an Excel table; a long one by a job, whose id is answered."""
    actor = actor_of(request)
    require(actor, EXPORT)
    made = export_cases(actor=actor, chosen=chosen_by(actor, asked))
    return Status(202, {"job_id": made.pk}) if isinstance(made, Job) else case_table_answer(made)


@router.get("/cases/{uuid:case_id}", response=schemas.CaseDetail)
def get_case(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """One case with its history."""
    return _detail(actor_of(request), case_id)


@router.post("/cases/{uuid:case_id}/phones", response=schemas.WholeText)
def open_phones(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """The description and place with the phones in them; that they were read is on record."""
    return {"text": services.open_phones(actor=actor_of(request), case_id=case_id)}


@router.post("/cases", response={201: schemas.CaseDetail})
def open_case(request: HttpRequest, given: schemas.CaseIn) -> Status[dict[str, Any]]:
    """Reports a problem; the same `id` again answers with the case as it stands."""
    report = given.dict(exclude={"id", "description", "problem_class_id"})
    found = active_class(given.problem_class_id) if given.problem_class_id is not None else None
    actor = actor_of(request)
    case = services.open_case(
        actor=actor, case_id=given.id, description=given.description, problem_class=found, **report
    )
    return Status(201, _detail(actor, case.pk))


@router.post("/cases/photos", response={201: list[schemas.StoredPhoto]})
def store_photos(request: HttpRequest) -> Status[list[dict[str, Any]]]:
    """Takes the photos of the multipart field `photos`; their ids go into a report or a move."""
    require_any(actor_of(request), *PHOTO_SENDERS)
    stored = photos_from_request(request, "photos", at_least=1)
    return Status(201, [{"id": file.pk, "sha256": file.sha256} for file in stored])


def chosen_by(actor: Actor, asked: CaseQuery) -> CaseFilter:
    """The filter that was asked for."""
    return CaseFilter(
        view=asked.view,
        words=asked.q,
        state=asked.state,
        problem_class_id=asked.problem_class,
        unit_ids=with_all_below(actor, asked.unit),
        area_ids=with_all_below(actor, asked.area),
        class_ids=class_ids_of_list(asked.problem_list),
        severity=asked.severity,
        source=asked.source,
        group=str(asked.group or ""),
        special=str(asked.special or ""),
        site_id=asked.site,
        is_overdue=asked.overdue,
        is_relapse=asked.relapse,
        due=asked.due,
        due_from=asked.due_from,
        due_to=asked.due_to,
        lead_unit_id=asked.lead,
        leader=asked.leader,
        lead_unit_ids=with_all_below(actor, asked.lead_within),
        waits=asked.waits,
        figure=asked.figure,
        figure_from=asked.figure_from,
        figure_to=asked.figure_to,
    )


def _detail(actor: Actor, case_id: UUID) -> dict[str, Any]:
    moment = now()
    story = story_of(case=case_for(actor, case_id))
    moves = [move.code for move in moves_offered(actor=actor, story=story, now=moment)]
    return shapes.detail(story, moves, moment)


def require_any(actor: Actor, *codes: str) -> None:
    """Raises NotPermitted unless the actor holds one of the permissions."""
    if not any(actor.may(code) for code in codes):
        require(actor, codes[0])
