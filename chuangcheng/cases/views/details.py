from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.cases.access import REPORT, VIEW, case_for
from chuangcheng.cases.forms import MOVE_FORMS, MoveForm
from chuangcheng.cases.models import Case, CaseEvent, CasePhoto
from chuangcheng.cases.queries import CaseStory, cases_of_site, moves_offered, reminders_of, story_of
from chuangcheng.cases.services import move_label
from chuangcheng.cases.slots import Origin, case_origin
from chuangcheng.cases.views.tables import CaseTable, case_table
from chuangcheng.cases.wording import assumed_year, deadline_told, state_tone, term_told
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import SHANGHAI, now
from chuangcheng.core.web import actor_of, page

OTHERS_SHOWN = 5  # other cases at the same site
DIALOGS = frozenset({"reject", "send_back", "void", "reopen"})  # ask for a reason only, so a dialog is enough
# The next act is the first of these that is offered; the others stand under 更多.
PRIMARY = ("feed_back", "close", "dispatch", "file", "fix_on_spot")
LOOKS = {  # move → tone and icon in the story
    "open": ("blue", "flag"),
    "file": ("blue", "clipboard-check"),
    "reject": ("muted", "ban"),
    "void": ("muted", "circle-x"),
    "dispatch": ("blue", "send"),
    "send_back": ("amber", "corner-up-left"),
    "feed_back": ("blue", "camera"),
    "fix_on_spot": ("green", "circle-check"),
    "close": ("green", "circle-check"),
    "fail_check": ("red", "refresh"),
    "reopen": ("amber", "history"),
}


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo as the parts of a page want it."""

    url: str
    thumbnail_url: str
    caption: str
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """A step of the story as the timeline wants it."""

    at: datetime
    word: str
    who: str
    unit: str
    tone: str
    icon: str
    note: str
    photos: list[ShownPhoto]


@dataclass(frozen=True, slots=True)
class Act:
    """A move that the person may make: a button or an entry of 更多."""

    code: str
    label: str
    url: str
    form: MoveForm | None  # in a dialog; None: it has a page of its own

    @property
    def dialog(self) -> str:
        """The name of its dialog."""
        return f"move-{self.code}"


@require_safe
@page(VIEW, REPORT)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case: where it stands, its one next act, its story and facts."""
    actor, moment = actor_of(request), now()
    found = case_for(actor, case_id)
    story = story_of(case=found)
    acts = _acts(actor, story, moment)
    primary = next((act for code in PRIMARY for act in acts if act.code == code), None)
    context = {
        "case": found,
        "state_tone": state_tone(found.state),
        "deadline": deadline_told(found, now=moment, calendar=office_calendar()),
        "term": term_told(found.term),
        "assumed_year": assumed_year(found.due_at, now=moment, calendar=office_calendar()),
        "reminders": reminders_of(case=found),
        "events": [shown_event(event, story) for event in reversed(story.history)],
        "before": shown_photo(story.before),
        "after": shown_photo(story.after),
        "assists": [assist.unit.name for assist in story.assists],
        "primary": primary,
        "others": [act for act in acts if act is not primary],
        "origin": origin_of(actor, found),
        "same_site": _same_site(actor, found),
    }
    return render(request, "cases/case.html", context)


def shown_photo(photo: CasePhoto | None) -> ShownPhoto | None:
    """The photo with its addresses, or None."""
    if photo is None:
        return None
    return ShownPhoto(
        url=reverse("core:file_copy", args=[photo.file_id, 1600]),
        thumbnail_url=reverse("core:file_copy", args=[photo.file_id, 480]),
        caption=photo.get_moment_display(),
        taken_at=photo.file.taken_at or photo.file.created_at,
    )


def shown_event(event: CaseEvent, story: CaseStory) -> ShownEvent:
    """The step as the timeline tells it."""
    tone, icon = LOOKS.get(event.move, ("muted", "circle"))
    photos: Sequence[CasePhoto] = event.shown_photos  # type: ignore[attr-defined] # put there by `story_of`
    return ShownEvent(
        at=event.at,
        word=move_label(event.move),
        who=event.actor_name,
        unit=_unit_told(event),
        tone=tone,
        icon=icon,
        note=_note(event, story.case),
        photos=[shown for shown in (shown_photo(photo) for photo in photos) if shown],
    )


def origin_of(actor: Actor, found: Case) -> Origin | None:
    """Where the case comes from, as the context behind it tells; its label alone when that says nothing."""
    origin_for = case_origin.get(found.source_kind) if found.source_kind else None
    origin = origin_for(actor, found.source_id) if origin_for else None
    return origin or (Origin(found.source_label) if found.source_label else None)


def _acts(actor: Actor, story: CaseStory, moment: datetime) -> list[Act]:
    return [
        Act(
            code=move.code,
            label=str(MOVE_FORMS[move.code].title),
            url=reverse("cases:move", args=[story.case.pk, move.code]),
            form=MOVE_FORMS[move.code](case=story.case) if move.code in DIALOGS else None,
        )
        for move in moves_offered(actor=actor, story=story, now=moment)
    ]


def _unit_told(event: CaseEvent) -> str:
    if event.unit is None:
        return ""
    return _("→ %(unit)s") % {"unit": event.unit.name} if event.move == "dispatch" else event.unit.name


def _note(event: CaseEvent, found: Case) -> str:
    lines = [found.description] if event.move == "open" else []
    if event.data.get("due_at") and event.move in {"dispatch", "fail_check"}:
        due = datetime.fromisoformat(event.data["due_at"]).astimezone(SHANGHAI)
        lines.append(_("期限：%(due)s") % {"due": f"{due:%Y-%m-%d %H:%M}"})
    lines += [_("%(what)s：%(old)s → %(new)s") % change for change in event.data.get("changes", ())]
    return "\n".join([*lines, event.reason]).strip()


def _same_site(actor: Actor, found: Case) -> CaseTable | None:
    if found.site_id is None:
        return None
    others: Any = cases_of_site(actor=actor, site_id=found.site_id).exclude(pk=found.pk)
    rows = list(others[:OTHERS_SHOWN])
    return case_table(rows) if rows else None
