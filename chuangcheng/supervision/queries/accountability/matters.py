"""Matters for lists, and one with its records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from chuangcheng.cases.queries import cases_told
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import uuids_of
from chuangcheng.core.times import local_date
from chuangcheng.evidence.queries import materials_told
from chuangcheng.supervision.accountability import Grade
from chuangcheng.supervision.accountability_access import DECIDE_MATTERS, visible_matters
from chuangcheng.supervision.accountability_wording import run_words
from chuangcheng.supervision.accountability_workflow import ENDED
from chuangcheng.supervision.models import Appeal, Matter, MatterEvent, Result, SupervisionOrder
from chuangcheng.supervision.slots import ReceiptSource, receipt_sources
from chuangcheng.tasks.queries import tasks_told

PROPOSED, UNDERWAY, IN_FORCE, OVER, PRAISE = "proposed", "underway", "in_force", "over", "praise"
VIEWS = (PROPOSED, UNDERWAY, IN_FORCE, OVER, PRAISE)
TO_FULFIL = (Grade.DEADLINE.value, Grade.TALK.value, Grade.REFERRAL.value)  # something has to follow the decision
SHOWN_RECORDS = 50
MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """What the list shows; empty fields do not matter."""

    view: str = ""  # of VIEWS
    words: str = ""
    ground: str = ""
    grade: str = ""
    unit_ids: Sequence[int] | None = None


def matters_shown(*, actor: Actor, chosen: MatterFilter, today: date) -> QuerySet[Matter]:
    """The visible matters, newest first, with `is_appealed`; take a page of it."""
    rows = visible_matters(actor).annotate(is_appealed=Exists(waiting_appeals()))
    rows = rows.filter(_in_view(chosen.view, today)) if chosen.view else rows
    if chosen.ground:
        rows = rows.filter(ground=chosen.ground)
    if chosen.grade:
        rows = rows.filter(Q(grade=chosen.grade) | Q(grade="", proposed_grade=chosen.grade))
    if chosen.unit_ids is not None:
        rows = rows.filter(unit__in=chosen.unit_ids)
    if chosen.words:
        words = chosen.words
        serial = Q(serial=int(words)) if words.isdecimal() and len(words) <= 6 else Q()  # noqa: PLR2004 digits
        rows = rows.filter(Q(unit__name__icontains=words) | Q(head_name=words) | Q(responsible_name=words) | serial)
    return rows.select_related("unit").defer("unit__boundary", "findings").order_by("-pk")


def _in_view(view: str, today: date) -> Q:
    counts = Q(state="decided") & (Q(expires_on=None) | Q(expires_on__gte=today))
    if view == PROPOSED:
        return Q(state="proposed")
    if view == PRAISE:
        return Q(is_praise=True) & ~Q(state="proposed")
    if view == OVER:
        return Q(state__in=sorted(ENDED)) | Q(state="decided", expires_on__lt=today)
    if view == UNDERWAY:
        return counts & (Q(is_appealed=True) | Q(grade__in=TO_FULFIL, done_at=None))
    return counts & Q(is_praise=False)


def waiting_appeals() -> QuerySet[Appeal]:
    """Appeals against the matter outside that nobody has decided."""
    return Appeal.objects.filter(matter=OuterRef("pk"), decision__isnull=True)


def is_appealed(matter: Matter) -> bool:
    """Whether an appeal waits to be decided. One query."""
    return Appeal.objects.filter(matter=matter, decision__isnull=True).exists()


def story_of(matter: Matter) -> list[MatterEvent]:
    """What happened to the matter, oldest first. One query."""
    return list(matter.history.order_by("at", "pk"))


def appeals_of(matter: Matter) -> list[Appeal]:
    """Appeals with their decisions and files, oldest first. Two queries."""
    return list(matter.appeals.select_related("decision").prefetch_related("files").order_by("pk"))


@dataclass(frozen=True, slots=True)
class RecordTold:
    """A record behind a finding, with its own page."""

    label: str
    url: str


def records_told(findings: Sequence[dict[str, Any]]) -> list[list[RecordTold]]:
    """For each finding its first records with name and page; what is gone is left out. At most six queries."""
    shown = [finding["records"][:SHOWN_RECORDS] for finding in findings]
    wanted: dict[str, set[str]] = {}
    for records in shown:
        for kind, pk in records:
            wanted.setdefault(kind, set()).add(pk)
    tellers = TOLD | {key: _teller(source) for key, source in receipt_sources.items()}
    told = {kind: tellers[kind](uuids_of(sorted(ids))) for kind, ids in wanted.items() if kind in tellers}
    return [[found for kind, pk in records if (found := told.get(kind, {}).get(pk))] for records in shown]


def _told_cases(ids: list[UUID]) -> dict[str, RecordTold]:
    return _told(cases_told(ids), "cases:case")


def _told_tasks(ids: list[UUID]) -> dict[str, RecordTold]:
    return _told(tasks_told(ids), "tasks:task")


def _told_materials(ids: list[UUID]) -> dict[str, RecordTold]:
    return _told(materials_told(ids), "evidence:material")


def _told_orders(ids: list[UUID]) -> dict[str, RecordTold]:
    rows = SupervisionOrder.objects.filter(pk__in=ids)
    return _told({row.pk: (row.number, row.title) for row in rows}, "supervision:order")


def _told_results(ids: list[UUID]) -> dict[str, RecordTold]:
    rows = Result.objects.filter(pk__in=ids).select_related("run__board").defer("lines")
    named = {row.pk: ("", run_words(row.run)) for row in rows}
    return _told(named, "supervision:sheet")


def _told(names: dict[UUID, tuple[str, str]], page: str) -> dict[str, RecordTold]:
    return {
        pk.hex: RecordTold(f"{number} {title}".strip(), reverse(page, args=[pk]))
        for pk, (number, title) in names.items()
    }


def _teller(source: ReceiptSource) -> Callable[[list[UUID]], dict[str, RecordTold]]:
    return lambda ids: {pk.hex: RecordTold(name, url) for pk, (name, url) in source.told(ids).items()}


TOLD: dict[str, Callable[[list[UUID]], dict[str, RecordTold]]] = {
    "case": _told_cases,
    "task": _told_tasks,
    "material": _told_materials,
    "order": _told_orders,
    "result": _told_results,
}


def waiting_matters(*, actor: Actor, now: datetime) -> list[Matter]:
    """Matters on which this person acts next: appeals to decide first, then terms that are over, then proposals. One
    query; nothing for who does not decide."""
    if actor.is_system or not actor.everywhere(DECIDE_MATTERS):
        return []
    appealed = Exists(waiting_appeals())
    rows = Matter.objects.annotate(is_appealed=appealed).select_related("unit").defer("unit__boundary", "findings")
    appeals = Q(is_appealed=True, state="decided") & ~Q(decided_by=actor.person_id)
    due = Q(state="decided", done_at=None, term_on__lte=local_date(now))
    proposed = Q(state="proposed", is_met=True) & (Q(proposed_by=None) | ~Q(proposed_by=actor.person_id))
    return list(rows.filter(appeals | due | proposed).order_by("-is_appealed", "-state", "pk")[:MOST_WAITING])


def own_matters(*, actor: Actor, day: date) -> QuerySet[Matter]:
    """Decided matters that name this person and count on a day, whatever the person's role; the newest first."""
    named = Q(head=actor.person_id or 0) | Q(responsible=actor.person_id or 0)
    counts = Q(expires_on=None) | Q(expires_on__gte=day)
    return Matter.objects.filter(named, counts, state="decided").order_by("-pk")


def own_matters_to_see(*, actor: Actor, now: datetime) -> QuerySet[Matter]:
    """Of these, those with something to do: a term that is not met, or time to appeal that this person has not used."""
    mine = Appeal.objects.filter(matter=OuterRef("pk"), raised_by=actor.person_id or 0)
    due = Q(grade__in=TO_FULFIL, done_at=None, term_on__isnull=False)
    may_appeal = Q(appeal_until__gt=now) & ~Exists(mine)
    rows = own_matters(actor=actor, day=local_date(now)).filter(due | may_appeal, is_praise=False)
    return rows.select_related("unit").defer("unit__boundary", "findings")


def visible_matter_ids(actor: Actor, matter_ids: Sequence[str]) -> set[str]:
    """Of these ids, those of matters that the actor sees. One query."""
    return {str(pk) for pk in visible_matters(actor).filter(pk__in=uuids_of(matter_ids)).values_list("pk", flat=True)}
