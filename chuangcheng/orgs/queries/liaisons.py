"""Reads on who answers for a town and who helps it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.orgs.access import CHANGE_UNITS, LIAISE
from chuangcheng.orgs.models import HelpRequest, Post, TownLink, Unit
from chuangcheng.orgs.queries.units import current


def links_on(day: date) -> QuerySet[TownLink]:
    """The links in force on a day, by town."""
    rows = TownLink.objects.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    return rows.select_related("town", "leader", "bureau").order_by("town__path", "pk")


def every_link() -> QuerySet[TownLink]:
    """Every link that ever was, by town, the newest first."""
    return TownLink.objects.select_related("town", "leader", "bureau").order_by("town__path", "-starts_on", "-pk")


def links_of(actor: Actor) -> QuerySet[TownLink]:
    """The links in force that are the actor's: as the leader, or of a unit where the actor holds a post."""
    mine = Q(leader_id=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
    return links_on(today()).filter(mine | Q(bureau__in=actor.unit_ids))


def links_to_ask(actor: Actor) -> list[TownLink]:
    """Whom the actor's units may ask for help: the leaders and bureaus of the towns that they are, or lie in."""
    paths = list(Unit.objects.filter(pk__in=actor.unit_ids).values_list("path", flat=True))
    return [link for link in links_on(today()) if any(path.startswith(link.town.path) for path in paths)]


def people_of(link: TownLink) -> list[int]:
    """Whom a request reaches: the leader, or those who hold a post in the bureau today."""
    if link.leader_id is not None:
        return [link.leader_id]
    posts = Post.objects.filter(current(today()), unit=link.bureau_id, person__is_active=True)
    return sorted(set(posts.values_list("person_id", flat=True)))


def help_requests(*, actor: Actor) -> QuerySet[HelpRequest]:
    """Those that the actor asked or is asked for, or all for who keeps the units; newest first."""
    rows = HelpRequest.objects.select_related("link__town", "link__leader", "link__bureau", "unit")
    if actor.everywhere(CHANGE_UNITS):
        return rows
    asked = Q(link__leader_id=actor.person_id) | Q(link__bureau__in=actor.unit_ids)
    own = Q(unit__in=actor.unit_ids)
    return rows.filter(own | asked if actor.may(LIAISE) else own)
