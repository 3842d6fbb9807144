"""Regulations: own rules with the days on which they are in force."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from chuangcheng.command.api.circulars import FileOut
from chuangcheng.command.circular_access import regulation_for, regulation_to_change
from chuangcheng.command.models import Regulation
from chuangcheng.command.queries.regulations import RegulationFilter, dates_of, regulation_story, regulations_shown
from chuangcheng.command.regulation_papers import regulations_workbook
from chuangcheng.command.regulation_states import standing_on
from chuangcheng.command.services import regulations as services
from chuangcheng.command.services.library_files import LIBRARY_FILES, MOST_FILES
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download

router = Router()
MOST = 200  # in one answer; our choice


class RegulationOut(Schema):
    id: UUID
    number: str
    kind: str  # system, measures, details, plan, emergency, other
    title: str
    document_number: str
    in_force_from: date
    in_force_until: date | None
    repealed_from: date | None
    repeal_reason: str
    basis_id: UUID | None  # of a circular
    basis_words: str
    replaces_id: UUID | None
    standing: str  # on the day asked about: coming, in_force, expired, repealed, replaced


class RegulationDetail(RegulationOut):
    text: str
    units: list[str]  # bound; none: all
    files: list[FileOut]
    chain: list[RegulationOut]  # versions, the newest first


class RegulationFacts(Strict):
    title: str
    kind: str
    in_force_from: date
    in_force_until: date | None = None
    document_number: str = ""
    text: str = ""
    basis_number: str = ""
    basis_words: str = ""
    unit_ids: list[int] = []


class RegulationIn(RegulationFacts):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same regulation
    replaces_id: UUID | None = None


class RegulationChange(RegulationFacts):
    dropped_file_ids: list[UUID] = []


class RepealIn(Strict):
    first_day: date  # without it
    reason: str


@router.get("/regulations", response=list[RegulationOut])
def list_regulations(
    request: HttpRequest,
    day: date | None = None,
    standing: Literal["", "coming", "in_force", "expired", "repealed", "replaced"] = "",
    kind: Literal["", "system", "measures", "details", "plan", "emergency", "other"] = "",
    words: str = "",
) -> list[dict[str, Any]]:
    """At most 200, as they stand on the day, today unless said."""
    chosen = RegulationFilter(day or today(), standing, kind, words[:60])
    rows = regulations_shown(actor=actor_of(request), chosen=chosen)[:MOST]
    return [_out(row, chosen.day) for row in rows]


@router.get("/regulations.xlsx", response={200: None})
def workbook(request: HttpRequest, day: date | None = None) -> FileResponse:
    """All of them as they stand on the day, as a workbook."""
    name, content = regulations_workbook(actor=actor_of(request), chosen=RegulationFilter(day or today()))
    return download(content, name)


@router.post("/regulations", response={201: RegulationDetail})
def add_regulation(request: HttpRequest, given: RegulationIn) -> Status[dict[str, Any]]:
    """A regulation, perhaps in the place of another one."""
    made = services.register_regulation(
        actor=actor_of(request),
        regulation_id=given.id or new_id(),
        given=services.RegulationGiven(**given.dict(exclude={"id", "replaces_id"})),
        replaces_id=given.replaces_id,
    )
    return Status(201, _detail(request, made.pk))


@router.get("/regulations/{regulation_id}", response=RegulationDetail)
def get_regulation(request: HttpRequest, regulation_id: UUID) -> dict[str, Any]:
    """One regulation with its versions."""
    return _detail(request, regulation_id)


@router.put("/regulations/{regulation_id}", response=RegulationDetail)
def edit_regulation(request: HttpRequest, regulation_id: UUID, given: RegulationChange) -> dict[str, Any]:
    """Puts right what was entered, before it is in force."""
    facts = services.RegulationGiven(**given.dict())
    services.change_regulation(actor=actor_of(request), regulation_id=regulation_id, given=facts)
    return _detail(request, regulation_id)


@router.post("/regulations/{regulation_id}/files", response={201: RegulationDetail})
def add_files(
    request: HttpRequest,
    regulation_id: UUID,
    files: File[list[UploadedFile] | None] = None,  # noqa: ARG001 - read from the request, which stores what is too big for memory; named here for the documentation
) -> Status[dict[str, Any]]:
    """More files, before it is in force; their text is read afterwards."""
    actor = actor_of(request)
    regulation_to_change(actor, regulation_id)
    sent = documents_from_request(request, "files", at_least=1, at_most=MOST_FILES, limits=LIBRARY_FILES)
    services.add_regulation_files(actor=actor, regulation_id=regulation_id, files=sent)
    return Status(201, _detail(request, regulation_id))


@router.post("/regulations/{regulation_id}/repeal", response=RegulationDetail)
def repeal(request: HttpRequest, regulation_id: UUID, given: RepealIn) -> dict[str, Any]:
    """废止 from a day on."""
    services.repeal_regulation(actor=actor_of(request), regulation_id=regulation_id, **given.dict())
    return _detail(request, regulation_id)


def _out(row: Regulation, day: date) -> dict[str, Any]:
    names = [name for name in RegulationOut.model_fields if name != "standing"]
    return {**{name: getattr(row, name) for name in names}, "standing": standing_on(dates_of(row), day).value}


def _detail(request: HttpRequest, regulation_id: UUID) -> dict[str, Any]:
    actor, day = actor_of(request), today()
    found = regulation_for(actor, regulation_id)
    story = regulation_story(actor=actor, regulation=found, today=day)
    return {
        **_out(found, day),
        "text": found.text,
        "units": story.units,
        "files": [{name: getattr(row, name) for name in FileOut.model_fields} for row in story.files],
        "chain": [_out(row, day) for row, _standing in story.chain],
    }
