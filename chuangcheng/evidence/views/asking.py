from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.evidence.access import ASK, material_for, require_whole
from chuangcheng.evidence.formats import USUAL, format_words
from chuangcheng.evidence.forms.materials import ChangeForm, LineForms, MaterialForm, initial_of
from chuangcheng.evidence.queries import DraftLine, Drafts, drafts_of
from chuangcheng.evidence.services import LinesRefused, NewMaterial, ask_for_materials, change_material
from chuangcheng.evidence.workflow import CAPTION_FIELDS, Kind
from chuangcheng.orgs.queries import unit_names, unit_options
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.access import standard_for
from chuangcheng.standards.queries import framework_in_force, frameworks_in_force


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was asked for: one sentence, and what each line lacks by its place."""

    problem: str
    lines: dict[int, str]


@require_http_methods(["GET", "HEAD", "POST"])
@page(ASK)
def new_material(request: HttpRequest, standard_id: int) -> HttpResponse:
    """Material for one standard, asked for by hand."""
    actor = actor_of(request)
    standard = standard_for(actor, standard_id)
    initial = {"kind": Kind.PICTURE, "formats": USUAL[Kind.PICTURE], "captions": CAPTION_FIELDS, "least_pixels": 0}
    form = MaterialForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.asked(standard_id=standard.pk)
        try:
            lines = [NewMaterial(form.cleaned_data["material_id"], asked)]
            made = ask_for_materials(actor=actor, lines=lines, despite=form.cleaned_data["despite"])
        except InvalidInput as refusal:
            form.ask_reason()
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("材料已布置，等待责任单位提交。"))
            return redirect("evidence:material", made[0].pk)
    back = reverse("standards:standard", args=[standard.pk])
    return _form(request, form, title=_("布置材料"), lead=standard.text, back=back, back_label=standard.code)


@require_http_methods(["GET", "HEAD", "POST"])
@page(ASK)
def edit(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """What is asked for, changed with a reason."""
    actor = actor_of(request)
    require_whole(actor, ASK)
    found = material_for(actor, material_id)
    form = ChangeForm(request.POST or None, initial={**initial_of(found), "material_id": new_id()})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        event_id, reason = values["material_id"], values["reason"]
        try:
            change_material(actor=actor, material_id=material_id, event_id=event_id, asked=form.asked(), reason=reason)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("材料要求已修改，原来的内容会留存。"))
            return redirect("evidence:material", material_id)
    back = reverse("evidence:material", args=[material_id])
    return _form(request, form, title=_("修改材料要求"), lead="", back=back, back_label=found.title)


@require_safe
@page(ASK)
def unit_suggestions(request: HttpRequest) -> HttpResponse:
    """Units to ask, while typing."""
    units = unit_options(words=request.GET.get("words", "")[:60])
    options = [(unit.pk, unit.name, unit.get_kind_display()) for unit in units]
    return render(request, "components/pick_options.html", {"options": options})


@require_http_methods(["GET", "HEAD", "POST"])
@page(ASK)
def by_standard(request: HttpRequest) -> HttpResponse:
    """What the standards of an item want from the units that answer for them, asked for in one go, adjusted by line."""
    actor = actor_of(request)
    require(actor, VIEW_STANDARDS)
    usual = framework_in_force(actor=actor)
    if usual is None:
        return render(request, "evidence/by_standard.html", {"frameworks": []})
    frameworks = list(frameworks_in_force(actor=actor))
    chosen = next((each for each in frameworks if str(each.pk) == request.GET.get("framework")), usual)
    items = list(chosen.items.all())
    item = request.GET.get("item", "")
    item_id = next((each.pk for each in items if str(each.pk) == item), items[0].pk if items else None)
    found = drafts_of(actor=actor, framework_id=chosen.pk, item_id=item_id, day=today())
    usual_due, is_sent = _day(request.GET.get("due", "")), request.method == "POST"
    forms = LineForms(request.POST, prefix="line") if is_sent else _line_forms(found, usual_due)
    refused = _asked(request, actor, forms) if is_sent else None
    if is_sent and refused is None:
        return redirect("evidence:list")
    context = {
        "frameworks": frameworks,
        "framework": chosen,
        "items": items,
        "item_id": item_id,
        "forms": forms,
        "rows": _rows(forms, found, refused, is_bound=is_sent),
        "found": found,
        "usual_due": usual_due,
        "problem": refused.problem if refused else "",
        "despite": request.POST.get("despite", ""),
    }
    return render(request, "evidence/by_standard.html", context, status=422 if is_sent else 200)


def _asked(request: HttpRequest, actor: Actor, forms: Any) -> Refused | None:
    """Asks for what is ticked; None when that was done."""
    given = _ticked(forms)
    if not forms.is_valid():
        return Refused(_("有的行填写不对，请改正标红的地方。"), {})
    try:
        lines = [form.new_material() for form in given]
        made = ask_for_materials(actor=actor, lines=lines, despite=request.POST.get("despite", ""))
    except LinesRefused as refusal:
        places = {id(form): number for number, form in enumerate(given, start=1)}
        by_place = {
            place: refusal.problems[number]
            for place, form in enumerate(forms)
            if (number := places.get(id(form), 0)) in refusal.problems
        }
        return Refused(str(refusal), by_place)
    except InvalidInput as refusal:
        return Refused(str(refusal), {})
    words = ngettext("已布置%(count)s项材料。", "已布置%(count)s项材料。", len(made))
    messages.success(request, words % {"count": len(made)})
    return None


def _day(text: str) -> date | None:
    """The day in an address; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _line_forms(found: Drafts, usual_due: date | None) -> Any:
    initial = [
        {
            "material_id": new_id(),
            "is_chosen": not line.is_there and line.unit_id is not None and usual_due is not None,
            "standard_id": line.standard.pk,
            "unit_id": line.unit_id,
            "title": line.title,
            "kind": line.kind.value,
            "count": line.count,
            "formats": ",".join(line.formats),
            "first_on": line.first_on,
            "last_on": line.last_on,
            "due_on": usual_due,
            "megabytes": line.megabytes,
            "least_pixels": line.least_pixels,
            "captions": ",".join(line.captions),
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


def _rows(forms: Any, found: Drafts, refused: Refused | None, *, is_bound: bool) -> list[dict[str, Any]]:
    """Each form with the line that it came from, by its place; a line that is gone since is left out."""
    problems = refused.lines if refused else {}
    rows = []
    for place, form in enumerate(forms):
        line = found.lines[place] if place < len(found.lines) else None
        if line is not None and (not is_bound or _key(form) == (line.standard.pk, line.unit_id)):
            rows.append(
                {"form": form, "line": line, "problem": problems.get(place, ""), "format_words": _formats(line)}
            )
    return rows


def _formats(line: DraftLine) -> str:
    return format_words(line.formats)


def _key(form: Any) -> tuple[int, int | None]:
    standard, unit = form["standard_id"].value(), form["unit_id"].value()
    numbers = [int(each) if str(each or "").isdecimal() else None for each in (standard, unit)]
    return numbers[0] or 0, numbers[1]


def _form(
    request: HttpRequest, form: MaterialForm, *, title: str, lead: str, back: str, back_label: str
) -> HttpResponse:
    chosen: list[tuple[Any, str]] = []
    if "unit_id" in form.fields and str(value := form["unit_id"].value() or "").isdecimal():
        chosen = list(unit_names([int(value)]).items())
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "cancel_url": back,
        "back_label": back_label,
        "units": chosen,
        "units_url": reverse("evidence:suggest_units"),
    }
    return render(request, "evidence/form.html", context, status=422 if request.method == "POST" else 200)
