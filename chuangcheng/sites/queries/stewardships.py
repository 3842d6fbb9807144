"""Who looks after which sites over a time, for whoever reckons what stewards do."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.orgs.access import in_units_where
from chuangcheng.sites.access import of_own
from chuangcheng.sites.models import Site, Stewardship
from chuangcheng.standards.queries import running_on

STEWARD_KINDS = dict(Stewardship.Kind.choices)  # code → 街巷长, 小巷管家, 路长, 段长


def stewardships_between(*, actor: Actor, permission: str, first: date, last: date) -> QuerySet[Stewardship]:
    """Of the sites in use where the actor holds the permission, and one's own; of people who sign in; with the site."""
    rows = Stewardship.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)
    rows = rows.filter(person__isnull=False, site__is_active=True)
    if not actor.everywhere(permission):
        there = in_units_where(actor, permission, "site__area") if actor.may(permission) else Q(pk__in=[])
        rows = rows.filter(there | Q(person=actor.person_id or 0))
    return rows.select_related("site__area", "site__site_type").defer("site__area__boundary").order_by("pk")


def stewardships_of(*, person_id: int, day: date) -> QuerySet[Stewardship]:
    """What a person looks after on a day, with the sites in use."""
    rows = Stewardship.objects.filter(running_on(day), person=person_id, site__is_active=True)
    return rows.select_related("site__area", "site__site_type").defer("site__area__boundary").order_by("pk")


def is_stewarded(day: date) -> Q:
    """The condition that somebody looks after a site on a day."""
    return Q(pk__in=Stewardship.objects.filter(running_on(day)).values("site"))


def is_steward_on(*, actor: Actor, site_id: UUID, day: date) -> bool:
    """True when the actor looked after the site on that day, or leads it by contract."""
    rows = Stewardship.objects.filter(running_on(day), site=site_id, person_id=actor.person_id or 0)
    return rows.exists() or Site.objects.filter(of_own(actor), pk=site_id).exists()
