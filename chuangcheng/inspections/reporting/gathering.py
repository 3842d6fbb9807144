"""The facts of a report, counted in the database: as many queries for a thousand sites as for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.inspections.access import VIEW, may_plan, round_for, visible_assignments, visible_rounds
from chuangcheng.inspections.models import COUNTING, Answer, AnswerPhoto, Assignment, Check, Round, Verdict, Visit
from chuangcheng.inspections.reporting.figures import ClassFact, Counts, Facts, SiteFact, StandardFact
from chuangcheng.orgs.queries.towns import open_towns, town_of_unit

if TYPE_CHECKING:
    from chuangcheng.core.models import StoredFile

PHOTOS_A_CLASS = 4
BASES_OFFERED = 12  # rounds to compare with, newest first

NUMBERED = frozenset({"standard", "type", "unit", "town"})  # filters that are ids
NUMBER = re.compile(r"[0-9]{1,9}")
COUNTS: dict[str, Any] = {
    "passed": Count("pk", filter=Q(verdict=Verdict.PASS)),
    "failed": Count("pk", filter=Q(verdict=Verdict.FAIL)),
    "left_out": Count("pk", filter=Q(verdict=Verdict.NA)),
    "found": Sum("violations", filter=~Q(verdict=Verdict.NA), default=0),
    "silent": Count("pk", filter=Q(verdict=Verdict.FAIL, violations=0)),
}

FIELDS = {
    "standard": "standard_id",
    "item": "standard__content__item__name",
    "content": "standard__content__name",
    "site": "site_id",
    "type": "site__site_type_id",
    "unit": "site__owner_id",
    "verdict": "verdict",
}


def reported_round_for(actor: Actor, round_id: UUID) -> Round:
    """A round whose report the actor may read: a released one, or one that they plan; NotFound otherwise."""
    found = round_for(actor, round_id)
    if found.state != Round.State.RELEASED and not may_plan(actor, found):
        raise NotFound(_("该轮次的报告在轮次发布后才能查看。"))
    return found


def sees_whole(actor: Actor, found: Round) -> bool:
    """True when the report covers all sites of the round, not a part of them."""
    return may_plan(actor, found) or actor.everywhere(VIEW)


def reported_assignments(actor: Actor, found: Round) -> QuerySet[Assignment]:
    """The sites in the report: all, or those of the actor's units."""
    return found.assignments.all() if sees_whole(actor, found) else visible_assignments(actor, found)


def reported_checks(actor: Actor, found: Round) -> QuerySet[Check]:
    """The checks that stand in the report: no correction stands in their place."""
    corrected = Check.objects.filter(round=found, corrects__isnull=False)
    rows = Check.objects.filter(round=found).exclude(pk__in=corrected.values("corrects"))
    if sees_whole(actor, found):
        return rows
    return rows.filter(site__in=visible_assignments(actor, found).order_by().values("site"))


def failed_answers(actor: Actor, found: Round) -> QuerySet[Answer]:
    """Checklist items that stand as failed, also those that count for no standard."""
    standing = reported_checks(actor, found)
    failed = Q(pk__in=standing.filter(verdict=Verdict.FAIL).values("answer"))
    silent = Q(verdict=Verdict.FAIL) & ~Exists(Check.objects.filter(answer=OuterRef("pk")))
    visits = counting_visits(actor, found)
    return Answer.objects.filter(failed | silent, visit__in=visits.order_by().values("pk"))


def counting_visits(actor: Actor, found: Round) -> QuerySet[Visit]:
    """The visits that the report counts: those accepted, or that need no review."""
    rows = Visit.objects.filter(round=found, review__in=COUNTING)
    if sees_whole(actor, found):
        return rows
    return rows.filter(assignment__in=visible_assignments(actor, found).order_by().values("pk"))


def facts_of(*, actor: Actor, found: Round) -> Facts:
    """Everything that the report of this actor is made of. A constant number of queries."""
    checks = reported_checks(actor, found).order_by()
    corrections = Check.objects.filter(corrects__in=Check.objects.filter(round=found).values("pk"))
    if not sees_whole(actor, found):
        corrections = corrections.filter(site__in=visible_assignments(actor, found).order_by().values("site"))
    return Facts(
        sites=_sites(actor, found, checks),
        standards=_standards(checks),
        classes=_classes(actor, found),
        corrections=corrections.count(),
    )


def photos_by_class(*, actor: Actor, found: Round) -> dict[str, list[StoredFile]]:
    """For each class of problem its first photos, of different findings where there are. One query."""
    failed = failed_answers(actor, found).order_by().values("pk")
    place = Window(
        RowNumber(), partition_by=[F("answer__item__problem_class")], order_by=[F("order").asc(), F("answer_id").asc()]
    )
    rows = AnswerPhoto.objects.filter(answer__in=failed).annotate(at=place).filter(at__lte=PHOTOS_A_CLASS)
    files: dict[str, list[StoredFile]] = {}
    for row in rows.select_related("file", "answer__item", "answer__visit__site").order_by("at"):
        row.file.caption = row.answer.visit.site.name  # type: ignore[attr-defined] # for whoever shows it
        files.setdefault(row.answer.item.problem_class, []).append(row.file)
    return files


def bases_of(*, actor: Actor, found: Round) -> list[Round]:
    """Released rounds of the same kind and framework before this one, the last first: what it may be compared with."""
    rows = visible_rounds(actor).filter(kind=found.kind, framework=found.framework_id, state=Round.State.RELEASED)
    rows = rows.filter(starts_on__lte=found.starts_on).exclude(pk=found.pk)
    return list(rows.select_related("framework").order_by("-starts_on", "-pk")[:BASES_OFFERED])


def _sites(actor: Actor, found: Round, checks: QuerySet[Check]) -> list[SiteFact]:
    counts = {row["site"]: _counts(row) for row in checks.values("site").annotate(**COUNTS)}
    scored = counting_visits(actor, found).order_by("pk").values_list("site_id", "score")
    scores = dict(scored)  # the last visit of a site
    towns, lies_in = {unit.pk: unit.name for unit in open_towns()}, town_of_unit()
    rows = reported_assignments(actor, found).order_by("site__site_type__order", "site__number", "site_id")
    columns = ("site_id", "site__number", "site__name", "site__site_type_id", "site__site_type__name")
    places = ("site__area_id", "site__owner_id", "site__owner__name")
    return [
        SiteFact(
            key=str(site),
            number=number,
            name=name,
            type_key=type_id,
            type_name=type_name,
            town_key=town if (town := lies_in.get(area)) in towns else None,
            town_name=towns.get(town or 0, "") or _("不在街镇内"),
            unit_key=owner,
            unit_name=owner_name or _("未明确责任单位"),
            is_visited=site in scores,
            score=scores.get(site),
            counts=counts.get(site, Counts()),
        )
        for site, number, name, type_id, type_name, area, owner, owner_name in rows.values_list(*columns, *places)
    ]


def _standards(checks: QuerySet[Check]) -> list[StandardFact]:
    columns = ("standard", "standard__code", "standard__text", "standard__content__name")
    rows = checks.values(*columns, "standard__content__item__name").annotate(**COUNTS)
    order = ("standard__content__item__order", "standard__content__order", "standard__order")
    return [
        StandardFact(
            key=row["standard"],
            code=row["standard__code"],
            text=row["standard__text"],
            item=row["standard__content__item__name"],
            content=row["standard__content__name"],
            counts=_counts(row),
        )
        for row in rows.order_by(*order)
    ]


def _classes(actor: Actor, found: Round) -> list[ClassFact]:
    rows = failed_answers(actor, found).order_by().values("item__problem_class")
    counted = rows.annotate(count=Count("pk"), found=Sum("violations", default=0))
    return [ClassFact(row["item__problem_class"], row["count"], row["found"]) for row in counted]


def _counts(row: dict[str, Any]) -> Counts:
    return Counts(row["passed"], row["failed"], row["left_out"], row["found"] + row["silent"])


def checks_behind(*, actor: Actor, found: Round, chosen: dict[str, str]) -> QuerySet[Check]:
    """The checks behind a number, newest first, with what a list shows of them. `chosen`: as `FIELDS`, and a town."""
    rows = reported_checks(actor, found)
    try:
        for name, column in FIELDS.items():
            if name in chosen:
                if name in NUMBERED and chosen[name] != "none":
                    _small_number(chosen[name])
                condition: dict[str, Any] = {column: chosen[name]}
                rows = rows.filter(**(condition if chosen[name] != "none" else {f"{column}__isnull": True}))
        if "town" in chosen:
            rows = _in_town(rows, chosen["town"])
    except (ValueError, ValidationError) as error:
        raise NotFound(_("没有找到这些检查结果，请从报告页面进入。")) from error
    return rows.select_related("standard", "site", "answer__item").order_by("-pk")


def answers_behind(*, actor: Actor, found: Round, name: str) -> QuerySet[Answer]:
    """The failed checklist items of a class of problem, newest first."""
    rows = failed_answers(actor, found).filter(item__problem_class=name)
    return rows.select_related("item", "visit__site").order_by("-pk")


def _small_number(text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _in_town(rows: QuerySet[Check], town: str) -> QuerySet[Check]:
    lies_in = town_of_unit()
    if town != "none":
        return rows.filter(site__area__in=[unit for unit, found in lies_in.items() if found == _small_number(town)])
    return rows.exclude(site__area__in=list(lies_in))
