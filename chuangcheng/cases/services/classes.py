"""Problem classes: what the office edits, and what an installation starts with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from chuangcheng.cases.access import CHANGE_CLASSES
from chuangcheng.cases.limits import Limit, parse_limit
from chuangcheng.cases.models import ProblemClass, ProblemList
from chuangcheng.cases.models.classes import NORMAL
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require

DEFAULTS = Path(__file__).resolve().parent.parent / "problem_classes.toml"


def save_problem_class(
    *, actor: Actor, problem_class: ProblemClass, lists: Iterable[ProblemList] | None = None
) -> ProblemClass:
    """Keeps a checked class, new or changed, and its lists when given. Deadlines given before stay as they are."""
    require(actor, CHANGE_CLASSES)
    with transaction.atomic():
        problem_class.save()
        if lists is not None:
            problem_class.lists.set(lists)
        audit.record(
            actor=actor,
            action="cases.save_problem_class",
            subject=problem_class,
            detail={"limit": f"{problem_class.limit_amount} {problem_class.limit_unit}"},
        )
    return problem_class


def load_default_classes() -> int:
    """Adds the default classes whose code is not there yet, and never touches one that is; gives their number."""
    known = set(ProblemClass.objects.values_list("code", flat=True))
    named = set(ProblemClass.objects.values_list("group", "name"))
    fresh = [each for each in default_classes() if each.code not in known and (each.group, each.name) not in named]
    return len(ProblemClass.objects.bulk_create(fresh))


def load_default_lists() -> int:
    """Adds the named lists when an installation has none; gives their number."""
    if ProblemList.objects.exists():
        return 0
    ids = dict(ProblemClass.objects.values_list("code", "pk"))
    for order, row in enumerate(_defaults()["lists"], start=1):
        kind = row.get("kind", ProblemList.Kind.LIST)
        made = ProblemList.objects.create(name=row["name"], kind=kind, source=row["source"], order=order * 10)
        made.classes.set([ids[code] for code in row["classes"] if code in ids])
    return ProblemList.objects.count()


def default_classes() -> list[ProblemClass]:
    """The classes of problem_classes.toml, unsaved, in its order."""
    return [_class(row, order) for order, row in enumerate(_defaults()["classes"], start=1)]


def _defaults() -> dict[str, list[dict[str, Any]]]:
    with DEFAULTS.open("rb") as file:
        return tomllib.load(file)


def _class(row: dict[str, Any], order: int) -> ProblemClass:
    limit = parse_limit(row["limit"])
    if not isinstance(limit, Limit):
        raise TypeError(f"{row['code']} has a date for a limit")
    return ProblemClass(
        code=row["code"],
        group=row["group"],
        name=row["name"],
        aliases=row.get("also", ""),
        filing_condition=row["filing_condition"],
        closing_condition=row["closing_condition"],
        limit_amount=limit.amount,
        limit_unit=limit.unit.value,
        usual_severity=row.get("severity", NORMAL),
        unit_words=row.get("unit", ""),
        source=row["source"],
        order=order * 10,
    )
