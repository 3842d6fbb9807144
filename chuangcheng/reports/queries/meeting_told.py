"""What the slides of a meeting tell: agenda, resolutions, published boards, the last whole month, photos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation

from chuangcheng.command.queries.meetings import MeetingStory, story_of_meeting
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.reports.access import teller
from chuangcheng.reports.figures import Figure, Grid, PhotoPair
from chuangcheng.reports.periods import Kind, Span, usual_span
from chuangcheng.reports.queries.asking import Asked, Gathered
from chuangcheng.reports.queries.boards_told import grid_of_board
from chuangcheng.reports.queries.cases_told import cases_told
from chuangcheng.reports.queries.photos_told import photos_told
from chuangcheng.supervision.queries.appraisals.published import latest_boards

MOST_PAIRS = 6  # photos on slides; our choice


@dataclass(frozen=True)
class MeetingTold:
    """Everything that the slides need, of one moment."""

    story: MeetingStory
    span: Span  # the last month that was over on the day of the meeting
    as_of: datetime
    main: tuple[Figure, ...]
    ranking: Grid | None
    boards: tuple[Grid, ...]
    photos: tuple[PhotoPair, ...]


def meeting_told(*, actor: Actor, meeting_id: UUID, now: datetime) -> MeetingTold:
    """As of a moment, in the language of papers; nothing of rounds that are not released. NotFound for a meeting that
    the actor does not see. At most 30 queries."""
    story = story_of_meeting(actor=actor, meeting_id=meeting_id, today=local_date(now))
    day = min(local_date(story.meeting.starts_at), local_date(now))
    span = usual_span(Kind.MONTHLY, day)
    found, asked = Gathered(), Asked(teller(actor), Kind.MONTHLY, span, now)
    with translation.override(settings.LANGUAGE_CODE):
        cases_told(asked, found)
        photos_told(asked, found)
        boards = _boards(asked.actor, day)
    return MeetingTold(
        story=story,
        span=span,
        as_of=now,
        main=tuple(found.main),
        ranking=next((grid for grid in found.grids if grid.code == "ranking" and grid.rows), None),
        boards=boards,
        photos=tuple(found.photos[:MOST_PAIRS]),
    )


def _boards(actor: Actor, day: date) -> tuple[Grid, ...]:
    boards = latest_boards(actor=actor, until=day)
    return tuple(grid for at, board in enumerate(boards, start=1) if (grid := grid_of_board(at, board)).rows)
