"""Every read of this context; other contexts come in here."""

from chuangcheng.command.queries.creations import (
    ClosedCreationRow,
    CreationRow,
    StageOnLine,
    closed_creation_rows,
    creation_rows,
    stage_line,
)
from chuangcheng.command.queries.looks import Look, edition_of, look_of
from chuangcheng.command.queries.visits import (
    VisitAhead,
    cancelled_visits,
    next_visits,
    past_visits,
    visits_of_closed,
    with_countdowns,
)

__all__ = [
    "ClosedCreationRow",
    "CreationRow",
    "Look",
    "StageOnLine",
    "VisitAhead",
    "cancelled_visits",
    "closed_creation_rows",
    "creation_rows",
    "edition_of",
    "look_of",
    "next_visits",
    "past_visits",
    "stage_line",
    "visits_of_closed",
    "with_countdowns",
]
