"""The whole leaders' screen, for the page and the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from chuangcheng.core.access import Actor, require
from chuangcheng.workbench.access import BOARD
from chuangcheng.workbench.board.changes import Change, changes
from chuangcheng.workbench.board.glance import Glance, glances
from chuangcheng.workbench.board.pace import Pace, UnitRate, pace_and_rates, worst_and_best
from chuangcheng.workbench.board.pushes import Push, pushes
from chuangcheng.workbench.board.scores import Scores, scores_of
from chuangcheng.workbench.board.situation import Situation, situation_of

if TYPE_CHECKING:
    from chuangcheng.inspections.queries import LastRound
    from chuangcheng.standards.models import Framework


@dataclass(frozen=True, slots=True)
class OwnTown:
    """A town that the leader or bureau is linked with, and how it stands there."""

    name: str
    open: int  # cases being fixed
    overdue: int  # of these
    url: str


@dataclass(frozen=True)
class LeadersBoard:
    """Everything on the screen at one moment."""

    at: datetime
    since: datetime  # what "since yesterday" means
    edition: Framework | None
    scores: Scores | None
    glances: Sequence[Glance]
    own_towns: Sequence[OwnTown]
    pace: Pace
    worst: Sequence[UnitRate]
    best: Sequence[UnitRate]
    pushes: Sequence[Push]
    changes: Sequence[Change]
    last_round: LastRound | None


def board_of(*, actor: Actor, now: datetime) -> LeadersBoard:
    """The screen as this person may see it. A constant number of queries, whatever the number of records."""
    require(actor, BOARD)
    found = situation_of(actor=actor, now=now)
    scores = scores_of(actor=actor, edition=found.edition, today=found.today)
    pace, rates = pace_and_rates(found)
    worst, best = worst_and_best(rates)
    return LeadersBoard(
        at=now,
        since=found.since,
        edition=found.edition,
        scores=scores,
        glances=glances(found, scores, pace, worked_yesterday=found.happened.closed),
        own_towns=_own_towns(found),
        pace=pace,
        worst=worst,
        best=best,
        pushes=pushes(found),
        changes=changes(found),
        last_round=found.last_round,
    )


def _own_towns(found: Situation) -> Sequence[OwnTown]:
    """Of the cases that units of these towns, or units within them, fix."""
    towns = []
    for town in {link.town_id: link.town for link in found.towns.links}.values():
        lines = [
            line
            for line in (found.board.lines if found.board else ())
            if found.towns.of_units.get(line.unit_id or 0) == town.pk
        ]
        overdue = sum(line.tally.overdue for line in lines)
        url = f"{reverse('cases:list')}?lead_within={town.pk}&" + ("overdue=1" if overdue else "state=fixing")
        towns.append(OwnTown(town.name, sum(line.tally.open for line in lines), overdue, url))
    return towns
