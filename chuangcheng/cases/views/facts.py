"""What waits at a case, as facts of its page: since when its clock stands still, what is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.queries import CaseStory
from chuangcheng.cases.views.story import notes_of


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits: what, since when, and what was said then."""

    label: str
    since: Any  # a moment
    lines: list[str]


def waits_of(story: CaseStory) -> list[Wait]:
    """Everything that waits at the case now; told by the steps that began it, so it costs no query."""
    case = story.case
    told = (
        ("suspend", case.suspended_at if case.state == "suspended" else None, _("挂账")),
        ("ask_extension", case.extension_asked_at if case.state == "fixing" else None, _("待批的延期")),
        ("escalate", case.escalated_at, _("提请联席会议")),
    )
    return [Wait(label, since, _lines(_newest(story, move))) for move, since, label in told if since is not None]


def _newest(story: CaseStory, move: str) -> CaseEvent | None:
    return next((event for event in reversed(story.history) if event.move == move), None)


def _lines(event: CaseEvent | None) -> list[str]:
    return [] if event is None else [line for line in (*notes_of(event), event.reason) if line]
