"""Every read of this context; other contexts come in here."""

from chuangcheng.command.queries.creations import CreationRow, StageOnLine, creation_rows, stage_line
from chuangcheng.command.queries.looks import Look, edition_of, look_of
from chuangcheng.command.queries.visits import VisitAhead, cancelled_visits, next_visits, past_visits, with_countdowns

__all__ = [
    "CreationRow",
    "Look",
    "StageOnLine",
    "VisitAhead",
    "cancelled_visits",
    "creation_rows",
    "edition_of",
    "look_of",
    "next_visits",
    "past_visits",
    "stage_line",
    "with_countdowns",
]
