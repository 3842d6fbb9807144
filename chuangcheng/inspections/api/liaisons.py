from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from chuangcheng.cases.access import case_for
from chuangcheng.core.access import require
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.inspections.access import VIEW
from chuangcheng.inspections.queries.liaisons import Contact, town_table
from chuangcheng.inspections.services.liaisons import LiaisonVisitGiven, log_liaison_visit
from chuangcheng.orgs.access import ASK_HELP, LIAISE
from chuangcheng.orgs.queries import help_requests
from chuangcheng.orgs.services import answer_help, ask_for_help, link_town

router = Router()
MOST_SHOWN = 200


class ContactOut(Schema):
    link_id: int
    name: str
    is_leader: bool
    last_on: date | None
    due_on: date
    is_overdue: bool


class TownOut(Schema):
    town_id: int
    town: str
    contacts: list[ContactOut]


class LinkIn(Strict):
    town_id: int
    leader_id: int | None = None
    bureau_id: int | None = None
    starts_on: date


class LinkOut(Schema):
    id: int
    starts_on: date


class LiaisonVisitIn(Strict):
    id: UUID  # UUIDv7 made by the client: the same one again is the same visit
    link_id: int
    visited_on: date
    seen: str
    with_whom: str = ""
    problem: str = ""  # becomes a case
    promised: str = ""


class LiaisonVisitOut(Schema):
    id: UUID
    visited_on: date


class HelpIn(Strict):
    id: UUID  # UUIDv7 made by the client
    link_id: int
    text: str


class HelpOut(Schema):
    id: UUID
    source_kind: str
    source_id: str
    source_label: str
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class AnswerHelpIn(Strict):
    answer: str


@router.get("/liaison", response=list[TownOut])
def list_towns(request: HttpRequest) -> list[dict[str, Any]]:
    """Every town with its leader and bureau, the last visit and the next one due."""
    require(actor_of(request), VIEW)
    return [
        {
            "town_id": row.town.pk,
            "town": row.town.name,
            "contacts": [_contact(each) for each in (*row.leaders, *row.bureaus)],
        }
        for row in town_table(day=today())
    ]


@router.post("/liaison", response={201: LinkOut})
def add_link(request: HttpRequest, given: LinkIn) -> Status[Any]:
    """A leader or bureau for a town, from a day on."""
    return Status(201, link_town(actor=actor_of(request), **given.dict()))


@router.post("/liaison/visits", response={201: LiaisonVisitOut})
def add_visit(request: HttpRequest, given: LiaisonVisitIn) -> Status[Any]:
    """A visit in the log; a problem becomes a case."""
    return Status(201, log_liaison_visit(actor=actor_of(request), given=LiaisonVisitGiven(**given.dict())))


@router.get("/help", response=list[HelpOut])
def list_help(request: HttpRequest) -> list[Any]:
    """Help that the actor's units asked for, or that was asked of the actor."""
    actor = actor_of(request)
    if not actor.may(ASK_HELP):
        require(actor, LIAISE)
    return list(help_requests(actor=actor)[:MOST_SHOWN])


@router.post("/cases/{case_id}/help", response={201: HelpOut})
def ask(request: HttpRequest, case_id: UUID, given: HelpIn) -> Status[Any]:
    """Help with a case, asked of the leader or bureau of one's town."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    made = ask_for_help(
        actor=actor,
        request_id=given.id,
        link_id=given.link_id,
        text=given.text,
        source_kind="cases.case",
        source_id=str(case.pk),
        source_label=_("问题%(number)s") % {"number": case.number},
    )
    return Status(201, made)


@router.post("/help/{request_id}/answer", response=HelpOut)
def answer(request: HttpRequest, request_id: UUID, given: AnswerHelpIn) -> Any:
    """What was done."""
    return answer_help(actor=actor_of(request), request_id=request_id, answer=given.answer)


def _contact(found: Contact) -> dict[str, Any]:
    link = found.link
    return {
        "link_id": link.pk,
        "name": link.name,
        "is_leader": link.leader_id is not None,
        "last_on": found.last_on,
        "due_on": found.due_on,
        "is_overdue": found.is_overdue(today()),
    }
