"""The campaigns, and where each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chuangcheng.command.access import open_creations, visible_creations
from chuangcheng.command.models import Creation, CreationEnding, CreationStep
from chuangcheng.command.queries.visits import VisitAhead, next_visits
from chuangcheng.core.access import Actor


@dataclass(frozen=True)
class StageOnLine:
    """A stage of the line: been through, the present one, or to come."""

    name: str
    position: str  # done, now, ahead
    step: CreationStep | None  # when it was entered, the last time; None: passed over, or to come


@dataclass(frozen=True)
class CreationRow:
    """A campaign in the list."""

    creation: Creation
    line: Sequence[StageOnLine]
    next_visit: VisitAhead | None

    @property
    def stage(self) -> StageOnLine | None:
        """The present stage; None before the first."""
        return next((stage for stage in self.line if stage.position == "now"), None)


@dataclass(frozen=True)
class ClosedCreationRow:
    """A campaign that has ended, in the list."""

    creation: Creation
    ending: CreationEnding


def creation_rows(*, actor: Actor, today: date) -> list[CreationRow]:
    """Every campaign that goes on with its stage and its next visit. Three queries."""
    coming: dict[object, VisitAhead] = {}
    for row in next_visits(actor=actor, today=today):
        coming.setdefault(row.visit.creation_id, row)
    creations = open_creations(actor).prefetch_related("steps")
    return [
        CreationRow(creation, stage_line(creation, list(creation.steps.all())), coming.get(creation.pk))
        for creation in creations
    ]


def closed_creation_rows(*, actor: Actor) -> list[ClosedCreationRow]:
    """The campaigns that have ended with how they did, the last one first. Three queries."""
    creations = visible_creations(actor).exclude(outcome="").prefetch_related("endings", "steps")
    rows = [ClosedCreationRow(creation, list(creation.endings.all())[-1]) for creation in creations]
    return sorted(rows, key=lambda row: (row.ending.happened_on, row.ending.recorded_at), reverse=True)


def stage_line(creation: Creation, steps: Sequence[CreationStep]) -> list[StageOnLine]:
    """The stages in order with the day on which each was entered; what was entered before going back is to come again.

    steps: of the campaign, oldest first.
    """
    now = creation.stages.index(steps[-1].stage) if steps and steps[-1].stage in creation.stages else -1
    entered = {step.stage: step for step in steps}
    return [
        StageOnLine(name, _position(index, now), entered.get(name) if index <= now else None)
        for index, name in enumerate(creation.stages)
    ]


def _position(index: int, now: int) -> str:
    if index == now:
        return "now"
    return "done" if index < now else "ahead"
