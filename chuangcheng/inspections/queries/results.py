"""Reads on what visits found: the answers with the verdicts that stand, their corrections, photos and cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from chuangcheng.cases.queries import cases_of_source
from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI
from chuangcheng.inspections.access import PLAN, VIEW, may_visit, visible_visits
from chuangcheng.inspections.models import Answer, AnswerPhoto, Check, ControlPhoto, UploadedPhoto, Verdict, Visit
from chuangcheng.sites.queries import is_example

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

SOURCE_KIND = "inspections.answer"  # of the cases that come from answers
SEVERITY = [Verdict.FAIL, Verdict.PASS, Verdict.NA]  # which of several verdicts an answer has: the first


@dataclass(frozen=True)
class AnswerShown:
    """An answer with what stands today and how it came to that."""

    answer: Answer  # with item and `shown_photos`
    verdict: str  # standing
    violations: int  # standing
    standing: Sequence[Check]  # one for each standard that the item counts for
    corrections: Sequence[Check]  # oldest first; those written together once
    case: Case | None  # visible to the actor

    @property
    def is_case(self) -> bool:
        """True when a case was opened, also one that the actor may not see yet."""
        return self.case is not None or self.answer.case_id is not None


@dataclass(frozen=True)
class VisitSheet:
    """A visit with all its answers in the order of the checklist."""

    visit: Visit
    answers: Sequence[AnswerShown]

    def with_verdict(self, verdict: str) -> list[AnswerShown]:
        """The answers whose standing verdict is this one."""
        return [shown for shown in self.answers if shown.verdict == verdict]

    @property
    def without_case(self) -> list[AnswerShown]:
        """Failed answers from which no case was opened."""
        return [shown for shown in self.with_verdict(Verdict.FAIL) if not shown.is_case]


def visit_sheet(*, actor: Actor, visit: Visit) -> VisitSheet:
    """The visit's answers with verdicts, corrections, photos and cases. A constant number of queries."""
    photos = Prefetch("photos", AnswerPhoto.objects.select_related("file"), to_attr="shown_photos")
    answers = list(visit.answers.select_related("item").prefetch_related(photos).order_by("item__order", "item_id"))
    checks = _checks_by_answer(Check.objects.filter(answer__visit=visit))
    sources = _case_sources(visit, answers)
    cases = cases_of_source(actor=actor, source_kind=SOURCE_KIND, source_ids=list(sources.values())) if sources else {}
    shown = [_shown(row, checks[row.pk], cases.get(sources.get(row.pk, ""), [])) for row in answers]
    return VisitSheet(visit, shown)


def verdict_standing(answer: Answer, checks: Sequence[Check]) -> tuple[str, int]:
    """The verdict and violations of an answer today: of its standing checks, or as entered when it has none."""
    standing = standing_of(checks)
    if not standing:
        return answer.verdict, answer.violations
    worst = min(standing, key=lambda check: SEVERITY.index(Verdict(check.verdict)))
    return worst.verdict, max(check.violations for check in standing)


def standing_of(checks: Sequence[Check]) -> list[Check]:
    """Those of an answer's checks that no correction stands in place of."""
    corrected = {check.corrects_id for check in checks}
    return [check for check in checks if check.pk not in corrected]


def visit_id_of(*, answer_id: UUID) -> UUID:
    """The visit of an answer that is known to be there."""
    return Answer.objects.values_list("visit_id", flat=True).get(pk=answer_id)


def answer_behind_case(*, actor: Actor, source_id: str) -> Answer | None:
    """The answer that a case came from, as far as the actor sees its visit. One query."""
    if not (actor.may(VIEW) or may_visit(actor)):
        return None
    try:
        answer_id = UUID(source_id)
    except ValueError:
        return None
    rows = Answer.objects.filter(pk=answer_id, visit__in=visible_visits(actor))
    return rows.select_related("item", "visit__round", "visit__inspector").first()


def visits_of_site(*, actor: Actor, site_id: UUID) -> QuerySet[Visit]:
    """The visible visits to a site, newest first; take a slice of it."""
    rows = visible_visits(actor).filter(site_id=site_id).select_related("round", "inspector")
    return rows.order_by("-submitted_at", "-pk")


def visits_of_owner(*, actor: Actor, unit_id: int) -> QuerySet[Visit]:
    """The visible visits to sites that a unit answers for, newest first; take a slice of it."""
    rows = visible_visits(actor).filter(site__owner=unit_id).select_related("round", "inspector", "site")
    return rows.order_by("-submitted_at", "-pk")


def my_visits_since(*, actor: Actor, day: date) -> QuerySet[Visit]:
    """What the actor visited since the beginning of a day in Shanghai, newest first; take a slice of it."""
    rows = Visit.objects.filter(inspector_id=actor.person_id, submitted_at__gte=datetime.combine(day, time(), SHANGHAI))
    return rows.select_related("round", "site").order_by("-submitted_at", "-pk")


def may_read_photo(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a photo of a visit that the actor sees, one that the actor sent and did not use yet, or
    an example of the checklist."""
    if actor.person_id is not None and UploadedPhoto.objects.filter(person=actor.person_id, file=file_id).exists():
        return True
    seconds = ControlPhoto.objects.filter(file=file_id)
    if actor.may(PLAN) and seconds.filter(answer__control__visit__in=visible_visits(actor)).exists():
        return True
    if actor.person_id is not None and seconds.filter(answer__control__inspector=actor.person_id).exists():
        return True
    photos = AnswerPhoto.objects.filter(file=file_id)
    may_see = actor.may(VIEW) or may_visit(actor)
    if may_see and is_example(file_id):
        return True
    return may_see and photos.filter(answer__visit__in=visible_visits(actor)).exists()


def file_ids_uploaded(*, actor: Actor, file_ids: Iterable[UUID]) -> set[UUID]:
    """Of these files, those that the actor sent and may attach. At most two queries."""
    wanted = set(file_ids)
    if not wanted:
        return set()
    sent = UploadedPhoto.objects.filter(person=actor.person_id, file__in=wanted).values_list("file_id", flat=True)
    found = set(sent)
    if found != wanted:  # a photo of an earlier visit of theirs, sent again
        own = AnswerPhoto.objects.filter(file__in=wanted - found, answer__visit__inspector=actor.person_id)
        found |= set(own.values_list("file_id", flat=True))
    return found


def _case_sources(visit: Visit, answers: Sequence[Answer]) -> dict[UUID, str]:
    """Under which answer the case of each answer was opened: its own, or that of an earlier version of the visit."""
    sources = {row.pk: str(row.pk) for row in answers if row.verdict == Verdict.FAIL or row.case_id}
    taken_along = {row.case_id: row.pk for row in answers if row.case_id} if visit.amends_id else {}
    if taken_along:
        first = Answer.objects.filter(case__in=taken_along, visit__assignment=visit.assignment_id).order_by("-pk")
        for answer_id, case_id in first.values_list("pk", "case_id"):
            if case_id is not None:
                sources[taken_along[case_id]] = str(answer_id)
    return sources


def _checks_by_answer(rows: QuerySet[Check]) -> defaultdict[UUID, list[Check]]:
    found: defaultdict[UUID, list[Check]] = defaultdict(list)
    for check in rows.select_related("standard").order_by("standard__order", "pk"):
        found[check.answer_id].append(check)
    return found


def _shown(answer: Answer, checks: Sequence[Check], cases: Sequence[Case]) -> AnswerShown:
    verdict, violations = verdict_standing(answer, checks)
    together = {(check.corrected_at, check.reason): check for check in checks if check.corrects_id}
    return AnswerShown(
        answer=answer,
        verdict=verdict,
        violations=violations,
        standing=standing_of(checks),
        corrections=sorted(together.values(), key=lambda check: check.pk),
        case=cases[0] if cases else None,
    )
