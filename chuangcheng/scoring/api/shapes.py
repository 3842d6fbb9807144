"""What the score routes take and answer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AwareDatetime, Field

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of
from chuangcheng.inspections.queries import round_kinds
from chuangcheng.orgs.access import unit_for
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.queries import SheetChoice

if TYPE_CHECKING:
    from chuangcheng.scoring.shown import ShownLine, ShownStandard


class Asked(Schema):
    """Whose sheet, of which day, from which kinds of round, as known when."""

    unit_id: int | None = None
    day: date | None = None
    kinds: list[str] = Field(default_factory=list)
    known_at: AwareDatetime | None = None
    round_id: UUID | None = None  # checks of this round only
    without_round_id: UUID | None = None  # checks of all rounds but this one


class LineOut(Schema):
    full: str  # points, 2 places
    earned: str
    known_full: str
    rate: str | None  # 0..1, 4 places


class BoundedOut(LineOut):
    low: str
    high: str


class ItemOut(BoundedOut):
    name: str


class StandardLineOut(LineOut):
    code: str


class SheetOut(Schema):
    total: str | None
    low: str | None
    high: str | None
    void: bool
    linked_void: list[str] = []  # entries that void the score of the framework that the gate names
    gate_failed: bool | None
    suspended: list[str]
    methods: dict[str, BoundedOut]
    missing_methods: list[str]
    items: list[ItemOut]
    standards: list[StandardLineOut]
    unknown: list[str]
    problems: list[str]


class PartScoreOut(Schema):
    method: str
    rule: str
    parameters: str
    full: str
    earned: str  # "" while it is unknown
    is_known: bool
    how: str


class FactOut(Schema):
    id: UUID
    kind: str
    method: str
    number: Decimal | None
    letter: str
    accepted: int | None
    required: int | None
    observed_on: date
    source: str
    recorded_at: datetime
    counts: bool = False  # whether it is the one that a part is scored by


class StandardScoreOut(Schema):
    code: str
    line: LineOut
    parts: list[PartScoreOut]
    facts: list[FactOut]


class ThroughOut(Schema):
    id: int
    code: str
    framework_id: int
    framework: str


class CheckOut(Schema):
    id: UUID
    site_id: UUID
    site: str
    visit_id: UUID
    round_id: UUID
    round: str
    item: str
    verdict: str
    violations: int
    checked_at: datetime
    corrects_id: UUID | None
    through: ThroughOut | None  # the linked standard of another framework whose check this is


class LinkedOut(Schema):
    id: UUID
    name: str
    score: Decimal  # points of 100
    observed_on: date
    source: str
    recorded_at: datetime


class CountedLinkedOut(LinkedOut):
    void_by: list[str]  # entries of the linked framework's negative list that void its score on the day asked for


class ShownLineOut(Schema):
    full: str  # points, 2 places
    earned: str  # "" while nothing is known
    rate: str  # per cent; "" while nothing is known
    lost: str
    unknown: str
    low: str
    high: str


class TreeStandardOut(Schema):
    id: int
    code: str
    text: str
    line: ShownLineOut


class TreeContentOut(Schema):
    name: str
    line: ShownLineOut
    standards: list[TreeStandardOut]


class TreeItemOut(Schema):
    name: str
    line: ShownLineOut
    contents: list[TreeContentOut]


class MethodOut(Schema):
    name: str
    line: ShownLineOut
    standards: list[TreeStandardOut]


def choice_of(request: HttpRequest, asked: Asked) -> SheetChoice:
    """The sheet that is asked for. Raises InvalidInput for a day to come or an unknown kind of round."""
    day = asked.day or today()
    if day > today() or (asked.known_at is not None and asked.known_at > now()):
        raise InvalidInput(_("还没有到这一天，请选择今天或以前的日期。"))
    if unknown := [kind for kind in asked.kinds if kind not in round_kinds()]:
        raise InvalidInput(_("没有“%(kind)s”这种轮次，请更正。") % {"kind": unknown[0][:20]})
    subject = None if asked.unit_id is None else unit_for(actor_of(request), asked.unit_id, permission=VIEW)
    return SheetChoice(day, subject, tuple(asked.kinds), asked.known_at, asked.round_id, asked.without_round_id)


def tree_standard(standard: ShownStandard, line: ShownLine) -> dict[str, Any]:
    """A standard with a line of marks: its own, or what it brings to a method."""
    return {"id": standard.key, "code": standard.code, "text": standard.text, "line": line}
