"""Takes the rows of a problem dictionary: a class is known again by its code; an absent column changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.cases.models import ProblemClass, ProblemList
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.imports.conflicts import without_conflicting_codes
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.orgs.services.named_units import NamedUnits

# Key of the column → column of the class; what an empty cell means there.
PLAIN: Mapping[str, tuple[str, Any]] = {
    "group": ("group", ""),
    "name": ("name", ""),
    "aliases": ("aliases", ""),
    "filing": ("filing_condition", ""),
    "closing": ("closing_condition", ""),
    "severity": ("usual_severity", "normal"),
    "unit_words": ("unit_words", ""),
    "source": ("source", ""),
}
FIGURES = {"radius": "radius_m", "relapse": "relapse_days", "active": "is_active"}  # an empty cell changes nothing


def apply_class_rows(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes the classes; see `core.imports.kinds.Apply`."""
    rows = without_conflicting_codes(rows, code="code", name="name", report=report)
    known = {each.code: each for each in ProblemClass.objects.prefetch_related("lists")}
    lists = {each.name: each for each in ProblemList.objects.all()}
    units, last = NamedUnits(actor=actor, report=report), max((each.order for each in known.values()), default=0)
    for row in rows:
        found = known.get(row.values["code"])
        before = _said(found) if found is not None else None
        kept = found or ProblemClass(code=row.values["code"], order=(last := last + 10))
        chosen = _lists_of(row, kept, lists, report)
        _fill(kept, row, units)
        if before == (*_columns(kept), chosen):
            report.unchanged += 1
        elif _is_sound(kept, row, report):
            _write(kept, chosen, lists)
            known[kept.code] = kept
            report.created, report.updated = report.created + (found is None), report.updated + (found is not None)
    audit.record(actor=actor, action="cases.import_problem_classes", detail={"rows": len(rows)})


def _fill(kept: ProblemClass, row: Row, units: NamedUnits) -> None:
    for key, (column, empty) in PLAIN.items():
        if row.has(key):
            setattr(kept, column, row.values[key] if row.values[key] is not None else empty)
    for key, column in FIGURES.items():
        if row.has(key) and row.values[key] is not None:
            setattr(kept, column, row.values[key])
    limit = row.values["limit"]
    kept.limit_amount, kept.limit_unit = limit.amount, limit.unit.value
    if row.has("urgent"):
        kept.urgent_amount = row.values["urgent"].amount if row.values["urgent"] else None
    if row.has("unit"):
        name = row.text("unit")
        kept.default_unit = units.unit(name, row, "unit") if name else None


def _lists_of(row: Row, kept: ProblemClass, lists: Mapping[str, ProblemList], report: Report) -> tuple[str, ...]:
    """The names of the lists that the class is to be in, sorted."""
    if not row.has("lists"):
        return _list_names(kept)
    named = row.values["lists"] or ()
    for name in named:
        if name not in lists:
            report.note(row, "lists", _("没有“%(name)s”这个清单，请先在清单页面增加。") % {"name": name})
    return tuple(sorted(name for name in named if name in lists))


def _is_sound(kept: ProblemClass, row: Row, report: Report) -> bool:
    urgent = row.values.get("urgent") if row.has("urgent") else None
    if urgent is not None and urgent.unit.value != kept.limit_unit:
        report.reject(row, "urgent", _("紧急时的时限与处置时限的单位不同，请统一。"))
        return False
    try:
        kept.full_clean(exclude=["default_unit"])
    except ValidationError as error:
        report.reject(row, "name", error.messages[0])
        return False
    return True


def _write(kept: ProblemClass, chosen: Sequence[str], lists: Mapping[str, ProblemList]) -> None:
    was = _list_names(kept)
    kept.save()
    if tuple(chosen) != was:
        kept.lists.set([lists[name] for name in chosen])


def _said(found: ProblemClass) -> tuple[Any, ...]:
    return (*_columns(found), _list_names(found))


def _columns(found: ProblemClass) -> tuple[Any, ...]:
    names = (*(column for column, _empty in PLAIN.values()), *FIGURES.values())
    return (
        *(getattr(found, name) for name in names),
        *(found.limit_amount, found.limit_unit, found.urgent_amount, found.default_unit_id),
    )


def _list_names(found: ProblemClass) -> tuple[str, ...]:
    return tuple(sorted(each.name for each in found.lists.all())) if found.pk else ()
