"""Reads on liaison: each town with its leader and bureau, when they were there last, when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.inspections.liaison_policies import LIAISON_DAYS
from chuangcheng.inspections.models import LiaisonVisit
from chuangcheng.orgs.queries import links_of, links_on, open_towns

if TYPE_CHECKING:
    from chuangcheng.orgs.models import TownLink, Unit


@dataclass(frozen=True)
class Contact:
    """A leader or bureau of a town, with its visits."""

    link: TownLink  # with leader and bureau
    last_on: date | None
    due_on: date  # the next visit

    def is_overdue(self, day: date) -> bool:
        """True when the visit should have been before this day."""
        return self.due_on < day


@dataclass(frozen=True)
class TownRow:
    """A town with who answers for it and who helps it."""

    town: Unit
    leaders: Sequence[Contact]
    bureaus: Sequence[Contact]


def contacts_of(links: Sequence[TownLink], *, day: date) -> list[Contact]:
    """Each link with its last visit and the day by which the next one is due. One query."""
    every = timedelta(days=LIAISON_DAYS.on(day))
    ids = [link.pk for link in links]
    rows = LiaisonVisit.objects.filter(link__in=ids).order_by().values("link")
    last = {row["link"]: row["last"] for row in rows.annotate(last=Max("visited_on"))}
    found = []
    for link in links:
        last_on = last.get(link.pk)
        found.append(Contact(link, last_on, (last_on or link.starts_on) + every))
    return found


def town_table(*, day: date) -> list[TownRow]:
    """Every street and town, in order. Three queries."""
    contacts = contacts_of(list(links_on(day)), day=day)
    return [
        TownRow(
            town,
            [each for each in contacts if each.link.town_id == town.pk and each.link.leader_id],
            [each for each in contacts if each.link.town_id == town.pk and each.link.bureau_id],
        )
        for town in open_towns()
    ]


def my_contacts(*, actor: Actor, day: date) -> list[Contact]:
    """The actor's own links with their visits. Two queries."""
    links = list(links_of(actor))
    return contacts_of(links, day=day) if links else []


def visits_log(*, town_id: int) -> QuerySet[LiaisonVisit]:
    """The visits to a town, newest first; take a slice of it."""
    return LiaisonVisit.objects.filter(link__town=town_id).select_related("link__leader", "link__bureau", "logged_by")
