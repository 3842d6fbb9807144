from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.command.forms.meetings import PICKS, ItemForm, MeetingForm, ResolutionForm, initial_of
from chuangcheng.command.meeting_access import HOLD, meeting_for
from chuangcheng.command.models import AgendaItem, Meeting, MeetingUnit
from chuangcheng.command.queries.meetings import MeetingStory, meeting_story
from chuangcheng.command.queries.review_figures import review_figures
from chuangcheng.command.queries.suggestions import suggested_for
from chuangcheng.command.services.meetings import (
    MOST_PAPERS,
    MinutesGiven,
    add_item,
    add_resolution,
    add_suggested,
    call_meeting,
    cancel_meeting,
    change_meeting,
    issue_minutes,
    move_item,
    plan_meeting,
    remove_item,
    remove_resolution,
    write_minutes,
)
from chuangcheng.command.views.meetings.lists import with_standing
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import unit_names

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@page(HOLD)
def new_meeting(request: HttpRequest) -> HttpResponse:
    """A meeting to be held."""
    form = MeetingForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = plan_meeting(actor=actor_of(request), meeting_id=form.cleaned_data["meeting_id"], given=form.given())
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("会议已建好。接着排议程，排好再发会议通知。"))
            return redirect("command:meeting_agenda", made.pk)
    return _form(request, form, _("新建会议"), reverse("command:meetings"), _("会议"))


@require_http_methods(FORM)
@page(HOLD)
def edit_meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Another time or place, other units; who was called already is told."""
    actor = actor_of(request)
    found = meeting_for(actor, meeting_id)
    if request.method != "POST" and not _is_open(found):
        return redirect("command:meeting", meeting_id)
    form = MeetingForm(request.POST or None, initial=initial_of(found, list(found.units.all())))
    if request.method == "POST" and form.is_valid():
        try:
            change_meeting(actor=actor, meeting_id=meeting_id, given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("会议已修改。"))
            return redirect("command:meeting", meeting_id)
    return _form(request, form, _("修改会议"), reverse("command:meeting", args=[meeting_id]), found.title)


@require_POST
@page(HOLD)
def call(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """会议通知 goes to the units."""
    call_meeting(actor=actor_of(request), meeting_id=meeting_id)
    messages.success(request, _("会议通知已发给各单位联络员，回执会列在下面。"))
    return redirect("command:meeting", meeting_id)


@require_POST
@page(HOLD)
def cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting does not take place."""
    cancel_meeting(actor=actor_of(request), meeting_id=meeting_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("会议已取消，已通知的单位会收到消息。"))
    return redirect("command:meeting", meeting_id)


@require_http_methods(FORM)
@page(HOLD)
def agenda(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The agenda: what waits for the meeting ticked, other items by hand."""
    actor = actor_of(request)
    found = meeting_for(actor, meeting_id)
    if request.method != "POST" and not _is_open(found):
        return redirect("command:meeting", meeting_id)
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_item(actor=actor, meeting_id=meeting_id, item_id=form.cleaned_data["item_id"], given=form.given())
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("议题已加入议程。"))
            return redirect("command:meeting_agenda", meeting_id)
    return agenda_page(request, found, form)


@require_POST
@page(HOLD)
def take_suggested(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What was ticked becomes items."""
    made = add_suggested(actor=actor_of(request), meeting_id=meeting_id, keys=request.POST.getlist("keys"))
    if made:
        words = ngettext("已加入%(count)s个议题。", "已加入%(count)s个议题。", len(made))
        messages.success(request, words % {"count": len(made)})
    else:
        messages.info(request, _("没有勾选要上会的事项。"))
    return redirect("command:meeting_agenda", meeting_id)


@require_POST
@page(HOLD)
def change_item(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """An item up, down or off the agenda."""
    actor, act = actor_of(request), request.POST.get("act", "")
    if act == "remove":
        remove_item(actor=actor, meeting_id=meeting_id, item_id=item_id)
    elif act in ("up", "down"):
        move_item(actor=actor, meeting_id=meeting_id, item_id=item_id, up=act == "up")
    else:
        raise InvalidInput(_("没有这一步，请从议程页面办理。"))
    return redirect("command:meeting_agenda", meeting_id)


@require_http_methods(FORM)
@page(HOLD)
def minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """会议记录: who came, conclusions, text; beside it the resolutions."""
    actor = actor_of(request)
    found = meeting_for(actor, meeting_id)
    if request.method != "POST" and not (_is_open(found) and found.called_at):
        return redirect("command:meeting", meeting_id)
    problem = ""
    if request.method == "POST":
        try:
            write_minutes(actor=actor, meeting_id=meeting_id, given=_typed_minutes(request, found))
        except InvalidInput as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("会议记录已保存，印发前只有创城办能看。"))
            return redirect("command:meeting_minutes", meeting_id)
    return _minutes_page(request, found, problem=problem, typed=request.POST if problem else None)


@require_POST
@page(HOLD)
def new_resolution(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A resolution with unit and date."""
    actor = actor_of(request)
    found = meeting_for(actor, meeting_id)
    form = ResolutionForm(request.POST, items=_item_choices(found.items.all()))
    if form.is_valid():
        try:
            key = form.cleaned_data["resolution_id"]
            add_resolution(actor=actor, meeting_id=meeting_id, resolution_id=key, given=form.given())
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("决定事项已记下，印发纪要时转为任务。"))
            return redirect("command:meeting_minutes", meeting_id)
    return _minutes_page(request, found, form=form)


@require_POST
@page(HOLD)
def drop_resolution(request: HttpRequest, meeting_id: UUID, resolution_id: UUID) -> HttpResponse:
    """Takes a resolution back."""
    remove_resolution(actor=actor_of(request), meeting_id=meeting_id, resolution_id=resolution_id)
    return redirect("command:meeting_minutes", meeting_id)


@require_POST
@page(HOLD)
def issue(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """印发: resolutions become tasks, cases hear the decision."""
    issue_minutes(actor=actor_of(request), meeting_id=meeting_id)
    messages.success(request, _("纪要已印发，决定事项已转为任务，提请会议的问题已记录会议决定。"))
    return redirect("command:meeting", meeting_id)


def _is_open(found: Meeting) -> bool:
    """Whether the meeting may still be changed."""
    return found.issued_at is None and found.cancelled_at is None


def agenda_page(
    request: HttpRequest, found: Meeting, form: ItemForm, *, refused_item: UUID | None = None, refused: str = ""
) -> HttpResponse:
    """The agenda as it stands; `refused` says beside an item why its papers were not taken."""
    actor = actor_of(request)
    story = meeting_story(actor=actor, meeting=found, today=today())
    context = {
        "meeting": found,
        "story": story,
        "checked": with_standing(story.checked),
        "suggested": suggested_for(actor=actor, meeting=found),
        "figures": review_figures(actor=actor, meeting=found, now=now()),
        "speeches": MeetingUnit.Speech.choices,
        "most_papers": MOST_PAPERS,
        "form": form,
        "refused_item": refused_item,
        "refused": refused,
        "chosen_units": chosen_units(form["unit_id"].value()),
        "units_url": reverse("command:suggest_units"),
    }
    return render(request, "command/meeting_agenda.html", context, status=422 if request.method == "POST" else 200)


def _form(request: HttpRequest, form: MeetingForm, title: str, back: str, back_label: str) -> HttpResponse:
    chosen = {name: chosen_units(*(form[name].value() or [])) for name in PICKS}
    context = {
        "form": form,
        "title": title,
        "cancel_url": back,
        "back_label": back_label,
        "chosen": chosen,
        "picks": [(form[name], chosen[name]) for name in PICKS],
        "units_url": reverse("command:suggest_units"),
    }
    return render(request, "command/meeting_form.html", context, status=422 if request.method == "POST" else 200)


def chosen_units(*values: Any) -> list[tuple[int, str]]:
    """The units of a field with their names."""
    ids = [int(value) for value in values if str(value or "").isdecimal() and len(str(value)) < 10]  # noqa: PLR2004 - digits of a key
    names = unit_names(ids) if ids else {}
    return [(unit_id, names[unit_id]) for unit_id in ids if unit_id in names]


def _item_choices(items: Any) -> list[tuple[str, str]]:
    return [(str(item.pk), f"{number}. {item.title}") for number, item in enumerate(items, start=1)]


def _typed_minutes(request: HttpRequest, found: Meeting) -> MinutesGiven:
    typed = request.POST
    items = found.items.values_list("pk", flat=True)
    present = {
        unit: typed.get(f"who-{unit}", "")
        for unit in found.units.values_list("unit", flat=True)
        if typed.get(f"here-{unit}")
    }
    conclusions = {key: typed[f"item-{key}"] for key in items if f"item-{key}" in typed}
    return MinutesGiven(text=typed.get("minutes", ""), conclusions=conclusions, present=present)


def _minutes_page(
    request: HttpRequest, found: Meeting, *, problem: str = "", typed: Any = None, form: ResolutionForm | None = None
) -> HttpResponse:
    story = meeting_story(actor=actor_of(request), meeting=found, today=today())
    shown = form or ResolutionForm(items=_item_choices(story.items))
    context = {
        "meeting": found,
        "story": story,
        "problem": problem,
        "text": typed.get("minutes", "") if typed else found.minutes,
        "items": [(item, _conclusion(item, typed)) for item in story.items],
        "units": _attendance(story, typed),
        "resolutions": with_standing(story.resolutions),
        "checked": with_standing(story.checked),
        "form": shown,
        "chosen_units": chosen_units(shown["unit_id"].value()),
        "units_url": reverse("command:suggest_units"),
        "may_issue": _is_open(found),
    }
    status = 422 if problem or form is not None else 200
    return render(request, "command/meeting_minutes.html", context, status=status)


def _conclusion(item: AgendaItem, typed: Any) -> str:
    return str(typed.get(f"item-{item.pk}", "")) if typed else item.conclusion


def _attendance(story: MeetingStory, typed: Any) -> list[dict[str, Any]]:
    """Each unit with what is recorded, else what it answered."""
    rows = []
    for row in story.units:
        is_here, who = bool(row.attended), row.who_came
        if row.attended is None and row.reply is not None and row.reply.comes:
            is_here, who = True, row.reply.words[:100]
        if typed:
            is_here, who = bool(typed.get(f"here-{row.unit_id}")), str(typed.get(f"who-{row.unit_id}", ""))
        rows.append({"row": row, "is_here": is_here, "who": who})
    return rows
