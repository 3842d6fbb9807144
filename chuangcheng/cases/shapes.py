"""Cases, steps and photos in the shape in which the API gives them (`schemas`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from chuangcheng.cases.models import Case, CaseEvent, CasePhoto
from chuangcheng.cases.queries import CaseStory, WhistleStory, reminders_of
from chuangcheng.cases.workflow import State
from chuangcheng.core.phones import mask_phones_in

PLAIN = (
    *("id", "number", "state", "outcome", "severity", "lon", "lat", "source"),
    *("reported_at", "due_at", "fed_back_at", "closed_at", "rework_count", "send_back_count", "relapse_count"),
    *("extension_count", "suspended_at", "latest_event_id"),
)
WAITING = ("extension_asked_at", "whistled_at", "escalated_at", "recheck_drawn_at")


def line(case: Case, now: datetime) -> dict[str, Any]:
    """The case as a list gives it."""
    is_overdue = case.state == State.FIXING.value and case.due_at is not None and case.due_at < now
    relations = ("problem_class", "site", "area", "lead_unit")
    return {
        **{name: getattr(case, name) for name in PLAIN},
        "description": case.told,
        "place_text": mask_phones_in(case.place_text),
        **{name: named(getattr(case, name)) for name in relations},
        "is_overdue": is_overdue,
    }


def detail(story: CaseStory, moves: list[str], now: datetime) -> dict[str, Any]:
    """The case with its history and the moves that the asker may make."""
    case = story.case
    return {
        **line(case, now),
        "reporter": named(case.reporter),
        "assisting_units": [named(assist.unit) for assist in story.assists],
        **{name: getattr(case, name) for name in WAITING},
        "main_case_id": case.main_case_id,
        "source_label": case.source_label,
        "filed_at": case.filed_at,
        "clock_started_at": case.clock_started_at,
        "history": [event(each) for each in story.history],
        "reminders": reminders_of(case=case),
        "moves": moves,
    }


def event(found: CaseEvent) -> dict[str, Any]:
    """A step with its photos, as `story_of` fetched them."""
    plain = ("id", "move", "from_state", "to_state", "actor_name", "at", "reason", "data")
    photos: list[CasePhoto] = found.shown_photos  # type: ignore[attr-defined] # put there by `story_of`
    return {
        **{name: getattr(found, name) for name in plain},
        "unit": named(found.unit),
        "photos": [_photo(each) for each in photos],
    }


def whistle(found: WhistleStory) -> dict[str, Any]:
    """A whistle with everybody that it called."""
    return {
        **{name: getattr(found.whistle, name) for name in ("called_at", "respond_by", "place")},
        "reason": found.reason,
        "is_open": found.is_open,
        "responses": [
            {
                "unit": named(each.call.unit),
                "is_late": each.is_late,
                "answers": [
                    {"arrived_at": one.arrived_at, "who_came": one.who_came, "done": one.event.reason}
                    for one in each.answers
                ],
            }
            for each in found.responses
        ],
    }


def step(found: CaseEvent) -> dict[str, Any]:
    """What a move answers."""
    plain = ("case_id", "move", "from_state", "to_state", "at")
    return {"event_id": found.pk, **{name: getattr(found, name) for name in plain}}


def named(found: Any) -> dict[str, Any] | None:
    """Id and name of a row, or None."""
    return None if found is None else {"id": found.pk, "name": found.name}


def _photo(found: CasePhoto) -> dict[str, Any]:
    url = reverse("core:file_copy", args=[found.file_id, 1600])
    return {"id": found.file_id, "moment": found.moment, "url": url, "taken_at": found.file.taken_at}
