from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.cases.access import REPORT, VIEW, case_for
from chuangcheng.cases.forms import MOVE_FORMS, MoveForm
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import (
    CaseStory,
    answering_units,
    cases_of_site,
    days_kept,
    joined_to,
    look_backs_of_case,
    moves_offered,
    open_whistle,
    reminders_of,
    story_of,
    whistles_of,
)
from chuangcheng.cases.services import open_phones
from chuangcheng.cases.slots import Origin, case_links, case_origin, case_panels
from chuangcheng.cases.views.doubts import shown_doubts
from chuangcheng.cases.views.facts import waits_of
from chuangcheng.cases.views.relapse_parts import shown_relapses, with_relapses
from chuangcheng.cases.views.story import shown_event, shown_photo
from chuangcheng.cases.views.tables import CaseTable, case_table
from chuangcheng.cases.wording import assumed_year, deadline_told, state_tone, term_told
from chuangcheng.cases.workflow import ANSWER_WHISTLE, State
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.access import VIEW_PHONES

OTHERS_SHOWN = 5  # other cases at the same site
# These ask for a reason only, so a dialog is enough.
DIALOGS = frozenset({"reject", "send_back", "void", "reopen", "resume", "refuse_extension", "unjoin"})
# The next act is the first of these that is offered; the others stand under 更多.
# Who may do these sees what is doubtful about the photos of the fix.
VERIFYING = frozenset({"close", "pass_recheck"})
PRIMARY = (
    *("answer_whistle", "grant_extension", "feed_back", "close", "pass_recheck", "dispatch", "claim", "file"),
    *("fix_on_spot", "resume", "decide"),
)


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

    @property
    def is_reason_optional(self) -> bool:
        """True when the dialog may be sent without a reason."""
        return self.form is not None and not self.form.fields["reason"].required


@require_safe
@page(VIEW, REPORT)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case: where it stands, its one next act, its story and facts."""
    actor, moment = actor_of(request), now()
    found = case_for(actor, case_id)
    story = story_of(case=found)
    acts = _acts(actor, story, moment)
    primary = _primary(actor, found, acts)
    relapses = shown_relapses(actor, found)
    was_closed = any(event.to_state == State.CLOSED.value for event in story.history)
    look_backs = look_backs_of_case(case=found) if was_closed else []
    context = {
        "case": found,
        "state_tone": state_tone(found.state),
        "deadline": deadline_told(found, now=moment, calendar=office_calendar()),
        "term": term_told(found.term),
        "assumed_year": assumed_year(found.due_at, now=moment, calendar=office_calendar()),
        "reminders": reminders_of(case=found),
        "events": with_relapses([shown_event(event, story) for event in reversed(story.history)], relapses),
        "before": shown_photo(story.before),
        "after": shown_photo(story.after),
        "assists": [assist.unit.name for assist in story.assists],
        "primary": primary,
        "others": [act for act in acts if act is not primary],
        "waits": waits_of(story),
        "whistles": whistles_of(found) if any(event.move == "whistle" for event in story.history) else [],
        "main_case": found.main_case,
        "main_tone": state_tone(found.main_case.state) if found.main_case else "",
        "joined_cases": joined_to(found),
        "origin": origin_of(actor, found),
        "links": [link for link in (offered(actor, found.pk) for offered in case_links) if link is not None],
        "panels": [panel for panel in (panel_of(actor, found) for panel_of in case_panels) if panel is not None],
        "same_site": _same_site(actor, found),
        "may_open_phones": found.has_phones and actor.may(VIEW_PHONES),
        "place_words": mask_phones_in(found.place_text),
        "relapses": relapses,
        "look_backs": look_backs,
        "days_kept": days_kept(look_backs),
        "doubts": shown_doubts(actor, story) if any(act.code in VERIFYING for act in acts) else [],
    }
    return render(request, "cases/case.html", context)


@require_POST
@page(VIEW_PHONES)
def phones(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Shows the description in full once; that it was read so is on record."""
    text = open_phones(actor=actor_of(request), case_id=case_id)
    messages.info(request, _("原文：%(text)s。本次查看已记录。") % {"text": text.rstrip("。")})
    return redirect("cases:case", case_id=case_id)


def _primary(actor: Actor, found: Case, acts: list[Act]) -> Act | None:
    # To tell what it did is the next act of an assisting unit while the lead unit is at it.
    order = (*PRIMARY, "note") if found.state == State.FIXING.value else PRIMARY
    # Who answers for every unit, or has answered, is not the one who is waited for.
    is_called = not actor.everywhere(ANSWER_WHISTLE) and any(
        call.is_waiting for call in answering_units(actor, open_whistle(found))
    )
    codes = [code for code in order if is_called or code != "answer_whistle"]
    return next((act for code in codes for act in acts if act.code == code), None)


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


def _same_site(actor: Actor, found: Case) -> CaseTable | None:
    if found.site_id is None:
        return None
    others: Any = cases_of_site(actor=actor, site_id=found.site_id).exclude(pk=found.pk)
    rows = list(others[:OTHERS_SHOWN])
    return case_table(rows) if rows else None
