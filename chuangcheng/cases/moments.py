"""What cases tell on the line of life of a site: opened, fixed, came back, looked back at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import F, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import VIEW, visible_cases, visible_look_backs
from chuangcheng.cases.models import Case, LookBack
from chuangcheng.core.access import Actor
from chuangcheng.sites.slots import SiteMoment

TONES = {"still_fixed": "green", "came_back": "red", "cannot_tell": "muted"}
READ = (
    "pk",
    "number",
    "description",
    "reported_at",
    "closed_at",
    "outcome",
    "state",
    "relapse_count",
    "lead_unit__name",
)


def moments_at_site(actor: Actor, site_id: UUID, before: datetime | None, at_most: int) -> Sequence[SiteMoment]:
    """Two queries, one where no case ever was."""
    if not actor.may(VIEW):
        return []
    cases = visible_cases(actor).filter(site=site_id).select_related("lead_unit").only(*READ)
    looks = visible_look_backs(actor).filter(case__site=site_id, state=LookBack.State.DONE).select_related("case")
    is_closed = Q(closed_at__isnull=False)
    if before is not None:
        cases, looks = cases.filter(reported_at__lt=before), looks.filter(done_at__lt=before)
        is_closed &= Q(closed_at__lt=before)
    # A case whose newest moment is not among so many has no moment among them.
    newest = Choice(When(is_closed, then=F("closed_at")), default=F("reported_at"))
    found = list(cases.order_by(newest.desc(), "-pk")[:at_most])
    return [
        *map(_opened, found),
        *(_closed(case) for case in found if case.closed_at and (before is None or case.closed_at < before)),
        *(map(_seen, looks.order_by("-done_at", "-pk")[:at_most]) if found else ()),
    ]


def _opened(case: Case) -> SiteMoment:
    if case.relapse_count:
        word, tone, icon = _("回潮 第%(count)d次") % {"count": case.relapse_count}, "red", "refresh"
    else:
        word, tone, icon = _("发现问题"), "blue", "flag"
    return SiteMoment(case.reported_at, word, tone, icon, note=case.told, url=_url(case), label=case.number)


def _closed(case: Case) -> SiteMoment:
    word = case.get_outcome_display() or case.get_state_display()
    is_fixed = case.outcome == "fixed"
    at, unit = case.closed_at or case.reported_at, case.lead_unit.name if case.lead_unit else ""
    icon = "circle-check" if is_fixed else "circle-x"
    return SiteMoment(
        at,
        word,
        "green" if is_fixed else "muted",
        icon,
        unit=unit,
        note=case.told,
        url=_url(case),
        label=case.number,
    )


def _seen(row: LookBack) -> SiteMoment:
    word = _("回头看（第%(days)d天）：%(finding)s") % {"days": row.after_days, "finding": row.get_finding_display()}
    at, tone = row.done_at or row.case.reported_at, TONES.get(row.finding, "muted")
    return SiteMoment(
        at, word, tone, "history", who=row.done_by_name, note=row.note, url=_url(row.case), label=row.case.number
    )


def _url(case: Case) -> str:
    return reverse("cases:case", args=[case.pk])
