"""Circulars: registered, passed down, read and signed for; questions, and the tasks they bring."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from chuangcheng.command.circular_access import circular_for, circular_to_change
from chuangcheng.command.circular_papers import circulars_workbook, receipts_workbook
from chuangcheng.command.models import Circular, CircularReceipt
from chuangcheng.command.queries.circulars import CircularFilter, circular_story, circulars_shown
from chuangcheng.command.services import circulars as services
from chuangcheng.command.services.library_files import LIBRARY_FILES, MOST_FILES
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download

router = Router()
MOST = 200  # in one answer; our choice


class CircularOut(Schema):
    id: UUID
    number: str
    direction: str  # received, issued
    title: str
    document_number: str
    sender: str
    dated_on: date
    urgency: str  # plain, urgent, most
    about: str
    state: str  # registered, issued, withdrawn, replaced
    sign_by: date | None
    wants_answer: bool
    issued_at: datetime | None
    withdrawn_at: datetime | None
    withdraw_reason: str
    replaced_by_id: UUID | None


class FileOut(Schema):
    id: UUID
    file_id: UUID  # of the content, for /files/{file_id}
    name: str
    outcome: str  # what came of reading its text; empty: not read yet
    page_count: int


class ReceiptOut(Schema):
    person: str
    at: datetime
    words: str


class AddressedOut(Schema):
    id: UUID
    unit_id: int
    unit: str
    passed_by_id: UUID | None  # the row of the unit that passed it on; None: the office
    sign_by: date | None
    is_late: bool
    read: ReceiptOut | None
    signed: ReceiptOut | None
    below_units: int
    below_read: int
    below_signed: int


class QuestionOut(Schema):
    id: UUID
    unit: str
    text: str
    asked_at: datetime
    answer: str  # empty: not answered


class CircularTaskOut(Schema):
    task_id: UUID
    number: str
    title: str
    unit: str
    due_on: date
    state: str
    quotation: str


class CircularDetail(CircularOut):
    text: str
    files: list[FileOut]
    units: list[AddressedOut]  # each before those it passed it on to
    questions: list[QuestionOut]
    tasks: list[CircularTaskOut]  # those that the actor may open


class ProposalOut(Schema):
    title: str
    quotation: str
    due_on: date | None
    unit_ids: list[int]


class CircularFacts(Strict):
    direction: str
    title: str
    sender: str
    dated_on: date
    document_number: str = ""
    urgency: str = "plain"
    about: str = ""
    text: str = ""


class CircularIn(CircularFacts):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same circular


class CircularChange(CircularFacts):
    dropped_file_ids: list[UUID] = []


class IssueIn(Strict):
    unit_ids: list[int] = []
    branch_ids: list[int] = []  # these units and all below them
    kinds: list[str] = []  # every unit of the kind
    sign_by: date | None = None
    wants_answer: bool = False
    despite: str = ""  # why, although a unit has its number for the week


class PassOnIn(Strict):
    unit_id: int  # which passes it on
    unit_ids: list[int] = []
    branch_ids: list[int] = []
    sign_by: date | None = None
    despite: str = ""


class SignIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    unit_id: int
    words: str = ""


class QuestionIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    unit_id: int
    text: str


class AnswerIn(Strict):
    text: str


class WithdrawIn(Strict):
    reason: str
    replacement: str = ""  # number of the circular in its place


class LineIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same task
    title: str
    unit_id: int | None = None
    due_on: date | None = None
    quotation: str = ""


class TasksIn(Strict):
    lines: list[LineIn]
    despite: str = ""


@router.get("/circulars", response=list[CircularOut])
def list_circulars(
    request: HttpRequest,
    direction: Literal["", "received", "issued"] = "",
    state: Literal["", "registered", "issued", "withdrawn"] = "",
    urgency: Literal["", "plain", "urgent", "most"] = "",
    unsigned: bool = False,  # noqa: FBT001, FBT002 - a parameter of the address
    words: str = "",
) -> list[Circular]:
    """The newest 200; `unsigned`: what the actor's units have to sign."""
    chosen = CircularFilter(direction, state, urgency, unsigned, words[:60])
    return list(circulars_shown(actor=actor_of(request), chosen=chosen)[:MOST])


@router.get("/circulars.xlsx", response={200: None})
def register_workbook(
    request: HttpRequest,
    direction: Literal["", "received", "issued"] = "",
    state: Literal["", "registered", "issued", "withdrawn"] = "",
    urgency: Literal["", "plain", "urgent", "most"] = "",
    unsigned: bool = False,  # noqa: FBT001, FBT002 - a parameter of the address
    words: str = "",
) -> FileResponse:
    """The register as a workbook, or the part that a list with the same filters shows."""
    chosen = CircularFilter(direction, state, urgency, unsigned, words[:60])
    name, content = circulars_workbook(actor=actor_of(request), chosen=chosen)
    return download(content, name)


@router.post("/circulars", response={201: CircularDetail})
def add_circular(request: HttpRequest, given: CircularIn) -> Status[dict[str, Any]]:
    """A circular that no unit has yet."""
    facts = services.CircularGiven(**given.dict(exclude={"id"}))
    made = services.register_circular(actor=actor_of(request), circular_id=given.id or new_id(), given=facts)
    return Status(201, _detail(request, made.pk))


@router.get("/circulars/{circular_id}", response=CircularDetail)
def get_circular(request: HttpRequest, circular_id: UUID) -> dict[str, Any]:
    """One circular; it does not count as read by this (POST …/read)."""
    return _detail(request, circular_id)


@router.put("/circulars/{circular_id}", response=CircularDetail)
def edit_circular(request: HttpRequest, circular_id: UUID, given: CircularChange) -> dict[str, Any]:
    """Puts right what was entered, before a unit has it."""
    facts = services.CircularGiven(**given.dict())
    services.change_circular(actor=actor_of(request), circular_id=circular_id, given=facts)
    return _detail(request, circular_id)


@router.post("/circulars/{circular_id}/files", response={201: CircularDetail})
def add_files(
    request: HttpRequest,
    circular_id: UUID,
    files: File[list[UploadedFile] | None] = None,  # noqa: ARG001 - read from the request, which stores what is too big for memory; named here for the documentation
) -> Status[dict[str, Any]]:
    """More files, before a unit has it; their text is read afterwards."""
    actor = actor_of(request)
    circular_to_change(actor, circular_id)
    sent = documents_from_request(request, "files", at_least=1, at_most=MOST_FILES, limits=LIBRARY_FILES)
    services.add_circular_files(actor=actor, circular_id=circular_id, files=sent)
    return Status(201, _detail(request, circular_id))


@router.post("/circulars/{circular_id}/issue", response=CircularDetail)
def issue(request: HttpRequest, circular_id: UUID, given: IssueIn) -> dict[str, Any]:
    """Passes it down to units, later to more of them."""
    facts = services.PassGiven(**given.dict())
    services.issue_circular(actor=actor_of(request), circular_id=circular_id, given=facts)
    return _detail(request, circular_id)


@router.post("/honour-lists/{uuid:list_id}/circular", response={201: CircularDetail})
def send_list(request: HttpRequest, list_id: UUID, given: IssueIn) -> Status[dict[str, Any]]:
    """A published red and black list to units, as a circular; again, the same one."""
    made = services.send_list(actor=actor_of(request), list_id=list_id, given=services.PassGiven(**given.dict()))
    return Status(201, _detail(request, made.pk))


@router.post("/circulars/{circular_id}/pass-on", response=CircularDetail)
def pass_on(request: HttpRequest, circular_id: UUID, given: PassOnIn) -> dict[str, Any]:
    """A unit passes it on to units below it."""
    facts = services.PassGiven(**given.dict(exclude={"unit_id"}))
    services.pass_on_circular(actor=actor_of(request), circular_id=circular_id, unit_id=given.unit_id, given=facts)
    return _detail(request, circular_id)


@router.post("/circulars/{circular_id}/read", response=CircularDetail)
def read(request: HttpRequest, circular_id: UUID) -> dict[str, Any]:
    """The actor read it."""
    services.read_circular(actor=actor_of(request), circular_id=circular_id)
    return _detail(request, circular_id)


@router.post("/circulars/{circular_id}/sign", response=CircularDetail)
def sign(request: HttpRequest, circular_id: UUID, given: SignIn) -> dict[str, Any]:
    """签收 for a unit."""
    facts = given.dict(exclude={"id"})
    services.sign_circular(actor=actor_of(request), circular_id=circular_id, receipt_id=given.id or new_id(), **facts)
    return _detail(request, circular_id)


@router.post("/circulars/{circular_id}/remind", response=CircularDetail)
def remind(request: HttpRequest, circular_id: UUID) -> dict[str, Any]:
    """Who has not signed hears of it; once a day."""
    services.remind_circular(actor=actor_of(request), circular_id=circular_id)
    return _detail(request, circular_id)


@router.post("/circulars/{circular_id}/withdraw", response=CircularDetail)
def withdraw(request: HttpRequest, circular_id: UUID, given: WithdrawIn) -> dict[str, Any]:
    """It does not count any more, or another one stands in its place."""
    services.withdraw_circular(actor=actor_of(request), circular_id=circular_id, **given.dict())
    return _detail(request, circular_id)


@router.post("/circulars/{circular_id}/questions", response={201: CircularDetail})
def ask(request: HttpRequest, circular_id: UUID, given: QuestionIn) -> Status[dict[str, Any]]:
    """A question back."""
    facts = given.dict(exclude={"id"})
    services.ask_about_circular(
        actor=actor_of(request), circular_id=circular_id, question_id=given.id or new_id(), **facts
    )
    return Status(201, _detail(request, circular_id))


@router.post("/circulars/{circular_id}/questions/{question_id}/answer", response=CircularDetail)
def answer(request: HttpRequest, circular_id: UUID, question_id: UUID, given: AnswerIn) -> dict[str, Any]:
    """The office answers."""
    services.answer_question(actor=actor_of(request), question_id=question_id, text=given.text)
    return _detail(request, circular_id)


@router.get("/circulars/{circular_id}/proposals", response=list[ProposalOut])
def proposals(request: HttpRequest, circular_id: UUID) -> list[Any]:
    """What its text seems to ask for; nothing is given by this."""
    return services.proposed_lines(circular_to_change(actor_of(request), circular_id))


@router.post("/circulars/{circular_id}/tasks", response={201: CircularDetail})
def give_tasks(request: HttpRequest, circular_id: UUID, given: TasksIn) -> Status[dict[str, Any]]:
    """Tasks, all or none; a line without unit or date is refused."""
    lines = [
        services.LineGiven(each.id or new_id(), each.title, each.unit_id, each.due_on, each.quotation)
        for each in given.lines
    ]
    services.give_circular_tasks(actor=actor_of(request), circular_id=circular_id, lines=lines, despite=given.despite)
    return Status(201, _detail(request, circular_id))


@router.get("/circulars/{circular_id}/receipts.xlsx", response={200: None})
def receipts(request: HttpRequest, circular_id: UUID) -> FileResponse:
    """Who read and signed, as a workbook."""
    actor = actor_of(request)
    name, content = receipts_workbook(actor=actor, circular=circular_for(actor, circular_id), today=today())
    return download(content, name)


def _detail(request: HttpRequest, circular_id: UUID) -> dict[str, Any]:
    actor, day = actor_of(request), today()
    found = circular_for(actor, circular_id)
    story = circular_story(actor=actor, circular=found, today=day)
    return {
        **{name: getattr(found, name) for name in (*CircularOut.model_fields, "text")},
        "files": [{name: getattr(row, name) for name in FileOut.model_fields} for row in story.files],
        "units": [
            {
                **{name: getattr(each.row, name) for name in ("id", "unit_id", "passed_by_id", "sign_by")},
                "unit": each.row.unit.name,
                "is_late": each.row.is_late(day),
                "read": _receipt(each.row.read),
                "signed": _receipt(each.row.signed),
                "below_units": each.below.units,
                "below_read": each.below.read,
                "below_signed": each.below.signed,
            }
            for each in story.addressed
        ],
        "questions": [
            {
                **{name: getattr(row, name) for name in ("id", "text", "asked_at")},
                "unit": row.addressed.unit.name,
                "answer": row.answer.text if hasattr(row, "answer") else "",
            }
            for row in story.questions
        ],
        "tasks": [
            {
                **{name: getattr(row.task, name) for name in ("number", "title", "due_on", "state")},
                "task_id": row.task_id,
                "unit": row.task.unit.name,
                "quotation": row.quotation,
            }
            for row in story.tasks
        ],
    }


def _receipt(row: CircularReceipt | None) -> dict[str, Any] | None:
    return None if row is None else {"person": row.person.name, "at": row.received_at, "words": row.words}
