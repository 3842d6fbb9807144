"""What the API of reports takes and gives. Who reported is masked in all of it but the one route that opens it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict


class MaskedOut(Schema):
    """Who reported, masked."""

    name: str
    phone: str
    email: str
    is_erased: bool


class ReportLine(Schema):
    """A report as lists give it."""

    id: UUID
    number: str
    source: str  # code
    outside_number: str
    state: str
    text: str  # phone and identity numbers masked
    severity: str
    problem_class_id: int | None
    site_id: UUID | None
    place_text: str
    lon: float | None
    lat: float | None
    area_id: int | None
    contact: MaskedOut
    wants_answer: bool
    needs_answer: bool
    case_id: UUID | None  # where it is handled now: the main case while joined
    received_at: datetime
    accept_by: datetime
    accepted_at: datetime | None
    answer_by: datetime
    settled_at: datetime | None
    answered_at: datetime | None
    ending: str
    satisfaction: str
    is_said_fixed: bool | None
    dispute_count: int


class ReportPage(Schema):
    """Some reports, newest first; the next ones by `before`: the id of the last. None: the end."""

    items: list[ReportLine]
    before: UUID | None


class EventOut(Schema):
    """A step."""

    id: UUID
    kind: str
    actor_name: str
    at: datetime
    text: str
    data: dict[str, Any]


class AnswerOut(Schema):
    """A draft or answer."""

    id: UUID
    text: str
    is_final: bool
    needs_approval: bool
    drafted_by_name: str
    drafted_at: datetime
    approved_by_name: str
    approved_at: datetime | None
    returned_at: datetime | None
    sent_by_name: str
    sent_at: datetime | None
    way: str


class ReportDetail(ReportLine):
    """A report with its course."""

    token: str  # of the public link
    photo_ids: list[UUID]
    history: list[EventOut]
    answers: list[AnswerOut]


class ContactIn(Strict):
    """How to reach whoever reported."""

    name: str = ""
    phone: str = ""
    email: str = ""


class ReportIn(Strict):
    """What came in."""

    id: UUID  # UUIDv7 made by the client: the same one again is the same report
    source: str  # code of a source in use
    text: str
    place_text: str = ""
    site_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    area_id: int | None = None
    problem_class_id: int | None = None
    severity: str = ""
    contact: ContactIn = Field(default_factory=ContactIn)
    wants_answer: bool = False
    photo_ids: list[UUID] = []
    outside_number: str = ""
    received_at: datetime | None = None
    opens_case: bool = True
    link_to: UUID | None = None


class StepIn(Strict):
    """A step; the same `event_id` again is the same step."""

    event_id: UUID = Field(default_factory=new_id)


class LinkIn(StepIn):
    """The case that the report belongs to."""

    case_id: UUID


class EndIn(StepIn):
    """Why it ends without a case."""

    ending: str  # direct, declined, transferred
    reason: str


class DraftIn(StepIn):
    """A draft; its id is the `event_id`."""

    text: str
    is_final: bool = True


class ReturnIn(StepIn):
    """What is to be changed."""

    reason: str


class SendIn(StepIn):
    """How it was sent."""

    way: str  # phone, writing, message, page, face


class PhoneIn(Strict):
    """A phone number to look for; in the body, so that no log has it."""

    phone: str


class StoredPhoto(Schema):
    """A photo that was taken in."""

    id: UUID
    sha256: str


class RuleOut(Schema):
    """How reports of a source are treated from a day on."""

    valid_from: date
    accept_amount: int
    accept_unit: str
    answer_amount: int
    answer_unit: str
    answering: str
    needs_approval: bool
    is_in_writing: bool
    severity: str
    reason: str


class SourceOut(Schema):
    """A source with the rule of today."""

    id: int
    code: str
    name: str
    is_active: bool
    rule: RuleOut


class RuleIn(Strict):
    """A rule from a day on."""

    valid_from: date
    accept_amount: int = Field(ge=1, le=10_000)
    accept_unit: str
    answer_amount: int = Field(ge=1, le=10_000)
    answer_unit: str
    answering: str
    needs_approval: bool
    is_in_writing: bool
    severity: str
    reason: str


class SourceIn(Strict):
    """A name, and whether it is in use."""

    name: str
    is_active: bool = True
