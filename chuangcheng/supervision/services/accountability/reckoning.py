"""The grounds of a period are computed from the records: what is proposed is put down, nothing is decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.jobs import start
from chuangcheng.core.models import Job
from chuangcheng.core.notices import notify
from chuangcheng.core.times import local_date, now, start_of, today
from chuangcheng.orgs.queries import open_unit_ids, people_with
from chuangcheng.supervision.accountability import Finding, Proposal, is_praise, proposals
from chuangcheng.supervision.accountability_access import DECIDE_MATTERS, require_decider
from chuangcheng.supervision.accountability_policies import GROUNDS, RECKONING_DAY
from chuangcheng.supervision.accountability_rows import read_lines, written
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span, span_around, span_before
from chuangcheng.supervision.models import Matter, Reckoning
from chuangcheng.supervision.queries.accountability.collecting import facts_of_period

if TYPE_CHECKING:
    from collections.abc import Mapping

RECKON_JOB = "supervision.reckon"
MOST_RECORDS = 500  # of a finding that are kept; the count is of all
BATCH = 500  # rows of one statement
REFRESHED = ("findings", "is_met", "proposed_grade", "proposed_whom")


@transaction.atomic
def ask_to_reckon(*, actor: Actor, span: Span) -> Job:
    """The job that computes the period; one that runs already is the same."""
    require_decider(actor)
    if span.kind == PeriodKind.CYCLE:
        raise InvalidInput(_("请选择周、月、季度或年度。"))
    if span.first > today():
        raise InvalidInput(_("这一期还没有开始，请选择已经开始的时段。"))
    return _job(actor, span)


def reckon_last_month(*, now: datetime) -> Job | None:
    """On the day of the setting, and later if nobody was there: the job for the month before; once."""
    day = local_date(now)
    span = span_before(span_around(PeriodKind.MONTH, day))
    # What was computed before the month was over does not count as its computation.
    done = Reckoning.objects.filter(**_columns(span), finished_at__gte=start_of(day.replace(day=1)))
    if day.day < RECKONING_DAY.on(day) or done.exists():
        return None
    return _job(SYSTEM, span)


def reckon_period(*, actor: Actor, span: Span) -> Reckoning:
    """One proposal for each unit and ground that is met, in one transaction: killed, nothing was done; again, the same.

    A proposal that nobody has decided follows the records; one that was decided or dropped stays as it is.
    """
    at = now()
    facts = facts_of_period(span=span, now=at)
    lines = read_lines(GROUNDS.on(span.last))
    open_ids = open_unit_ids(facts)
    wanted = {
        _key(unit_id, span, proposal): (unit_id, proposal)
        for unit_id, own in facts.items()
        if unit_id in open_ids
        for proposal in proposals(own, lines)
    }
    with transaction.atomic():
        reckoning, _is_new = Reckoning.objects.get_or_create(**_columns(span))
        Reckoning.objects.select_for_update(no_key=True).filter(pk=reckoning.pk).values_list("pk").first()
        made = _put(span, wanted, at)
        reckoning.finished_at, reckoning.unit_count, reckoning.made_count = at, len(facts), made
        reckoning.save(update_fields=["finished_at", "unit_count", "made_count"])
        audit.record(actor=actor, action="supervision.reckon", subject=reckoning, detail={"proposals": made})
        if made:
            _tell(reckoning, made)
    return reckoning


def _put(span: Span, wanted: Mapping[str, tuple[int, Proposal]], at: datetime) -> int:
    """How many are new. Three statements, however many there are."""
    there = {str(row.key): row for row in Matter.objects.filter(**_columns(span), key__isnull=False)}
    fresh = [_matter(key, span, *wanted[key], at) for key in sorted(wanted) if key not in there]
    Matter.objects.bulk_create(fresh, batch_size=BATCH)
    changed = []
    for key, matter in there.items():
        told = _told(wanted[key][1]) if key in wanted else {"is_met": False}
        if matter.state == "proposed" and any(getattr(matter, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(matter, name, value)
            changed.append(matter)
    Matter.objects.bulk_update(changed, REFRESHED, batch_size=BATCH)
    return len(fresh)


def _matter(key: str, span: Span, unit_id: int, proposal: Proposal, at: datetime) -> Matter:
    return Matter(
        key=key,
        is_praise=is_praise(proposal.ground),
        unit_id=unit_id,
        ground=proposal.ground.value,
        proposed_at=at,
        **_columns(span),
        **_told(proposal),
    )


def _told(proposal: Proposal) -> dict[str, Any]:
    return {
        "findings": [_finding(each) for each in proposal.findings],
        "is_met": True,
        "proposed_grade": proposal.grade.value,
        "proposed_whom": proposal.whom.value,
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "measure": found.line.measure.value,
        "count": found.count,
        "of": found.of,
        "line": written([found.line])[0],
        "records": [[record.kind.value, record.id] for record in found.records[:MOST_RECORDS]],
    }


def _key(unit_id: int, span: Span, proposal: Proposal) -> str:
    return f"{unit_id}/{span.kind.value}/{span.first.isoformat()}/{span.last.isoformat()}/{proposal.ground.value}"


def _columns(span: Span) -> dict[str, Any]:
    return {"period": span.kind.value, "first": span.first, "last": span.last}


def _job(actor: Actor, span: Span) -> Job:
    arguments = {"period": span.kind.value, "first": span.first.isoformat(), "last": span.last.isoformat()}
    waiting = Job.objects.filter(
        name=RECKON_JOB, arguments=arguments, state__in=[Job.State.WAITING, Job.State.RUNNING]
    ).first()
    return waiting or start(RECKON_JOB, actor=actor, arguments=arguments)


def _tell(reckoning: Reckoning, made: int) -> None:
    people = people_with(permission=DECIDE_MATTERS, today=today()).values_list("pk", flat=True)
    notify(
        person_ids=list(people),
        key=f"supervision:reckoned-{reckoning.pk}-{reckoning.finished_at}",
        title=inbox_text("有%(count)s件奖惩建议等待决定", {"count": made}),
        link=reverse("supervision:matters"),
    )
