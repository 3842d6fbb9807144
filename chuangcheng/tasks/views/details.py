from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal, sentence_for_page
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import people_within, unit_options, unit_places
from chuangcheng.tasks.access import (
    MANAGE,
    SPLIT,
    VIEW,
    may_change,
    may_give,
    offered_moves,
    require_move,
    task_for,
    visible_tasks,
)
from chuangcheng.tasks.forms.tasks import LinkForm, StepForm
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries import MOST_DELAY, DelayEffect, TaskStory, delay_effect, standards_served, story_of
from chuangcheng.tasks.services import Step, link_tasks, take_step, unlink_tasks
from chuangcheng.tasks.slots import mentions_of, task_links
from chuangcheng.tasks.wording import plain, shown_task, shown_tasks, target_words, told_event
from chuangcheng.tasks.workflow import MOVES

MOST_PEOPLE = 20  # offered while typing: our choice
MOST_DIGITS = 18  # of an id in an address


@require_safe
@page(VIEW)
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One task: what is asked, how far it is, its parts, what it waits for, its story."""
    actor = actor_of(request)
    return _shown(request, actor, task_for(actor, task_id))


@require_POST
@page(VIEW)
def step(request: HttpRequest, task_id: UUID, move: str) -> HttpResponse:
    """A step of the task."""
    actor, form = actor_of(request), StepForm(request.POST)
    found = task_for(actor, task_id)
    if move in MOVES:
        require_move(actor, MOVES[move], found)
    if not form.is_valid():
        return _shown(request, actor, found, problem=_("数量或进度不对，请核对后再提交。"), status=422)
    values = form.cleaned_data
    try:
        photos = photos_from_request(request, "photos")
        given = Step(
            move=move,
            event_id=values["event_id"],
            text=values["reason"],
            amount=values["amount"],
            percent=values["percent"],
            unit_id=values["unit_id"],
            photos=photos,
        )
        take_step(actor=actor, task_id=task_id, step=given)
    except Refusal as refusal:
        return _shown(
            request, actor, task_for(actor, task_id), problem=sentence_for_page(refusal), status=refusal.status
        )
    messages.success(request, _("已记录：%(move)s。") % {"move": _(MOVES[move].label)})
    return redirect("tasks:task", task_id)


@require_POST
@page(VIEW)
def link(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The task waits for another one."""
    actor, form = actor_of(request), LinkForm(request.POST)
    found = task_for(actor, task_id)
    if not may_change(actor, found):
        raise NotPermitted(_("只有交办这项任务的单位可以修改它。"))
    try:
        _link(actor, found, form)
    except InvalidInput as refusal:
        return _shown(request, actor, found, problem=str(refusal), status=422)
    return redirect("tasks:task", task_id)


@require_POST
@page(VIEW)
def unlink(request: HttpRequest, task_id: UUID, before_id: UUID) -> HttpResponse:
    """The task waits for the other one no more."""
    unlink_tasks(actor=actor_of(request), before_id=before_id, after_id=task_id)
    return redirect("tasks:task", task_id)


@require_safe
@page(MANAGE, SPLIT)
def unit_suggestions(request: HttpRequest) -> HttpResponse:
    """Units to give a task to, while typing."""
    units = unit_options(words=request.GET.get("words", "")[:60])
    options = [(unit.pk, unit.name, unit.get_kind_display()) for unit in units]
    return render(request, "components/pick_options.html", {"options": options})


@require_safe
@page(MANAGE, SPLIT)
def people_suggestions(request: HttpRequest) -> HttpResponse:
    """The people of the unit that stands in the form, while typing."""
    unit, words = request.GET.get("unit_id", ""), request.GET.get("words", "")[:60].strip()
    place = unit_places([int(unit)]).get(int(unit)) if unit.isdecimal() and len(unit) < MOST_DIGITS else None
    people = people_within(place[1], today=today()) if place is not None else {}
    options = [(pk, name, "") for pk, name in people.items() if words in name][:MOST_PEOPLE]
    return render(request, "components/pick_options.html", {"options": options})


def _link(actor: Actor, found: Task, form: LinkForm) -> None:
    if not form.is_valid():
        raise InvalidInput(_("请填写先做的任务编号，例如2026-000012。"))
    values = form.cleaned_data
    number = values["number"].strip()
    before = visible_tasks(actor).filter(number=number).first()
    if before is None:
        raise InvalidInput(_("没有找到编号为%(number)s的任务，请核对。") % {"number": number})
    link_tasks(
        actor=actor,
        before_id=before.pk,
        after_id=found.pk,
        lag=values["lag"] or 0,
        from_start=values["from_start"],
    )


def _shown(request: HttpRequest, actor: Actor, found: Task, *, problem: str = "", status: int = 200) -> HttpResponse:
    story, shown = story_of(actor, found), shown_task(found, today(), office_calendar())
    moves = [move.code for move in offered_moves(actor, found)]
    quantity = found.quantity
    context = {
        "task": found,
        "shown": shown,
        "target": target_words(found),
        "left": _above_zero(quantity, found.done_amount),
        "more": _above_zero(None if quantity is None else found.done_amount, quantity),
        "parts": shown_tasks(story.parts, today()),
        "goals": story.goals,
        "mentions": mentions_of(actor, found.pk),
        "links": [link for link in (offered(actor, found) for offered in task_links) if link is not None],
        "served": standards_served(found),
        "tags": shown.tags,
        "waits_for": story.waits_for,
        "waited_by": story.waited_by,
        "events": _events(story),
        "moves": moves,
        "is_counted": quantity is not None,
        "may_split": found.is_open and may_give(actor, found),
        "may_change": found.is_open and may_change(actor, found),
        "event_id": new_id(),
        "link_form": LinkForm(),
        "assign_field": StepForm(auto_id="assign_%s")["unit_id"],
        "units_url": reverse("tasks:suggest_units"),
        "problem": problem,
        "delay": _delay(request, actor, found),
    }
    return render(request, "tasks/task.html", context, status=status)


def _above_zero(amount: Decimal | None, less: Decimal | None) -> str:
    """By how much the first is more than the second; empty where it is not."""
    return plain(amount - less) if amount is not None and less is not None and amount > less else ""


def _delay(request: HttpRequest, actor: Actor, found: Task) -> DelayEffect | None:
    """What a delay does of so many working days as the address asks for; None where it asks for none."""
    asked = request.GET.get("delay", "")
    if not (found.is_open and asked.isdecimal() and 1 <= int(asked[:4]) <= MOST_DELAY):
        return None
    return delay_effect(actor=actor, task_id=found.pk, days=int(asked[:4]), today=today())


def _events(story: TaskStory) -> list[dict[str, Any]]:
    photos: dict[UUID, list[dict[str, str]]] = defaultdict(list)
    for photo in story.photos:
        urls = {
            name: reverse("core:file_copy", args=[photo.file_id, size])
            for name, size in (("url", 1600), ("thumbnail_url", 160))
        }
        photos[photo.event_id].append({**urls, "caption": ""})
    return [told_event(event, photos[event.pk], story.task.measure) for event in reversed(story.history)]
