"""Score sheets and recorded facts over the API; the sheet has the shape of `chuangcheng score --json`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of
from chuangcheng.inspections.queries import round_kinds
from chuangcheng.orgs.access import unit_for
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.engine import published
from chuangcheng.scoring.explained import ExplainedPart, explained
from chuangcheng.scoring.models import LinkedScore, RecordedFact
from chuangcheng.scoring.queries import SheetChoice, checks_behind, facts_of_standard, sheet_for
from chuangcheng.scoring.services import Told, record_grade, record_linked_score, record_proof, record_value
from chuangcheng.standards.access import standard_for
from chuangcheng.standards.queries import rule_name

router = Router()
MOST_ROWS = 200


class Asked(Schema):
    """Whose sheet, of which day, from which kinds of round, as known when."""

    unit_id: int | None = None
    day: date | None = None
    kinds: list[str] = Field(default_factory=list)
    known_at: AwareDatetime | None = None


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


class StandardScoreOut(Schema):
    code: str
    line: LineOut
    parts: list[PartScoreOut]
    facts: list[FactOut]


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


class FactIn(Schema):
    id: UUID | None = None
    observed_on: date
    source: str
    method: str = ""

    def told(self) -> Told:
        """The origin of the fact."""
        return Told(self.observed_on, self.source, self.method, self.id)


class ValueIn(FactIn):
    number: Decimal


class GradeIn(FactIn):
    letter: str


class ProofIn(FactIn):
    accepted: int
    required: int


class LinkedIn(FactIn):
    score: Decimal


class LinkedOut(Schema):
    id: UUID
    name: str
    score: Decimal
    observed_on: date
    source: str


@router.get("/scores/{framework_id}", response=SheetOut)
def get_sheet(request: HttpRequest, framework_id: int, asked: Query[Asked]) -> dict[str, Any]:
    """The sheet for a unit with all below it or the whole place; numbers are strings with 2 places (rates 4)."""
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=_choice(request, asked))
    return published(found.sheet)


@router.get("/standards/{standard_id}/score", response=StandardScoreOut)
def get_standard_score(request: HttpRequest, standard_id: int, asked: Query[Asked]) -> dict[str, Any]:
    """How a standard came to its marks: its parts, and what was recorded about it, the latest first."""
    actor, choice = actor_of(request), _choice(request, asked)
    row = standard_for(actor, standard_id)
    found = sheet_for(actor=actor, framework_id=row.framework_id, choice=choice)
    scored = found.sheet.standards[row.code]
    line = next(each for each in published(found.sheet)["standards"] if each["code"] == row.code)
    parts = [
        _part(explained(part, basis, rule=rule_name(stored.rule), parameters=stored.parameters))
        for stored, part, basis in zip(row.parts.all(), scored.parts, found.bases[row.code], strict=True)
    ]
    facts = list(facts_of_standard(standard=row, choice=choice)[:MOST_ROWS])
    return {"code": row.code, "line": line, "parts": parts, "facts": facts}


@router.get("/standards/{standard_id}/checks", response=list[CheckOut])
def list_checks(
    request: HttpRequest, standard_id: int, asked: Query[Asked], verdict: str = "", offset: int = 0
) -> list[dict[str, Any]]:
    """The counted checks behind a standard's marks that the actor may see, newest first, at most 200 from `offset`."""
    actor, choice = actor_of(request), _choice(request, asked)
    row = standard_for(actor, standard_id)
    start = max(0, offset)
    checks = checks_behind(actor=actor, standard=row, choice=choice, verdict=verdict)[start : start + MOST_ROWS]
    return [
        {
            "id": check.pk,
            "site_id": check.site_id,
            "site": check.site.name,
            "visit_id": check.answer.visit_id,
            "round_id": check.round_id,
            "round": check.round.name,
            "item": check.answer.item.text,
            "verdict": check.verdict,
            "violations": check.violations,
            "checked_at": check.checked_at,
            "corrects_id": check.corrects_id,
        }
        for check in checks
    ]


@router.post("/standards/{standard_id}/values", response={201: FactOut})
def add_value(request: HttpRequest, standard_id: int, given: ValueIn) -> tuple[int, RecordedFact]:
    """Records a figure."""
    made = record_value(actor=actor_of(request), standard_id=standard_id, number=given.number, told=given.told())
    return 201, made


@router.post("/standards/{standard_id}/grades", response={201: FactOut})
def add_grade(request: HttpRequest, standard_id: int, given: GradeIn) -> tuple[int, RecordedFact]:
    """Records a grade."""
    made = record_grade(actor=actor_of(request), standard_id=standard_id, letter=given.letter, told=given.told())
    return 201, made


@router.post("/standards/{standard_id}/proofs", response={201: FactOut})
def add_proof(request: HttpRequest, standard_id: int, given: ProofIn) -> tuple[int, RecordedFact]:
    """Records the state of material."""
    pieces = {"accepted": given.accepted, "required": given.required}
    return 201, record_proof(actor=actor_of(request), standard_id=standard_id, told=given.told(), **pieces)


@router.post("/frameworks/{framework_id}/linked-scores", response={201: LinkedOut})
def add_linked_score(request: HttpRequest, framework_id: int, given: LinkedIn) -> tuple[int, LinkedScore]:
    """Records the score of the framework that the gate names."""
    actor = actor_of(request)
    return 201, record_linked_score(actor=actor, framework_id=framework_id, score=given.score, told=given.told())


def _choice(request: HttpRequest, asked: Asked) -> SheetChoice:
    """The sheet that is asked for. Raises InvalidInput for a day to come or an unknown kind of round."""
    day = asked.day or today()
    if day > today() or (asked.known_at is not None and asked.known_at > now()):
        raise InvalidInput(_("还没有到这一天，请选择今天或以前的日期。"))
    if unknown := [kind for kind in asked.kinds if kind not in round_kinds()]:
        raise InvalidInput(_("没有“%(kind)s”这种轮次，请更正。") % {"kind": unknown[0][:20]})
    subject = None if asked.unit_id is None else unit_for(actor_of(request), asked.unit_id, permission=VIEW)
    return SheetChoice(day, subject, tuple(asked.kinds), asked.known_at)


def _part(part: ExplainedPart) -> dict[str, Any]:
    return {
        "method": part.method,
        "rule": part.rule,
        "parameters": part.parameters,
        "full": part.line.full,
        "earned": part.line.earned,
        "is_known": part.is_known,
        "how": part.how,
    }
