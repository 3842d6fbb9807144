from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.command.forms.meetings import ReplyForm, UnitMeetingForm
from chuangcheng.command.meeting_access import ANSWER, meeting_for, own_invitations
from chuangcheng.command.services.meetings import UnitMeetingGiven, reply_to_meeting, report_unit_meeting
from chuangcheng.command.views.meetings.lists import meeting_context
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page


@require_POST
@page(ANSWER)
def reply(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """会议回执 of a unit."""
    actor = actor_of(request)
    found = meeting_for(actor, meeting_id)
    form = ReplyForm(request.POST, units=list(own_invitations(actor, found)))
    if form.is_valid():
        try:
            reply_to_meeting(actor=actor, meeting_id=meeting_id, **form.cleaned_data)
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("回执已收到，有变化可以再报一次。"))
            return redirect("command:meeting", meeting_id)
    context = meeting_context(actor, found, reply_form=form)
    return render(request, "command/meeting.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@page(ANSWER)
def report(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A unit tells of its own meeting."""
    actor = actor_of(request)
    found = meeting_for(actor, meeting_id)
    own = list(own_invitations(actor, found))
    if not own or found.reports_by is None:
        raise NotFound(_("这次会议没有要求您的单位上报会议情况。"))
    told = set(found.unit_meetings.values_list("unit", flat=True))
    first = next((row for row in own if row.unit_id not in told), own[0])
    form = UnitMeetingForm(request.POST or None, units=own, initial={"unit_id": first.unit_id, "held_on": today()})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            key = values.pop("report_id")
            given = UnitMeetingGiven(**values, photos=photos_from_request(request, "photos"))
            report_unit_meeting(actor=actor, meeting_id=meeting_id, report_id=key, given=given)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("本单位会议情况已上报。"))
            return redirect("command:meeting", meeting_id)
    context = {"form": form, "meeting": found, "cancel_url": reverse("command:meeting", args=[meeting_id])}
    return render(request, "command/unit_meeting_form.html", context, status=422 if request.method == "POST" else 200)
