"""Recording what no check brings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from chuangcheng.core.access import require
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.api.shapes import Asked, CountedLinkedOut, FactOut, LinkedOut, choice_of
from chuangcheng.scoring.models import LinkedScore, RecordedFact
from chuangcheng.scoring.queries import linked_scores
from chuangcheng.scoring.queries.linked import linked_void
from chuangcheng.scoring.services import Told, record_grade, record_linked_score, record_proof, record_value
from chuangcheng.standards.access import framework_for

router = Router()
MOST_ROWS = 200


class FactIn(Strict):
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


@router.post("/standards/{standard_id}/values", response={201: FactOut})
def add_value(request: HttpRequest, standard_id: int, given: ValueIn) -> Status[RecordedFact]:
    """Records a figure."""
    made = record_value(actor=actor_of(request), standard_id=standard_id, number=given.number, told=given.told())
    return Status(201, made)


@router.post("/standards/{standard_id}/grades", response={201: FactOut})
def add_grade(request: HttpRequest, standard_id: int, given: GradeIn) -> Status[RecordedFact]:
    """Records a grade."""
    made = record_grade(actor=actor_of(request), standard_id=standard_id, letter=given.letter, told=given.told())
    return Status(201, made)


@router.post("/standards/{standard_id}/proofs", response={201: FactOut})
def add_proof(request: HttpRequest, standard_id: int, given: ProofIn) -> Status[RecordedFact]:
    """Records the state of material."""
    pieces = {"accepted": given.accepted, "required": given.required}
    return Status(201, record_proof(actor=actor_of(request), standard_id=standard_id, told=given.told(), **pieces))


@router.post("/frameworks/{framework_id}/linked-scores", response={201: LinkedOut})
def add_linked_score(request: HttpRequest, framework_id: int, given: LinkedIn) -> Status[LinkedScore]:
    """Records the score of the framework that the gate names."""
    actor, told = actor_of(request), given.told()
    return Status(201, record_linked_score(actor=actor, framework_id=framework_id, score=given.score, told=told))


@router.get("/frameworks/{framework_id}/linked-scores", response=list[CountedLinkedOut])
def list_linked_scores(request: HttpRequest, framework_id: int, asked: Query[Asked]) -> Any:
    """The scores of the framework that the gate names, the one that counts first."""
    actor = actor_of(request)
    require(actor, VIEW)
    row = framework_for(actor, framework_id)
    choice = choice_of(request, asked)
    void_by = list(linked_void(actor=actor, framework=row, choice=choice))
    rows = linked_scores(framework=row, choice=choice)[:MOST_ROWS]
    return [{**LinkedOut.from_orm(each).dict(), "void_by": void_by} for each in rows]
