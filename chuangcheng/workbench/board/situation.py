"""What the leaders' screen reads, each thing once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from chuangcheng.cases import queries as cases
from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries.desk import Board, Desk, Waiting
from chuangcheng.command import queries as command
from chuangcheng.command.access import VIEW as VIEW_VISITS
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import local_date, start_of
from chuangcheng.inspections import queries as inspections
from chuangcheng.orgs.queries import links_of, town_of_unit
from chuangcheng.scoring import queries as scoring
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.queries import frameworks_in_force

if TYPE_CHECKING:
    from chuangcheng.orgs.models import TownLink
    from chuangcheng.standards.models import Framework


@dataclass(frozen=True)
class Towns:
    """The towns that a leader or bureau is linked with; empty for everybody else."""

    links: Sequence[TownLink]
    of_units: Mapping[int, int]  # unit → the town that it is or lies in; empty without links

    def has(self, unit_id: int | None) -> bool:
        """True for a unit in one of the own towns."""
        return bool(self.links) and self.of_units.get(unit_id or 0) in {link.town_id for link in self.links}


@dataclass(frozen=True)
class Situation:
    """Everything at one moment. "Since" is the midnight that began yesterday."""

    actor: Actor
    now: datetime
    since: datetime
    today: date
    campaign: command.CreationRow | None  # the one whose visit comes first
    edition: Framework | None  # by which the score is told
    board: Board | None
    waiting: Mapping[str, Waiting]  # by code
    happened: cases.Happened
    relapses: tuple[cases.RelapseRate, cases.RelapseRate]  # now, and at the midnight that began yesterday
    standing: scoring.LatestStanding | None
    cycle: scoring.CycleNow | None  # of the edition's framework
    last_round: inspections.LastRound | None
    missed: inspections.MissedVisits
    hits: scoring.Warned
    towns: Towns


def situation_of(*, actor: Actor, now: datetime) -> Situation:
    """The situation as the actor may see it. A constant number of queries."""
    today = local_date(now)
    since = start_of(today - timedelta(days=1))
    campaign = _campaign(actor, today)
    edition, desk = _edition(actor, campaign), _desk(actor, now)
    return Situation(
        actor=actor,
        now=now,
        since=since,
        today=today,
        campaign=campaign,
        edition=edition,
        board=desk.board("unit", until=now) if desk else None,
        waiting={each.code: each for each in desk.waiting()} if desk else {},
        happened=cases.happened_since(actor=actor, since=since, now=now),
        relapses=cases.relapse_rates(actor=actor, now=now, before=since),
        standing=scoring.latest_standing(actor),
        cycle=scoring.cycle_now(actor, framework_code=edition.code) if edition else None,
        last_round=inspections.last_released_round(actor=actor),
        missed=inspections.missed_visits(actor=actor, today=today),
        hits=scoring.hits_warned(actor=actor, since=since),
        towns=_towns(actor),
    )


def _campaign(actor: Actor, today: date) -> command.CreationRow | None:
    rows = command.creation_rows(actor=actor, today=today) if actor.may(VIEW_VISITS) else []
    coming = [(row.next_visit.visit.first_on, index) for index, row in enumerate(rows) if row.next_visit]
    return rows[min(coming)[1]] if coming else next(iter(rows), None)


def _edition(actor: Actor, campaign: command.CreationRow | None) -> Framework | None:
    """The edition that the next visit goes by, else the one in force of its framework, else the newest in force."""
    if campaign and campaign.next_visit:
        found = command.edition_of(actor=actor, visit=campaign.next_visit.visit)
        if found is not None:
            return found
    return frameworks_in_force(actor=actor).first() if actor.may(VIEW_STANDARDS) else None


def _desk(actor: Actor, now: datetime) -> Desk | None:
    """The duty desk of what counts: nothing that is held, also for who may see it."""
    if not actor.may(VIEW_CASES):
        return None
    desk = Desk(actor, now, office_calendar())
    desk.visible = desk.visible.filter(is_held=False)
    return desk


def _towns(actor: Actor) -> Towns:
    links = list(links_of(actor))
    return Towns(links, town_of_unit() if links else {})
