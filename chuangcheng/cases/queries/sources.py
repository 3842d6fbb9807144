"""Reads for other contexts: cases behind their records, cases of a site, classes by name."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case, CasePhoto, ProblemClass
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound

ALIKE = 70  # of 100, the likeness of two names of a class that mean the same: three letters of four; our choice
LEDGER = "cases.ledger"  # `Case.source_kind` of an imported case
MOST_OPTIONS = 20  # offered while typing
MOST_OF_SITE = 20  # shown on the page of a site


def case_of_source(*, source_kind: str, source_id: str) -> Case | None:
    """The first case that came from this record, whoever may see it: for services that must not open a second one."""
    return Case.objects.filter(source_kind=source_kind, source_id=source_id).order_by("pk").first()


def held_from_ledgers(group: UUID) -> int:
    """How many cases of ledgers are held for a round, whoever may see them."""
    return Case.objects.filter(of_ledgers(group), is_held=True).count()


def of_ledgers(group: UUID | str) -> Q:
    """The cases that the ledgers of a round brought."""
    return Q(source_kind=LEDGER, source_group=str(group))


def cases_from_ledgers(*, actor: Actor, group: UUID) -> QuerySet[Case]:
    """The visible cases that the ledgers of a round brought, in the order of their numbers."""
    rows = visible_cases(actor).filter(of_ledgers(group))
    wanted = rows.select_related("site", "problem_class", "lead_unit", "area")
    return wanted.defer("lead_unit__boundary", "area__boundary").order_by("number")


def cases_of_source(*, actor: Actor, source_kind: str, source_ids: Sequence[str]) -> dict[str, list[Case]]:
    """The visible cases that came from these records, by source id, oldest first. One query besides visibility."""
    rows = visible_cases(actor).filter(source_kind=source_kind, source_id__in=source_ids)
    found: dict[str, list[Case]] = {}
    for case in rows.select_related("lead_unit").defer("lead_unit__boundary").order_by("pk"):
        found.setdefault(case.source_id, []).append(case)
    return found


def cases_of_site(*, actor: Actor, site_id: UUID) -> QuerySet[Case]:
    """The visible cases at a site, newest first; take a slice of it."""
    rows = visible_cases(actor).filter(site=site_id)
    return rows.select_related(*SHOWN_WITH).only(*SHOWN).order_by("-pk")


def case_numbered(*, actor: Actor, number: str) -> Case | None:
    """The visible case with this number. One query."""
    return visible_cases(actor).filter(number=number).first() if number else None


def problem_class_named(*, name: str) -> ProblemClass | None:
    """The class in use that is called so, as checklists have it; else the one whose name is most alike."""
    return most_alike(name, classes_in_use()) if name.strip() else None


def most_alike(name: str, classes: Sequence[ProblemClass]) -> ProblemClass | None:
    """Of these classes the one that is called so or nearly so; None when none is."""
    by_name = {called: each for each in reversed(classes) for called in reversed(each.names)}
    wanted = name.strip()
    if wanted in by_name:
        return by_name[wanted]
    found = process.extractOne(wanted, list(by_name), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return by_name[found[0]] if found else None


def problem_class_for(class_id: int) -> ProblemClass:
    """The class with this id, in use or not; NotFound when there is none."""
    found = ProblemClass.objects.filter(pk=class_id).first()
    if found is None:
        raise NotFound(_("没有找到该问题类别，请从类别列表进入。"))
    return found


def known_class_ids(class_ids: Sequence[int]) -> set[int]:
    """Of these ids those of classes, in use or not. One query."""
    return set(ProblemClass.objects.filter(pk__in=class_ids).values_list("pk", flat=True))


def class_names(class_ids: Sequence[int]) -> dict[int, str]:
    """Names of classes by id, those out of use too. One query."""
    return dict(ProblemClass.objects.filter(pk__in=class_ids).values_list("pk", "name"))


def class_options(*, words: str) -> list[ProblemClass]:
    """Classes in use to choose from while typing, at most MOST_OPTIONS, by what they or their groups are called."""
    typed = words.strip()
    rows = ProblemClass.objects.filter(is_active=True)
    named = Q(name__icontains=typed) | Q(group__icontains=typed) | Q(aliases__icontains=typed)
    return list((rows.filter(named) if typed else rows)[:MOST_OPTIONS])


def last_class_order() -> int:
    """The place of the last class in the list."""
    return ProblemClass.objects.aggregate(last=Max("order"))["last"] or 0


def classes_in_use() -> list[ProblemClass]:
    """The classes to choose from, in order."""
    return list(ProblemClass.objects.filter(is_active=True))


def may_read_photo(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a photo of a case that the actor sees."""
    cases = CasePhoto.objects.filter(file=file_id).values("case")
    return visible_cases(actor).filter(pk__in=cases).exists()
