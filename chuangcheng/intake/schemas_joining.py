"""What the API of joining, correcting and pressing for many takes and gives."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.intake.schemas import ContactIn, StepIn


class DoubleOut(Schema):
    """An open case that may be the same problem, with what speaks for it; each −1 … 1, none: not known."""

    case_id: UUID
    number: str
    likelihood: float  # 0..1
    metres: int | None  # apart
    hours: float  # apart
    photo_bits: int | None  # of 64 in which the most alike photos differ
    photo_id: UUID | None
    own_photo_id: UUID | None
    place: float | None
    time: float
    kind: float | None
    spoken: float | None
    words: float
    address: float | None
    house: float | None
    picture: float | None
    caller: float | None


class JoinDoubleIn(Strict):
    """The other case; the same `event_id` again is the same join."""

    other_id: UUID
    event_id: UUID = Field(default_factory=new_id)
    reason: str = ""


class JoinedOut(Schema):
    """Which one joined which."""

    event_id: UUID
    joined_id: UUID
    main_id: UUID


class UnlinkIn(StepIn):
    """Why it was the wrong case."""

    reason: str


class PlaceIn(Strict):
    """Where it is, in place of what was written down."""

    place_text: str = ""
    site_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    area_id: int | None = None


class CorrectIn(StepIn):
    """What is put right; what is left out stays as it was."""

    reason: str
    source: str | None = None
    received_at: datetime | None = None
    text: str | None = None
    place: PlaceIn | None = None
    problem_class_id: int | None = None
    contact: ContactIn | None = None


class PressIn(Strict):
    """One act and what it needs: open, link, classify, end, draft, approve, send."""

    act: str
    press_id: UUID = Field(default_factory=new_id)
    report_ids: list[UUID] = Field(max_length=200)
    text: str = ""
    case_id: UUID | None = None
    problem_class_id: int | None = None
    ending: str = ""
    way: str = ""


class OutcomeOut(Schema):
    """What came of one report; those that are absent or not theirs are left out."""

    report_id: UUID
    number: str
    is_done: bool
    sentence: str  # why not; "": done


class StartedJob(Schema):
    """The job that writes a long table."""

    job_id: UUID
