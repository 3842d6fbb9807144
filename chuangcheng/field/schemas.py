"""What a phone sends."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.strict_input import Strict
from chuangcheng.field.positions import Fix
from chuangcheng.field.services import Sent, SentPhoto
from chuangcheng.field.services.patrols import MOST_PLACES, MOST_POINTS
from chuangcheng.field.wording import body_missing

HASH = r"^[0-9a-f]{64}$"
MOST_TEXT = 4_000  # characters of anything typed; the contexts have smaller limits of their own
Hash = str
NOT_KEPT = {"patrol_end": {"track"}}  # the way has a table of its own, from which it is erased


class ValueIn(Strict):
    """What was found; of the keys one, by the kind of the item, or `na`."""

    na: bool | None = None
    ok: bool | None = None  # yes_no
    count: int | None = None  # at_least: pieces seen
    faults: int | None = None  # tally, timed
    percent: Decimal | None = None  # percentage: 0..100
    present: list[str] | None = None  # composite: the pieces that are there


class AnswerIn(Strict):
    item_id: int
    value: ValueIn
    note: str = Field(default="", max_length=MOST_TEXT)
    photos: list[Hash] = []


class VisitIn(Strict):
    round_id: UUID
    site_id: UUID
    started_at: AwareDatetime  # the device's word
    answers: list[AnswerIn]
    note: str = Field(default="", max_length=MOST_TEXT)
    open_cases: bool = False  # what failed becomes cases at once


class PatrolRef(Strict):
    """The patrol to which a record belongs; whichever of its records comes first makes it."""

    id: UUID  # UUIDv7 made by the phone
    started_at: AwareDatetime  # the device's word


class ProblemIn(Strict):
    problem_class_id: int | None = None
    description: str = Field(default="", max_length=MOST_TEXT)  # empty: the name of the class
    severity: Literal["", "normal", "urgent"] = ""
    site_id: UUID | None = None
    place_text: str = Field(default="", max_length=MOST_TEXT)
    lon: float | None = Field(default=None, ge=-180, le=180)  # degrees WGS-84; default: the position of the phone
    lat: float | None = Field(default=None, ge=-90, le=90)
    photos: list[Hash] = []
    patrol: PatrolRef | None = None  # on which it was found


class FeedBackIn(Strict):
    case_id: UUID
    seen: UUID | None = None  # the newest step that the phone knew
    after: list[Hash]
    reason: str = Field(default="", max_length=MOST_TEXT)


class FixOnSpotIn(Strict):
    case_id: UUID | None = None  # of a case reported before; else `problem`
    problem: ProblemIn | None = None
    before: list[Hash] = []
    after: list[Hash]
    reason: str = Field(default="", max_length=MOST_TEXT)
    patrol: PatrolRef | None = None  # on which it was found


class AdviceIn(Strict):
    behaviour: str = Field(max_length=MOST_TEXT)
    count: int
    outcome: Literal["corrected", "promised", "refused"]
    place: str = Field(default="", max_length=MOST_TEXT)
    site_id: UUID | None = None
    note: str = Field(default="", max_length=MOST_TEXT)
    photos: list[Hash] = []
    patrol: PatrolRef | None = None  # on which it was given


class PatrolBeginIn(Strict):
    patrol: PatrolRef
    place_count: int = Field(default=0, ge=0, le=MOST_PLACES)  # places that there are to walk


class PatrolStopIn(Strict):
    patrol: PatrolRef
    site_id: UUID
    finding: Literal["clear", "problem"]
    note: str = Field(default="", max_length=MOST_TEXT)


class PositionIn(Strict):
    lon: float = Field(ge=-180, le=180)  # degrees WGS-84
    lat: float = Field(ge=-90, le=90)
    accuracy: float = Field(ge=0, le=10_000_000)  # metres
    at: AwareDatetime


class PatrolEndIn(Strict):
    patrol: PatrolRef
    ending: Literal["finished", "abandoned"]
    reason: str = Field(default="", max_length=MOST_TEXT)  # of one that was broken off
    note: str = Field(default="", max_length=MOST_TEXT)
    place_count: int = Field(default=0, ge=0, le=MOST_PLACES)
    track: list[PositionIn] = Field(default=[], max_length=MOST_POINTS)  # only where the person agreed to it


class PhotoIn(Strict):
    sha256: Hash = Field(pattern=HASH)
    taken_at: AwareDatetime | None = None
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)


class RecordIn(Strict):
    """One record; of `visit` … `patrol_end` the one of its kind."""

    id: UUID  # UUIDv7 made by the phone: the same one again is the same record
    kind: Literal["visit", "problem", "feed_back", "fix_on_spot", "advice", "patrol_begin", "patrol_stop", "patrol_end"]
    made_at: AwareDatetime  # the device's word
    person_id: int | None = None  # whose it is, as the phone knows: refused when somebody else is signed in
    sent_at: AwareDatetime | None = None  # the device's clock at sending
    position: PositionIn | None = None
    photos: list[PhotoIn] = []  # every one that the record names
    visit: VisitIn | None = None
    problem: ProblemIn | None = None
    feed_back: FeedBackIn | None = None
    fix_on_spot: FixOnSpotIn | None = None
    advice: AdviceIn | None = None
    patrol_begin: PatrolBeginIn | None = None
    patrol_stop: PatrolStopIn | None = None
    patrol_end: PatrolEndIn | None = None


class RecordOut(Schema):
    """What became of a record."""

    id: UUID
    kind: str
    state: Literal["done", "refused", "settled"]
    detail: str  # why it was refused
    code: str
    theirs: dict[str, Any]  # how things stand here, when it was refused: lines, url
    marks: list[str]
    result_id: str
    result_number: str
    url: str  # of what came of it
    made_at: datetime
    received_at: datetime


class RecordRefused(RecordOut):
    """A record that was kept and not taken in, or one whose photos have not arrived: `missing` has their hashes."""

    missing: list[str]


class PackedIn(Strict):
    sha256: Hash = Field(pattern=HASH)
    base64: str


class ExportIn(Strict):
    """A file that a phone exported."""

    format: Literal["chuangcheng-outbox"]
    version: Literal[1]
    person: str = ""  # name, for people
    made_at: AwareDatetime | None = None
    seal: str
    records: list[RecordIn]
    photos: list[PackedIn]


class BroughtOut(Schema):
    person: str
    taken: int
    refused: list[str]  # sentences
    problems: list[str]


def sent_record(given: RecordIn) -> Sent:
    """The record as the services take it; raises InvalidInput without the part of its kind."""
    body = getattr(given, given.kind)
    if body is None:
        raise InvalidInput(body_missing(given.kind))
    position = given.position
    return Sent(
        id=given.id,
        kind=given.kind,
        made_at=given.made_at,
        sent_at=given.sent_at,
        body=body.model_dump(exclude_none=True),
        photos=[SentPhoto(**photo.model_dump()) for photo in given.photos],
        position=None if position is None else Fix(position.lon, position.lat, position.accuracy, position.at),
        whole=_without_nul(given.model_dump(mode="json", exclude_none=True, exclude=NOT_KEPT)),
    )


def _without_nul(value: Any) -> Any:
    # PostgreSQL keeps no NUL in JSON; the deed itself refuses the text, and the rest of what was sent stays.
    if isinstance(value, dict):
        return {key: _without_nul(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_nul(each) for each in value]
    return value.replace("\x00", "") if isinstance(value, str) else value
