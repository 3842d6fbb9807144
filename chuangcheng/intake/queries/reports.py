"""Lists of reports, one report with its story, what the desk acts on next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.search import record_ids
from chuangcheng.intake.access import APPROVE, DRAFT, HEAVY, KNOWN_WITH, RECEIVE, VIEW, visible_reports
from chuangcheng.intake.kinds import NUMBER_PREFIX
from chuangcheng.intake.kinds import REPORT_KIND as KIND
from chuangcheng.intake.models import Answer, Report, ReportEvent, ReportPhoto
from chuangcheng.intake.queries.conditions import STATES, ReportFilter, due_within, in_state
from chuangcheng.intake.states import State

NUMBER = re.compile(rf"(?:{NUMBER_PREFIX})?(\d{{4}}-\d{{1,6}})", re.IGNORECASE)
MOST_WAITING = 50  # of one context, as the to-do page takes


@dataclass(frozen=True, slots=True)
class ReportStory:
    """A report with all that happened to it."""

    report: Report
    history: list[ReportEvent]
    answers: list[Answer]
    photos: list[ReportPhoto]


def reports_shown(*, actor: Actor, chosen: ReportFilter, now: datetime) -> QuerySet[Report]:
    """The visible reports that meet the filter, with what a list tells of them; order and slice them."""
    rows = visible_reports(actor).filter(_conditions(actor, chosen, now))
    return rows.select_related(*KNOWN_WITH).defer(*HEAVY)


def story_of(report: Report) -> ReportStory:
    """Three queries."""
    photos = list(ReportPhoto.objects.filter(report=report).select_related("file", "event"))
    return ReportStory(report, list(report.history.all()), list(report.answers.all()), photos)


def step_is_recorded(event_id: UUID) -> bool:
    """Whether a step with this id was taken."""
    return ReportEvent.objects.filter(pk=event_id).exists()


def reports_of_case(*, actor: Actor, case_id: UUID) -> list[Report]:
    """The visible reports that tell of this case, those of the cases joined to it too, oldest first. One query."""
    rows = visible_reports(actor).filter(Q(case=case_id) | Q(case__main_case=case_id))
    return list(rows.select_related(*KNOWN_WITH).defer(*HEAVY).order_by("pk"))


def report_of_id(report_id: UUID) -> Report | None:
    """The report, whoever may see it."""
    return Report.objects.filter(pk=report_id).select_related(*KNOWN_WITH).defer(*HEAVY).first()


def visible_report_ids(actor: Actor, object_ids: Sequence[str]) -> set[str]:
    """Of these ids those that the actor sees. One query."""
    if not actor.may(VIEW):
        return set()
    return {str(pk) for pk in visible_reports(actor).filter(pk__in=object_ids).values_list("pk", flat=True)}


def waiting_reports(*, actor: Actor) -> list[Report]:
    """At most MOST_WAITING reports on which the actor acts next, the first due first. Two queries at most."""
    if not actor.may(VIEW):
        return []
    rows = visible_reports(actor).select_related(*KNOWN_WITH).defer(*HEAVY)
    found: list[Report] = []
    if actor.may(RECEIVE):
        found += rows.filter(STATES[State.RECEIVED]).order_by("accept_by", "pk")[:MOST_WAITING]
    if answering := _answering(actor):
        found += rows.filter(answering).order_by("answer_by", "pk")[:MOST_WAITING]
    return found[:MOST_WAITING]


def may_read_photo(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a photo of a report that the actor sees."""
    if not actor.may(VIEW):
        return False
    reports = ReportPhoto.objects.filter(file=file_id).values("report")
    return visible_reports(actor).filter(pk__in=reports).exists()


def _answering(actor: Actor) -> Q | None:
    states = [State.TO_ANSWER, State.TO_SEND] if actor.may(DRAFT) else []
    states += [State.TO_APPROVE] if actor.may(APPROVE) else []
    found: Q | None = None
    for state in states:
        found = STATES[state] if found is None else found | STATES[state]
    return found


def _conditions(actor: Actor, chosen: ReportFilter, now: datetime) -> Q:
    found = Q()
    if chosen.source:
        found &= Q(source__code=chosen.source)
    if chosen.state:
        found &= in_state(chosen.state)
    if chosen.due:
        found &= due_within(chosen.due, now)
    if chosen.area_id is not None:
        found &= Q(area=chosen.area_id)
    if chosen.problem_class_id is not None:
        found &= Q(problem_class=chosen.problem_class_id)
    if chosen.satisfaction:
        found &= Q(satisfaction=chosen.satisfaction)
    if chosen.caller:
        found &= Q(phone_index__in=chosen.caller)
    if chosen.is_disputed:
        found &= Q(dispute_count__gt=0)
    return found & _asked(actor, chosen.words.strip()) if chosen.words.strip() else found


def _asked(actor: Actor, words: str) -> Q:
    if found := NUMBER.fullmatch(words):
        # Reports of before the prefix keep their numbers.
        bare = Q() if words.upper().startswith(NUMBER_PREFIX) else Q(number__startswith=words)
        prefixed = Q(number__startswith=NUMBER_PREFIX + found[1])
        return (bare | prefixed if bare else prefixed) | Q(outside_number=words)
    return Q(outside_number=words) | Q(pk__in=record_ids(actor=actor, kind=KIND, query=words))
