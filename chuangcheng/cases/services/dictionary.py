"""The problem dictionary as a whole: its order, its named lists, the units that usually lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.core.cache import cache
from django.db import transaction

from chuangcheng.cases.access import CHANGE_CLASSES
from chuangcheng.cases.models import ProblemClass, ProblemList
from chuangcheng.cases.queries.dictionary import LISTS_KEY
from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor, require
from chuangcheng.orgs.access import VIEW_UNITS, units_where

STEP = 10  # between two places of an order, so that a number can be put between by hand


def save_problem_list(*, actor: Actor, problem_list: ProblemList, class_ids: Collection[int]) -> ProblemList:
    """Keeps a checked list, new or changed, with its classes. A class is in one group of batches at most."""
    require(actor, CHANGE_CLASSES)
    with transaction.atomic():
        problem_list.save()
        problem_list.classes.set(class_ids)
        if problem_list.kind == ProblemList.Kind.BATCH:
            _leave_other_groups(problem_list, class_ids)
        detail = {"classes": len(class_ids)}
        audit.record(actor=actor, action="cases.save_problem_list", subject=problem_list, detail=detail)
    cache.delete(LISTS_KEY)
    return problem_list


def order_classes(*, actor: Actor, class_ids: Sequence[int]) -> None:
    """These classes in this order, in the places that they held together; those not named stay where they are."""
    require(actor, CHANGE_CLASSES)
    with transaction.atomic():
        rows = list(ProblemClass.objects.select_for_update().order_by("order", "pk"))
        named = {each.pk: each for each in rows if each.pk in set(class_ids)}
        wanted = iter([named[pk] for pk in dict.fromkeys(class_ids) if pk in named])
        ordered = [next(wanted) if each.pk in named else each for each in rows]
        for place, each in enumerate(ordered, start=1):
            each.order = place * STEP
        ProblemClass.objects.bulk_update(ordered, ["order"])
        audit.record(actor=actor, action="cases.order_problem_classes", detail={"classes": len(named)})


def find_default_units(*, actor: Actor) -> int:
    """Gives each class without a usual unit the open one whose name has its words; gives the number of classes."""
    require(actor, CHANGE_CLASSES)
    with transaction.atomic():
        lacking = list(ProblemClass.objects.filter(default_unit=None).exclude(unit_words=""))
        names = _open_unit_names(actor)
        for each in lacking:
            each.default_unit_id = unit_with_words(each.unit_words, names)
        found = [each for each in lacking if each.default_unit_id is not None]
        ProblemClass.objects.bulk_update(found, ["default_unit"])
        audit.record(actor=actor, action="cases.find_default_units", detail={"classes": len(found)})
    return len(found)


def unit_with_words(words: str, names: Iterable[tuple[int, str]]) -> int | None:
    """The unit whose name has the earliest of the words; of several the first. `words`: parted by 、."""
    units = list(names)
    wanted = [word.strip() for word in words.split("、") if word.strip()]
    return next((pk for word in wanted for pk, name in units if word in name), None)


def _open_unit_names(actor: Actor) -> list[tuple[int, str]]:
    """Bureaus and the like by the tree, nearest to the top first: areas are responsible by where they lie."""
    units = units_where(actor if actor.may(VIEW_UNITS) else SYSTEM, VIEW_UNITS).filter(closed_on__isnull=True)
    units = units.filter(kind__in=("bureau", "industry", "headquarters", "section"))
    return list(units.order_by("depth", "path").values_list("pk", "name"))


def _leave_other_groups(kept: ProblemList, class_ids: Collection[int]) -> None:
    through = ProblemList.classes.through
    others = ProblemList.objects.filter(kind=ProblemList.Kind.BATCH).exclude(pk=kept.pk)
    through.objects.filter(problemlist__in=others, problemclass__in=class_ids).delete()
