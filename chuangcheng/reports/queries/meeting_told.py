"""What the slides of a meeting tell: agenda, resolutions, published boards, the last whole month, photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.command.queries.meetings import MeetingStory, story_of_meeting
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import local_date
from chuangcheng.reports.access import teller
from chuangcheng.reports.figures import Figure, Grid, PhotoPair
from chuangcheng.reports.periods import Kind, Span, usual_span
from chuangcheng.reports.queries.asking import Asked, Gathered
from chuangcheng.reports.queries.boards_told import grid_of_board
from chuangcheng.reports.queries.cases_told import cases_told
from chuangcheng.reports.queries.photos_told import photos_told
from chuangcheng.supervision.queries.appraisals.published import latest_boards

MOST_PAIRS = 6  # pairs of photos on slides unless said; our choice


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


def meeting_told(
    *, actor: Actor, meeting_id: UUID, now: datetime, case_ids: Sequence[str] | None = None
) -> MeetingTold:
    """As of a moment, in the language of papers; nothing of rounds that are not released. NotFound for a meeting that
    the actor does not see. At most 30 queries.

    `case_ids`: whose photos are shown, in this order; None: the first six. Raises InvalidInput for one not offered.
    """
    story = story_of_meeting(actor=actor, meeting_id=meeting_id, today=local_date(now))
    asked, found = _asked(actor, story, now), Gathered()
    with translation.override(settings.LANGUAGE_CODE):
        cases_told(asked, found)
        photos_told(asked, found)
        boards = _boards(asked.actor, _day(story, now))
    return MeetingTold(
        story=story,
        span=asked.span,
        as_of=now,
        main=tuple(found.main),
        ranking=next((grid for grid in found.grids if grid.code == "ranking" and grid.rows), None),
        boards=boards,
        photos=_chosen(found.photos, case_ids),
    )


def pairs_offered(*, actor: Actor, meeting_id: UUID, now: datetime) -> tuple[MeetingStory, Span, list[PhotoPair]]:
    """The meeting, the month of its slides and the photos that may be shown, the last fixed first."""
    story = story_of_meeting(actor=actor, meeting_id=meeting_id, today=local_date(now))
    asked, found = _asked(actor, story, now), Gathered()
    with translation.override(settings.LANGUAGE_CODE):
        photos_told(asked, found)
    return story, asked.span, found.photos


def _asked(actor: Actor, story: MeetingStory, now: datetime) -> Asked:
    return Asked(teller(actor), Kind.MONTHLY, usual_span(Kind.MONTHLY, _day(story, now)), now)


def _day(story: MeetingStory, now: datetime) -> date:
    """The last day that the slides may know."""
    return min(local_date(story.meeting.starts_at), local_date(now))


def _chosen(offered: Sequence[PhotoPair], case_ids: Sequence[str] | None) -> tuple[PhotoPair, ...]:
    if case_ids is None:
        return tuple(offered[:MOST_PAIRS])
    known = {pair.case_id: pair for pair in offered}
    if not set(case_ids) <= set(known):
        raise InvalidInput(_("没有找到所选的照片，请刷新页面后重新选择。"))
    return tuple(known[case_id] for case_id in dict.fromkeys(case_ids))


def _boards(actor: Actor, day: date) -> tuple[Grid, ...]:
    boards = latest_boards(actor=actor, until=day)
    return tuple(grid for at, board in enumerate(boards, start=1) if (grid := grid_of_board(at, board)).rows)
