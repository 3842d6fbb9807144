"""What the API takes and gives of meetings."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime

from chuangcheng.command.services import meetings as services
from chuangcheng.core.strict_input import Strict


class MeetingOut(Schema):
    id: UUID
    number: str
    kind: str  # joint, promotion, review
    title: str
    starts_at: datetime
    place: str
    chair: str
    note: str
    state: str  # draft, called, issued, cancelled
    reports_by: date | None  # each unit holds its own meeting and reports it by then; None: not asked
    called_at: datetime | None
    issued_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str


class PaperOut(Schema):
    id: UUID
    name: str
    size: int  # bytes
    file_id: UUID  # for GET /files/{file_id}


class ItemOut(Schema):
    id: UUID
    title: str
    text: str
    unit: str
    source_kind: str  # case, task, special; empty: by hand
    source_id: str
    source_label: str
    papers: list[PaperOut]
    conclusion: str  # empty until the minutes are issued, but for who holds meetings


class CalledOut(Schema):
    unit_id: int
    unit: str
    speech: str  # well, badly, empty
    comes: bool | None  # None: not answered
    words: str
    attended: bool | None  # None: not recorded
    who_came: str


class ResolutionOut(Schema):
    id: UUID
    meeting_id: UUID
    text: str
    unit_id: int
    unit: str
    due_on: date
    task_id: UUID | None  # None: the minutes are not issued
    state: str  # of the task
    percent: int
    is_late: bool


class UnitMeetingOut(Schema):
    id: UUID  # for POST …/unit-meetings/{report_id}/photos
    unit_id: int
    unit: str
    held_on: date
    people: int
    text: str
    photos: int


class MeetingDetail(MeetingOut):
    minutes: str  # empty until they are issued, but for who holds meetings
    checked: list[ResolutionOut]  # of earlier meetings
    items: list[ItemOut]
    units: list[CalledOut]
    resolutions: list[ResolutionOut]
    unit_meetings: list[UnitMeetingOut]


class SuggestedOut(Schema):
    key: str  # for POST …/agenda/suggested
    kind: str
    number: str
    title: str
    text: str
    why: str
    unit: str


class MeetingFacts(Strict):
    kind: str
    title: str
    starts_at: AwareDatetime
    place: str
    chair: str = ""
    note: str = ""
    unit_ids: list[int] = []
    well_unit_ids: list[int] = []  # speak of what they did well
    bad_unit_ids: list[int] = []  # say how they will do better
    reports_by: date | None = None

    def given(self) -> services.MeetingGiven:
        """The meeting as the service takes it."""
        return services.MeetingGiven(**self.dict(exclude={"id"}))


class MeetingIn(MeetingFacts):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same meeting


class ReasonIn(Strict):
    reason: str


class ItemIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    title: str
    text: str = ""
    unit_id: int | None = None


class KeysIn(Strict):
    keys: list[str]


class MoveIn(Strict):
    up: bool


class PresentIn(Strict):
    unit_id: int
    who: str = ""


class ConclusionIn(Strict):
    item_id: UUID
    text: str


class MinutesIn(Strict):
    text: str
    conclusions: list[ConclusionIn] = []
    present: list[PresentIn] = []  # the other units did not come


class ResolutionIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    text: str
    unit_id: int
    due_on: date
    item_id: UUID | None = None


class ReplyIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    unit_id: int
    comes: bool
    words: str


class UnitMeetingIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    unit_id: int
    held_on: date
    people: int
    text: str
