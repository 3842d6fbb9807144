"""Reading the trail: by person, deed, record and time, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from chuangcheng.core.access import Actor, require
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.permissions import VIEW_AUDIT
from chuangcheng.core.times import SHANGHAI


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; empty fields ask for all."""

    person: str = ""  # name or log-in name
    action: str = ""  # "cases.close", or the context "cases"
    subject: str = ""  # id of a record
    first_on: date | None = None
    last_on: date | None = None  # inclusive


def entries_for(actor: Actor, wanted: Wanted) -> QuerySet[AuditEntry]:
    """The entries asked for, newest first, each with its seal; NotPermitted without the permission."""
    require(actor, VIEW_AUDIT)
    return AuditEntry.objects.filter(_matching(wanted)).select_related("seal").order_by("-id")


def _matching(wanted: Wanted) -> Q:
    found = Q()
    if wanted.person:
        people = get_user_model()._default_manager.filter(Q(name=wanted.person) | Q(username=wanted.person))
        found &= Q(actor__in=people.values("pk"))
    if wanted.action:
        found &= Q(action=wanted.action) if "." in wanted.action else Q(action__startswith=f"{wanted.action}.")
    if wanted.subject:
        found &= Q(subject_id=wanted.subject)
    if wanted.first_on:
        found &= Q(at__gte=_begin(wanted.first_on))
    if wanted.last_on:
        found &= Q(at__lt=_begin(wanted.last_on + timedelta(days=1)))
    return found


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
