"""One case: its history with photos, the pair before and after, and what could lead on from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from chuangcheng.cases import workflow
from chuangcheng.cases.access import may, partners_of
from chuangcheng.cases.models import Assist, Case, CaseEvent, CasePhoto, CaseReminder
from chuangcheng.cases.standing import standing
from chuangcheng.cases.workflow import Given, Move
from chuangcheng.core.access import Actor

# Moves that nobody presses a button for.
MOVES_OF_THE_SYSTEM = frozenset({"end_claim"})
MOST_REMINDERS = 6  # shown on the page of a case
MOVES_THAT_FIX = frozenset({"feed_back", "fix_on_spot"})


@dataclass(frozen=True, slots=True)
class CaseStory:
    """A case with everything that its page shows."""

    case: Case
    history: Sequence[CaseEvent]  # oldest first, each with `shown_photos`
    assists: list[Assist]
    before: CasePhoto | None  # the newest photo of the problem
    after: CasePhoto | None  # the newest photo after the newest fix; None while it has to be fixed anew

    def has_fixed(self, person_id: int | None) -> bool:
        """True when this person is one of those who fixed the case or fed back on it."""
        if person_id is None:
            return False
        return self.case.fixer_id == person_id or any(
            event.actor_id == person_id for event in self.history if event.move in MOVES_THAT_FIX
        )


def story_of(*, case: Case) -> CaseStory:
    """The case with its history, photos and assisting units. Three queries, however long the history."""
    photos = Prefetch("photos", CasePhoto.objects.select_related("file"), to_attr="shown_photos")
    steps = CaseEvent.objects.select_related("unit").defer("unit__boundary").prefetch_related(photos)
    prefetch_related_objects([case], Prefetch("history", steps))  # whoever asks the case later does not read it again
    history: list[Any] = list(case.history.all())
    every = [photo for event in history for photo in event.shown_photos]
    return CaseStory(
        case=case,
        history=history,
        assists=[partner for partner in partners_of(case) if partner.is_assisting],
        before=_newest(every, CasePhoto.Moment.BEFORE),
        after=_newest(every, CasePhoto.Moment.AFTER),
    )


def reminders_of(*, case: Case) -> list[CaseReminder]:
    """The reminders of its deadlines that were sent, newest first. One query."""
    return list(case.reminders.filter(is_superseded=False).order_by("-at")[:MOST_REMINDERS])


def moves_offered(*, actor: Actor, story: CaseStory, now: datetime) -> list[Move]:
    """The moves that this person may make with the case as it stands, in the order of the table."""
    given = Given(
        is_second_person=not story.has_fixed(actor.person_id),
        is_released=not story.case.is_held,
        **standing(story.case),
    )
    return [
        move
        for move in workflow.offered_moves(story.case.state, given)
        if move.code not in MOVES_OF_THE_SYSTEM and may(actor, move.code, story.case, now=now)
    ]


def _newest(photos: list[CasePhoto], moment: str) -> CasePhoto | None:
    found = [photo for photo in photos if photo.moment == moment]
    if not found:
        return None
    return next(photo for photo in found if photo.event_id == found[-1].event_id)
