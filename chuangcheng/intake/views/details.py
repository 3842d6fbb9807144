from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.cases.access import may
from chuangcheng.core.access import Actor, require
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import Refusal, sentence_for_page
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.intake.access import APPROVE, DRAFT, OPEN_CONTACTS, RECEIVE, VIEW, report_for
from chuangcheng.intake.forms.steps import STEP_FORMS, StepForm, first_error
from chuangcheng.intake.models import Answer, Report, ReportEvent
from chuangcheng.intake.panels import shown_double, shown_report
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.queries import ReportStory, doubles_of_report, story_of
from chuangcheng.intake.services import Contact, ReportStep, is_linked, open_contact
from chuangcheng.intake.states import FINAL_CASE_STATES, State

Kind = ReportEvent.Kind
LOOKS = {  # kind of a step → tone and icon in the story
    Kind.RECEIVED: ("blue", "mail"),
    Kind.OPENED: ("blue", "flag"),
    Kind.LINKED: ("blue", "git-merge"),
    Kind.UNLINKED: ("amber", "history"),
    Kind.CHANGED: ("muted", "edit"),
    Kind.JOINED: ("muted", "git-merge"),
    Kind.ENDED: ("muted", "circle-check"),
    Kind.SETTLED: ("green", "circle-check"),
    Kind.REOPENED: ("amber", "history"),
    Kind.DRAFTED: ("muted", "edit"),
    Kind.APPROVED: ("green", "check"),
    Kind.RETURNED: ("amber", "corner-up-left"),
    Kind.SENT: ("green", "send"),
    Kind.NOTED: ("blue", "edit"),
    Kind.RATED: ("muted", "star"),
    Kind.DISPUTED: ("red", "alert-circle"),
    Kind.OPENED_CONTACT: ("muted", "eye"),
    Kind.WITHDRAWN: ("muted", "corner-up-left"),
    Kind.ERASED: ("muted", "eye-off"),
}
FIELDS = {  # of a correction
    "source": gettext_noop("来源"),
    "received_at": gettext_noop("收到时间"),
    "text": gettext_noop("反映内容"),
    "place": gettext_noop("地点"),
    "position": gettext_noop("定位"),
    "problem_class": gettext_noop("问题类别"),
    "contact": gettext_noop("联系方式"),
}


@require_safe
@page(VIEW)
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report: what was said, where it stands, its answers and its story."""
    actor = actor_of(request)
    return _shown(request, actor, report_for(actor, report_id))


@require_POST
@page(VIEW)
def step(request: HttpRequest, report_id: UUID, act: str) -> HttpResponse:
    """A step of the report."""
    if act not in STEP_FORMS:
        raise Http404
    actor, kind = actor_of(request), STEP_FORMS[act]
    require(actor, kind.permission)
    found = report_for(actor, report_id)
    form = kind(request.POST, report=found)
    if not form.is_valid():
        return _shown(request, actor, found, form=form, problem=first_error(form), status=422)
    try:
        form.submit(actor=actor)
    except Refusal as refusal:
        problem, found = sentence_for_page(refusal), report_for(actor, report_id)
        return _shown(request, actor, found, form=form, problem=problem, status=refusal.status)
    messages.success(request, str(form.done))
    return redirect("intake:report", report_id)


@require_POST
@page(OPEN_CONTACTS)
def contact(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Who reported, in full; that it was looked at is kept on record."""
    actor = actor_of(request)
    opened = open_contact(actor=actor, step=ReportStep(report_id))
    return _shown(request, actor, report_for(actor, report_id), opened=opened)


def _shown(
    request: HttpRequest,
    actor: Actor,
    found: Report,
    *,
    form: StepForm | None = None,
    problem: str = "",
    opened: Contact | None = None,
    status: int = 200,
) -> HttpResponse:
    story = story_of(found)
    context = {
        **shown_report(found, now(), office_calendar()),
        "answers": [_answer(answer, found) for answer in reversed(story.answers)],
        "photos": [_photo(photo.file_id) for photo in story.photos],
        "events": [_event(event, story) for event in reversed(story.history)],
        "case": found.current_case,
        "first_case": found.case,
        "opened": opened,
        "problem": problem,
        "event_id": form.data.get("event_id") if form is not None else new_id(),
        "written": form.data.get("text", "") if form is not None else "",
        "offers": _offers(actor, found),
        **_doubles(actor, found),
        "endings": STEP_FORMS["end"](report=found).fields["ending"].choices,  # type: ignore[attr-defined]
        "ways": Answer.Way.choices,
        "usual_way": Answer.Way.WRITING if found.rule.is_in_writing else Answer.Way.PHONE,
        "may_open_contact": actor.may(OPEN_CONTACTS),
    }
    return render(request, "intake/report.html", context, status=status)


def _doubles(actor: Actor, found: Report) -> dict[str, Any]:
    """Open cases that may be what the report tells of: to put it to one, or to join its own case to one."""
    case = found.current_case
    if case is None and not (found.state is State.RECEIVED and actor.may(RECEIVE)):
        return {}
    if case is not None and (case.state in FINAL_CASE_STATES or not may(actor, "join", case, now=now())):
        return {}
    here = (found.lon, found.lat)
    doubles = [
        shown_double(each, own_name=found.number, here=here) for each in doubles_of_report(actor=actor, report=found)
    ]
    return {
        "own": {
            "number": found.number,
            "at": found.received_at,
            "text": without_numbers(found.text),
            "place": found.place,
        },
        "doubles": [each for each in doubles if not each["is_hardly"]],
        "hardly_doubles": [each for each in doubles if each["is_hardly"]],
    }


def _offers(actor: Actor, found: Report) -> dict[str, bool]:
    """What this person may do now."""
    state, answer = found.state, found.answer
    is_waiting = answer is not None and answer.returned_at is None and answer.sent_at is None
    is_approvable = is_waiting and answer is not None and answer.needs_approval and answer.approved_at is None
    return {
        "unlink": found.case is not None and found.answered_at is None and actor.may(RECEIVE) and is_linked(found),
        "correct": actor.may(RECEIVE),
        "accept": state is State.RECEIVED and actor.may(RECEIVE),
        "end": state is State.RECEIVED and actor.may(DRAFT),
        "draft": state in {State.IN_HAND, State.TO_ANSWER} and not is_waiting and actor.may(DRAFT),
        "redraft": is_waiting and actor.may(DRAFT),
        "approve": is_approvable and actor.may(APPROVE),
        "send": is_waiting and not is_approvable and actor.may(DRAFT),
    }


def _answer(answer: Answer, found: Report) -> dict[str, Any]:
    return {"answer": answer, "is_newest": answer.pk == found.answer_id, "standing": _standing(answer)}


def _standing(answer: Answer) -> tuple[str, str]:
    """Tone and words of an answer."""
    if answer.sent_at is not None:
        return "green", _("已发出")
    if answer.returned_at is not None:
        return "amber", _("退回修改")
    if answer.needs_approval and answer.approved_at is None:
        return "blue", _("待审批")
    return "blue", _("待发出")


def _event(event: ReportEvent, story: ReportStory) -> dict[str, Any]:
    tone, icon = LOOKS.get(Kind(event.kind), ("muted", "circle"))
    photos = [_photo(photo.file_id) for photo in story.photos if photo.event_id == event.pk]
    return {
        "at": event.at,
        "word": event.get_kind_display(),
        "who": event.actor_name,
        "tone": tone,
        "icon": icon,
        "note": _note(event),
        "photos": photos,
    }


def _note(event: ReportEvent) -> str:
    parts = [event.text] if event.text else []
    if number := event.data.get("case_number"):
        parts.append(_("问题%(number)s") % {"number": number})
    if fields := event.data.get("fields"):
        parts.append(
            _("改了：%(fields)s") % {"fields": "、".join(_(FIELDS[name]) for name in fields if name in FIELDS)}
        )
    if text := event.data.get("before", {}).get("text"):
        parts.append(_("原来写的是：%(text)s") % {"text": text})
    if place := event.data.get("before", {}).get("place"):
        parts.append(_("原来的地点：%(place)s") % {"place": place})
    if satisfaction := event.data.get("satisfaction"):
        parts.insert(0, str(Report.Satisfaction(satisfaction).label))
    return " · ".join(parts)


def _photo(file_id: UUID) -> dict[str, str]:
    return {
        "url": reverse("core:file_copy", args=[file_id, 1600]),
        "thumbnail_url": reverse("core:file_copy", args=[file_id, 160]),
        "caption": "",
    }
