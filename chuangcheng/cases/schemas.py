"""What the API of cases takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict


class Named(Schema):
    """A unit, class, site or person behind a case."""

    id: int | UUID
    name: str


class WholeText(Schema):
    text: str  # with the phones in it


class CaseLine(Schema):
    """A case as lists give it."""

    id: UUID
    number: str
    state: str
    outcome: str
    severity: str
    description: str
    problem_class: Named | None
    site: Named | None
    place_text: str
    lon: float | None
    lat: float | None
    area: Named | None
    lead_unit: Named | None
    source: str
    reported_at: datetime
    due_at: datetime | None
    is_overdue: bool
    fed_back_at: datetime | None
    closed_at: datetime | None
    rework_count: int
    send_back_count: int
    relapse_count: int
    extension_count: int
    suspended_at: datetime | None
    latest_event_id: UUID


class CaseList(Schema):
    """Some cases; `next_cursor` is empty at the end."""

    items: list[CaseLine]
    next_cursor: str


class PhotoOut(Schema):
    """A photo of a step; `url` gives the copy without EXIF."""

    id: UUID
    moment: str
    url: str
    taken_at: datetime | None


class EventOut(Schema):
    """One step of the history."""

    id: UUID
    move: str
    from_state: str
    to_state: str
    actor_name: str
    unit: Named | None
    at: datetime
    reason: str
    data: dict[str, Any] = Field(description="what the step changed besides: due_at, term, expected_on, …")
    photos: list[PhotoOut]


class ReminderOut(Schema):
    """A reminder of a deadline that was sent: half_time, last_call or overdue."""

    kind: str
    due_at: datetime
    at: datetime
    recipient_count: int


class CaseDetail(CaseLine):
    """A case with its whole history, oldest step first, and the moves that the asker may make now."""

    reporter: Named | None
    assisting_units: list[Named]
    extension_asked_at: datetime | None
    whistled_at: datetime | None
    escalated_at: datetime | None
    recheck_drawn_at: datetime | None
    main_case_id: UUID | None
    source_label: str
    filed_at: datetime | None
    clock_started_at: datetime | None
    history: list[EventOut]
    reminders: list[ReminderOut]
    moves: list[str]


class StepOut(Schema):
    """A step that was made, now or when the same id came before."""

    event_id: UUID
    case_id: UUID
    move: str
    from_state: str
    to_state: str
    at: datetime


class StoredPhoto(Schema):
    """A photo that has arrived completely."""

    id: UUID
    sha256: str


class ProblemClassOut(Schema):
    """A class to choose from."""

    id: int
    code: str
    group: str
    name: str
    aliases: str
    limit_amount: int
    limit_unit: str
    urgent_amount: int | None = Field(description="limit of urgent problems, in limit_unit; null: by the setting")
    usual_severity: str
    default_unit_id: int | None
    unit_words: str
    radius_m: int
    relapse_days: int
    filing_condition: str
    closing_condition: str
    source: str
    is_active: bool


class StartedJob(Schema):
    """Long work that goes on by itself; `/jobs/{job_id}` tells how far it is."""

    job_id: UUID


class ProblemClassIn(Strict):
    """A class as the office keeps it."""

    code: str
    group: str
    name: str
    aliases: str = Field("", description="what checklists and ledgers call it besides, parted by 、")
    filing_condition: str = ""
    closing_condition: str = ""
    limit_amount: int
    limit_unit: str = Field(description="calendar_hours, working_hours or working_days")
    urgent_amount: int | None = Field(None, description="limit of urgent problems, in limit_unit")
    usual_severity: str = "normal"
    default_unit_id: int | None = None
    unit_words: str = Field("", description="words in the name of the unit that usually leads, parted by 、")
    radius_m: int = Field(50, description="metres")
    relapse_days: int = Field(90, description="days after closing; 0: never a relapse")
    source: str = ""
    is_active: bool = True


class ProblemListOut(Schema):
    """A named list of classes."""

    id: int
    name: str
    kind: str = Field(description="list, or batch: a group into which the problems of a batch are sorted")
    source: str
    is_active: bool
    class_ids: list[int]


class ProblemListIn(Strict):
    """A named list as the office keeps it."""

    name: str
    kind: str = "list"
    source: str = ""
    is_active: bool = True
    class_ids: list[int] = []


class OrderIn(Strict):
    """Ids in the order that they are to have."""

    ids: list[int]


class CaseIn(Strict):
    """A report. The same `id` again is the same case."""

    id: UUID = Field(description="UUIDv7, made by the sender")
    description: str
    site_id: UUID | None = None
    place_text: str = ""
    problem_class_id: int | None = None
    severity: str = Field("", description="normal or urgent; empty: the usual one of the class")
    source: str = "patrol"
    area_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    photo_ids: list[UUID] = []


class StepIn(Strict):
    """What every move carries. The same `event_id` again is the same step."""

    event_id: UUID = Field(default_factory=new_id, description="UUIDv7, made by the sender")
    seen: UUID | None = Field(None, description="latest_event_id as the sender knows it; another one refuses the move")


class FileIn(StepIn):
    problem_class_id: int | None = None
    severity: str = ""
    reason: str = ""


class ReasonIn(StepIn):
    reason: str


class DispatchIn(StepIn):
    lead_unit_id: int
    assisting_unit_ids: list[int] = []
    term: str = Field("", description="24小时, 3个工作日, 2026-09-30; empty: the limit of the class")
    reason: str = ""


class CausedIn(StepIn):
    """A step with which a relapse may get its cause."""

    cause: str = Field("", description="why a relapse came back, one of the setting cases.relapse_causes")
    cause_text: str = ""


class FeedBackIn(CausedIn):
    after: list[UUID]
    reason: str = ""


class FixOnSpotIn(StepIn):
    before: list[UUID] = []
    after: list[UUID]
    reason: str = ""


class CloseIn(CausedIn):
    outcome: str | None = Field(None, description="fixed, no_fault or moved_on; fixed unless said")
    check: list[UUID] = []
    reason: str = ""


class FailCheckIn(StepIn):
    check: list[UUID] = []
    reason: str


class ReopenIn(StepIn):
    before: list[UUID] = []
    reason: str


class ClaimIn(StepIn):
    lead_unit_id: int = Field(description="the unit of the asker that takes the case")
    reason: str = ""


class ReassignIn(StepIn):
    lead_unit_id: int
    assisting_unit_ids: list[int] = []
    reason: str


class ChangeAssistsIn(StepIn):
    assisting_unit_ids: list[int] = Field(description="all that are to assist from now on")
    reason: str = ""


class NoteIn(StepIn):
    reason: str = Field(description="what was done")
    scene: list[UUID] = []


class SuspendIn(StepIn):
    reason: str
    expected_on: date | None = Field(None, description="when it is to go on, as far as known")


class ResumeIn(StepIn):
    reason: str = ""


class AskExtensionIn(StepIn):
    term: str = Field(description="24小时, 3个工作日: counted from the deadline; or a date, 2026-09-30")
    reason: str


class GrantExtensionIn(StepIn):
    term: str = Field("", description="as for the request; empty: what was asked for")
    reason: str = ""


class WhistleIn(StepIn):
    called_unit_ids: list[int]
    place: str = Field("", description="where to meet; the place of the case unless said")
    respond_within: int | None = Field(None, description="minutes; the usual ones of the office unless said")
    reason: str


class AnswerWhistleIn(StepIn):
    unit_id: int = Field(description="the called unit that answers")
    arrived_at: datetime
    who_came: str
    reason: str = Field(description="what was done")
    scene: list[UUID] = []


class WhistleAnswerOut(Schema):
    arrived_at: datetime
    who_came: str
    done: str


class WhistleResponseOut(Schema):
    """A called unit; `answers` is empty while it has not answered."""

    unit: Named
    is_late: bool
    answers: list[WhistleAnswerOut]


class WhistleOut(Schema):
    """A whistle with everybody that it called."""

    called_at: datetime
    respond_by: datetime
    place: str
    reason: str
    is_open: bool
    responses: list[WhistleResponseOut]


class DecideIn(StepIn):
    reason: str = Field(description="what was decided")
    decided_on: date | None = Field(None, description="the day of the meeting; today unless said")
    lead_unit_id: int | None = None
    term: str = Field("", description="from now on; empty: the deadline stays")


class CandidateOut(CaseLine):
    """A case that may be the main one."""

    metres: int | None = Field(description="apart; null when one has no position")
    days: int = Field(description="between the two reports")


class JoinIn(StepIn):
    main_case_id: UUID
    reason: str = ""


class PassRecheckIn(StepIn):
    check: list[UUID] = []
    reason: str = ""
