"""Problem classes: to choose from, and as the office edits them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import Router, Status

from chuangcheng.cases import schemas
from chuangcheng.cases.access import CHANGE_CLASSES, REPORT, VIEW
from chuangcheng.cases.models import ProblemClass
from chuangcheng.cases.queries import classes_in_use, last_class_order, problem_class_for
from chuangcheng.cases.services import save_problem_class
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of

router = Router()


@router.get("/problem-classes", response=list[schemas.ProblemClassOut])
def list_problem_classes(request: HttpRequest) -> Any:
    """The problem classes in use."""
    actor = actor_of(request)
    if not (actor.may(VIEW) or actor.may(REPORT)):
        require(actor, VIEW)
    return classes_in_use()


@router.post("/problem-classes", response={201: schemas.ProblemClassOut})
def add_problem_class(request: HttpRequest, given: schemas.ProblemClassIn) -> Status[ProblemClass]:
    """A new class, at the end of the list."""
    actor = actor_of(request)
    require(actor, CHANGE_CLASSES)
    return Status(201, _saved(actor, ProblemClass(order=last_class_order() + 10), given))


@router.put("/problem-classes/{int:class_id}", response=schemas.ProblemClassOut)
def change_problem_class(request: HttpRequest, class_id: int, given: schemas.ProblemClassIn) -> ProblemClass:
    """Changes a class; deadlines given before stay as they are."""
    actor = actor_of(request)
    require(actor, CHANGE_CLASSES)
    return _saved(actor, problem_class_for(class_id), given)


def _saved(actor: Actor, found: ProblemClass, given: schemas.ProblemClassIn) -> ProblemClass:
    for name, value in given.dict().items():
        setattr(found, name, value)
    try:
        found.full_clean()
    except ValidationError as error:
        raise InvalidInput(error.messages[0]) from error
    return save_problem_class(actor=actor, problem_class=found)
