"""Problem classes: to choose from, and as the office edits them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router, Status

from chuangcheng.cases import schemas
from chuangcheng.cases.access import CHANGE_CLASSES, REPORT, VIEW
from chuangcheng.cases.models import ProblemClass, ProblemList
from chuangcheng.cases.queries import classes_in_use, dictionary, last_class_order, problem_class_for, problem_list_for
from chuangcheng.cases.services import find_default_units, order_classes, save_problem_class, save_problem_list
from chuangcheng.cases.workbooks import dictionary_workbook
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, download

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


@router.post("/problem-classes/order")
def put_problem_classes_in_order(request: HttpRequest, given: schemas.OrderIn) -> dict[str, int]:
    """Puts the named classes into this order; the others stay where they are."""
    order_classes(actor=actor_of(request), class_ids=given.ids)
    return {"ordered": len(given.ids)}


@router.post("/problem-classes/find-units")
def find_units_of_problem_classes(request: HttpRequest) -> dict[str, int]:
    """Fills usual units that are empty, by the words in the names of units."""
    return {"filled": find_default_units(actor=actor_of(request))}


@router.get("/problem-classes/workbook")
def get_problem_class_workbook(request: HttpRequest) -> HttpResponseBase:
    """The problem dictionary as an Excel workbook, in the layout that the import reads."""
    return download(dictionary_workbook(actor=actor_of(request), classes=dictionary()), "问题类别.xlsx")


@router.get("/problem-lists", response=list[schemas.ProblemListOut])
def list_problem_lists(request: HttpRequest) -> list[dict[str, Any]]:
    """The named lists of classes: 六乱, 十无, the groups of a batch."""
    actor = actor_of(request)
    if not (actor.may(VIEW) or actor.may(REPORT)):
        require(actor, VIEW)
    return [_list_shape(each) for each in ProblemList.objects.prefetch_related("classes")]


@router.post("/problem-lists", response={201: schemas.ProblemListOut})
def add_problem_list(request: HttpRequest, given: schemas.ProblemListIn) -> Status[dict[str, Any]]:
    """A new list, at the end."""
    actor = actor_of(request)
    require(actor, CHANGE_CLASSES)
    return Status(201, _saved_list(actor, ProblemList(order=ProblemList.objects.count() * 10 + 10), given))


@router.put("/problem-lists/{int:list_id}", response=schemas.ProblemListOut)
def change_problem_list(request: HttpRequest, list_id: int, given: schemas.ProblemListIn) -> dict[str, Any]:
    """Changes a list and what belongs to it."""
    actor = actor_of(request)
    require(actor, CHANGE_CLASSES)
    return _saved_list(actor, problem_list_for(list_id), given)


def _saved_list(actor: Actor, found: ProblemList, given: schemas.ProblemListIn) -> dict[str, Any]:
    for name, value in given.dict(exclude={"class_ids"}).items():
        setattr(found, name, value)
    try:
        found.full_clean()
    except ValidationError as error:
        raise InvalidInput(error.messages[0]) from error
    wanted = set(given.class_ids)
    known = set(ProblemClass.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if known != wanted:
        raise InvalidInput(_("没有这个问题类别，请从列表中选择。"))
    return _list_shape(save_problem_list(actor=actor, problem_list=found, class_ids=wanted))


def _list_shape(found: ProblemList) -> dict[str, Any]:
    names = ("id", "name", "kind", "source", "is_active")
    return {**{name: getattr(found, name) for name in names}, "class_ids": [each.pk for each in found.classes.all()]}


def _saved(actor: Actor, found: ProblemClass, given: schemas.ProblemClassIn) -> ProblemClass:
    for name, value in given.dict().items():
        setattr(found, name, value)
    try:
        found.full_clean()
    except ValidationError as error:
        raise InvalidInput(error.messages[0]) from error
    return save_problem_class(actor=actor, problem_class=found)
