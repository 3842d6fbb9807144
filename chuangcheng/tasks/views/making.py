from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import person_names, unit_names
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.queries import framework_in_force, frameworks_in_force
from chuangcheng.tasks.access import MANAGE, SPLIT, VIEW, may_change, may_give, task_for, visible_tasks
from chuangcheng.tasks.forms.tasks import ChangeForm, LineForms, TaskForm, initial_of
from chuangcheng.tasks.queries import Breakdown, breakdown_of
from chuangcheng.tasks.services import (
    AskedBefore,
    CellsRefused,
    LinesRefused,
    WrongFact,
    change_task,
    make_tasks,
    split_task,
)
from chuangcheng.tasks.slots import coming_goals
from chuangcheng.tasks.tags import read_tags
from chuangcheng.tasks.wording import plain

MOST_DIGITS = 18  # of an id in a form


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE)
def new_task(request: HttpRequest) -> HttpResponse:
    """A task given by hand."""
    actor = actor_of(request)
    form = TaskForm(request.POST or None, goals=coming_goals(actor, today()))
    if request.method == "POST" and form.is_valid():
        try:
            made = make_tasks(actor=actor, lines=[form.new_task()], despite=form.cleaned_data["despite"])
        except InvalidInput as refusal:
            _tell_refusal(form, refusal)
        else:
            messages.success(request, _("任务已交办，等待责任单位接收。"))
            return redirect("tasks:task", made[0].pk)
    return _form(request, form, title=_("交办任务"), back=reverse("tasks:list"), back_label=_("任务台账"))


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE, SPLIT)
def split(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """A part of a task for a unit below, or for a person."""
    actor = actor_of(request)
    parent = task_for(actor, task_id)
    if not may_give(actor, parent):
        raise NotPermitted(_("只有承担这项任务的单位可以分解它。"))
    initial: dict[str, Any] = {
        "task_id": new_id(),
        "measure": parent.measure,
        "due_on": parent.due_on,
        "unit_id": parent.unit_id,
    }
    initial["tags"] = list(read_tags(parent.tags))
    form = TaskForm(request.POST or None, goals=(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            despite = form.cleaned_data["despite"]
            split_task(actor=actor, task_id=task_id, lines=[form.new_task()], despite=despite)
        except InvalidInput as refusal:
            _tell_refusal(form, refusal)
        else:
            messages.success(request, _("分项已交办，它的进度会累加到这项任务。"))
            return redirect("tasks:task", task_id)
    return _form(
        request, form, title=_("分解任务"), back=reverse("tasks:task", args=[task_id]), back_label=parent.title
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page(VIEW)
def edit(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """What a task asks for, changed with a reason."""
    actor = actor_of(request)
    found = task_for(actor, task_id)
    if not may_change(actor, found):
        raise NotPermitted(_("只有交办这项任务的单位可以修改它。"))
    keys = list(found.goals.values_list("key", flat=True))
    initial = {**initial_of(found, keys), "task_id": new_id()}
    form = ChangeForm(request.POST or None, goals=coming_goals(actor, today()), initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_task(
                actor=actor,
                task_id=task_id,
                event_id=values["task_id"],
                given=form.given(standard_id=found.standard_id),
                reason=values["reason"],
            )
        except CellsRefused as refusal:
            for wrong in refusal.wrong:
                form.add_error(wrong.fact if wrong.fact in form.fields else None, wrong.sentence)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("任务已修改，原来的内容会留存。"))
            return redirect("tasks:task", task_id) if _still_sees(actor, task_id) else redirect("tasks:list")
    return _form(request, form, title=_("修改任务"), back=reverse("tasks:task", args=[task_id]), back_label=found.title)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE)
def by_standard(request: HttpRequest) -> HttpResponse:
    """The standards of an item as tasks for the units that answer for them, in one go, each line adjusted by hand."""
    actor = actor_of(request)
    require(actor, VIEW_STANDARDS)
    frameworks = list(frameworks_in_force(actor=actor))
    usual = framework_in_force(actor=actor)
    if usual is None:
        return render(request, "tasks/by_standard.html", {"frameworks": []})
    chosen = next((each for each in frameworks if str(each.pk) == request.GET.get("framework")), usual)
    items = list(chosen.items.all())
    item = request.GET.get("item", "")
    item_id = next((each.pk for each in items if str(each.pk) == item), items[0].pk if items else None)
    found = breakdown_of(actor=actor, framework_id=chosen.pk, item_id=item_id, day=today())
    goals = coming_goals(actor, today())
    usual_due = _day(request.GET.get("due", ""))
    forms = LineForms(request.POST, prefix="line") if request.method == "POST" else _line_forms(found, usual_due)
    problems: dict[int, str] = {}
    if request.method == "POST":
        given = _ticked(forms)
        problem = "" if forms.is_valid() else _("有的行填写不对，请改正标红的地方。")
        if not problem:
            keys = [goal.key for goal in goals if goal.key in request.POST.getlist("goals")]
            try:
                lines = [form.new_task(keys) for form in given]
                made = make_tasks(actor=actor, lines=lines, despite=request.POST.get("despite", ""))
            except LinesRefused as refusal:
                problem, problems = str(refusal), refusal.problems
            except InvalidInput as refusal:
                problem = str(refusal)
            else:
                messages.success(request, _given_words(len(made)))
                return redirect("tasks:list")
        places = {id(form): number for number, form in enumerate(given, start=1)}
        problems = {
            place: problems[number] for place, form in enumerate(forms) if (number := places.get(id(form))) in problems
        }
    context = {
        "frameworks": frameworks,
        "framework": chosen,
        "items": items,
        "item_id": item_id,
        "forms": forms,
        "rows": _rows(forms, found, problems, is_bound=request.method == "POST"),
        "is_cut": found.is_cut,
        "goals": goals,
        "usual_due": usual_due,
        "problem": problem if request.method == "POST" else "",
        "despite": request.POST.get("despite", ""),
    }
    return render(request, "tasks/by_standard.html", context, status=422 if request.method == "POST" else 200)


def _given_words(count: int) -> str:
    return ngettext("已交办%(count)s项任务。", "已交办%(count)s项任务。", count) % {"count": count}


def _day(text: str) -> date | None:
    """The day in an address; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _line_forms(found: Breakdown, usual_due: date | None) -> Any:
    """A form for each line that can become a task; `usual_due` where the breakdown table names no day."""
    initial = [
        {
            "task_id": new_id(),
            "is_chosen": not line.has_task and line.unit_id is not None and (line.due_on or usual_due) is not None,
            "standard_id": line.standard.pk,
            "unit_id": line.unit_id,
            "title": line.title,
            "target": line.target,
            "due_on": line.due_on or usual_due,
            "is_standing": line.is_standing,
            "target_amount": None if line.target_amount is None else plain(line.target_amount),
            "measure": line.measure,
            "days": line.days,
            "proof": line.proof,
            "measures": line.measures,
        }
        for line in found.lines
    ]
    return LineForms(initial=initial, prefix="line")


def _ticked(forms: Any) -> list[Any]:
    """The ticked lines; those that are not ticked may be as wrong as they like."""
    ticked = [form for form in forms if form.data.get(f"{form.prefix}-is_chosen")]
    for form in forms:
        if form not in ticked:
            form.empty_permitted = True
            form.has_changed = lambda: False
    return ticked


def _rows(forms: Any, found: Breakdown, problems: dict[int, str], *, is_bound: bool) -> list[dict[str, Any]]:
    by_key = {(line.standard.pk, line.unit_id): line for line in found.lines}
    lines = list(found.lines)
    rows = []
    for place, form in enumerate(forms):
        line = lines[place] if not is_bound and place < len(lines) else by_key.get(_key(form))
        rows.append({"form": form, "line": line, "problem": problems.get(place, "")})
    return [row for row in rows if row["line"] is not None]


def _key(form: Any) -> tuple[int, int | None]:
    standard, unit = form["standard_id"].value(), form["unit_id"].value()
    numbers = [int(each) if str(each or "").isdecimal() else None for each in (standard, unit)]
    return numbers[0] or 0, numbers[1]


def _form(request: HttpRequest, form: TaskForm, *, title: str, back: str, back_label: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "cancel_url": back,
        "back_label": back_label,
        "units": _chosen(form, "unit_id", unit_names),
        "units_url": reverse("tasks:suggest_units"),
        "people": _chosen(form, "person_id", person_names),
        "people_url": reverse("tasks:suggest_people"),
    }
    return render(request, "tasks/form.html", context, status=422 if request.method == "POST" else 200)


def _tell_refusal(form: TaskForm, refusal: InvalidInput) -> None:
    """Beside the field that is meant; a reason is asked only where one would help."""
    if isinstance(refusal, AskedBefore) or form.cleaned_data.get("despite"):
        form.ask_reason()
    field = refusal.field_name if isinstance(refusal, WrongFact) and refusal.field_name in form.fields else None
    form.add_error(field, str(refusal))


def _chosen(form: TaskForm, field: str, called: Callable[[list[int]], Mapping[int, str]]) -> list[tuple[int, str]]:
    """What stands in a field that is picked by name."""
    value = str(form[field].value() or "")
    return list(called([int(value)]).items()) if value.isdecimal() and len(value) < MOST_DIGITS else []


def _still_sees(actor: Actor, task_id: UUID) -> bool:
    return visible_tasks(actor).filter(pk=task_id).exists()
