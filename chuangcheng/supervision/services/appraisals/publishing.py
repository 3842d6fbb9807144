"""A run is shown to the units, recounted after objections, and published. What is published never changes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import Refusal
from chuangcheng.core.notices import notify
from chuangcheng.core.times import now, start_of, today
from chuangcheng.orgs.queries import people_of_units
from chuangcheng.supervision.appraisal import board, read_formula
from chuangcheng.supervision.appraisal.corrections import corrected
from chuangcheng.supervision.appraisal.keeping import facts_kept
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span
from chuangcheng.supervision.appraisal_access import run_to_keep
from chuangcheng.supervision.appraisal_wording import span_words
from chuangcheng.supervision.events import APPRAISAL_OPENED, APPRAISAL_PUBLISHED
from chuangcheng.supervision.models import KeptFacts, MeritWithdrawal, Objection, Result, Run
from chuangcheng.supervision.services.appraisals.counting import effects_of, figures_of, rule_of

BATCH = 500  # rows of one statement
TOLD_DUTIES = ("head", "liaison")
FIGURES = (
    *("order", "place", "not_ranked", "listed", "points", "lines", "bound"),
    *("workload", "good", "counted", "low", "high", "shrunken"),
)


class NotInPreview(Refusal):
    """It was opened already."""

    def __init__(self) -> None:
        super().__init__(_("这一期已经公示，不能再次公示。"))


class PeriodNotOver(Refusal):
    """The last day is still to come."""

    def __init__(self) -> None:
        super().__init__(_("这一期还没有结束，结束后重新计算再公示。"))


class CountedTooEarly(Refusal):
    """It was computed before the period was over."""

    def __init__(self) -> None:
        super().__init__(_("这一期是在结束之前计算的，请重新计算后再公示。"))


class CountedBeforeWithdrawal(Refusal):
    """Praise or a fault of the period was withdrawn since."""

    def __init__(self) -> None:
        super().__init__(_("计算之后撤销了这一期的加减分事项，请重新计算后再公示。"))


class NotToPublish(Refusal):
    """It was not shown to the units, or is published."""

    def __init__(self) -> None:
        super().__init__(_("只有公示中的考核可以发布。"))


class TimeForObjections(Refusal):
    """Units may still object."""

    def __init__(self) -> None:
        super().__init__(_("异议期还没有结束，请在期满后发布。"))


class ObjectionsWait(Refusal):
    """Some objections are not decided."""

    def __init__(self, count: int) -> None:
        super().__init__(_("还有%(count)s件异议没有认定，请先认定再发布。") % {"count": count})


@transaction.atomic
def open_to_objections(*, actor: Actor, run_id: UUID) -> Run:
    """公示: units see it and may object for the board's working days. Their heads and liaisons are told."""
    run = run_to_keep(actor, run_id)
    if run.state != Run.State.PREVIEW:
        raise NotInPreview
    if run.last >= today():
        raise PeriodNotOver
    if run.computed_at < start_of(run.last + timedelta(days=1)):
        raise CountedTooEarly
    if MeritWithdrawal.objects.filter(
        at__gt=run.computed_at, merit__on__gte=run.first, merit__on__lte=run.last
    ).exists():
        raise CountedBeforeWithdrawal
    last = office_calendar().working_day_from(today(), run.board_version.objection_days)
    run.state, run.opened_at = Run.State.OPEN, now()
    run.objections_until = start_of(last + timedelta(days=1))
    run.save(update_fields=["state", "opened_at", "objections_until"])
    run.results.update(shown_points=F("points"), shown_place=F("place"))
    audit.record(actor=actor, action="supervision.open_appraisal", subject=run)
    events.publish(APPRAISAL_OPENED, {"run_id": str(run.pk)})
    _tell(run, "opened", _("%(board)s%(period)s考核开始公示") % _named(run))
    return run


@transaction.atomic
def publish_run(*, actor: Actor, run_id: UUID) -> Run:
    """发布: after the time for objections and when all are decided."""
    run = run_to_keep(actor, run_id)
    if run.state != Run.State.OPEN or run.objections_until is None:
        raise NotToPublish
    if now() < run.objections_until:
        raise TimeForObjections
    waiting = Objection.objects.filter(run=run, decision__isnull=True).count()
    if waiting:
        raise ObjectionsWait(waiting)
    run.state, run.published_at, run.published_by_name = Run.State.FINAL, now(), actor.name
    run.save(update_fields=["state", "published_at", "published_by_name"])
    audit.record(actor=actor, action="supervision.publish_appraisal", subject=run)
    events.publish(APPRAISAL_PUBLISHED, {"run_id": str(run.pk)})
    _tell(run, "published", _("%(board)s%(period)s考核已发布") % _named(run))
    return run


def recount(run: Run) -> None:
    """The whole board again, from the kept facts and what was decided; call it with the run locked."""
    results = {str(result.pk): result for result in run.results.all()}
    effects = effects_of(run)
    own = []
    for kept in KeptFacts.objects.filter(result__run=run).order_by("result__order").iterator(chunk_size=BATCH):
        facts = facts_kept(str(kept.pk), kept.facts)
        own.append(corrected(facts, effects.get(kept.pk, {})))
    counted = board(run.board.name, own, read_formula(run.formula), rule_of(run.board_version))
    changed = []
    for order, row in enumerate(counted.rows, start=1):
        result, figures = results[row.unit], figures_of(row, order)
        if any(getattr(result, name) != value for name, value in figures.items()):
            for name, value in figures.items():
                setattr(result, name, value)
            changed.append(result)
    Result.objects.bulk_update(changed, FIGURES, batch_size=BATCH)
    run.ranked_count = len(counted.ranked)
    run.case_count = sum(row.workload for row in counted.rows)
    run.save(update_fields=["ranked_count", "case_count"])


def _named(run: Run) -> dict[str, str]:
    return {"board": run.board.name, "period": span_words(Span(PeriodKind(run.period), run.first, run.last))}


def _tell(run: Run, what: str, title: str) -> None:
    unit_ids = list(run.results.filter(unit__isnull=False).values_list("unit", flat=True))
    people = {pk for held in people_of_units(unit_ids, duties=TOLD_DUTIES, today=today()).values() for pk in held}
    people |= set(run.results.filter(person__isnull=False).values_list("person", flat=True))
    notify(
        person_ids=sorted(people),
        key=f"supervision.{what}-{run.pk}",
        title=title,
        link=reverse("supervision:board", args=[run.pk]),
    )
