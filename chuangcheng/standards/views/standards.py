"""The page of one standard, and standards written by hand in a draft."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.standards import queries
from chuangcheng.standards.access import ASSIGN, CHANGE, DISPUTE, RULE, VIEW, draft_for, framework_for, standard_for
from chuangcheng.standards.drafts import PartDraft, plain
from chuangcheng.standards.forms.duties import ArrangementForm, DisputeForm, DutyForm, RulingForm
from chuangcheng.standards.forms.standards import PartForms, StandardForm
from chuangcheng.standards.models import Framework, Part, Standard
from chuangcheng.standards.relation_words import relation_words
from chuangcheng.standards.services import add_standard, change_standard, remove_standard
from chuangcheng.standards.slots import standard_panels
from chuangcheng.standards.views.common import UNPROCESSABLE, attempt, form_page


@require_GET
@page(VIEW)
def standard(request: HttpRequest, standard_id: int) -> HttpResponse:
    """One standard: parts, evidence, site types, who answers for it, disputes, and what other contexts know of it."""
    return standard_page(request, standard_id)


def standard_page(
    request: HttpRequest,
    standard_id: int,
    *,
    duty_form: DutyForm | None = None,
    dispute_form: DisputeForm | None = None,
    ruling_form: tuple[int, RulingForm] | None = None,
    arrangement_form: ArrangementForm | None = None,
) -> HttpResponse:
    """The page of a standard; with a form that was refused it says what is wrong beside the field."""
    actor = actor_of(request)
    found = standard_for(actor, standard_id)
    bound = dict([ruling_form] if ruling_form else [])
    refused = duty_form or dispute_form or arrangement_form or (ruling_form[1] if ruling_form else None)
    rulings = queries.rulings_of_standard(standard_id=found.pk)
    asking = {"unit": queries.unit_that_disputes(actor)}
    context = {
        "standard": found,
        "levels": found.framework.levels,
        "parts": [_shown_part(found, part) for part in found.parts.all()],
        "duties": queries.duties_of_standard(standard_id=found.pk, day=today()),
        **_arrangement(found, actor.may(ASSIGN), arrangement_form),
        "rulings": [(row, bound.get(row.pk) or RulingForm(auto_id=f"ruling{row.pk}_%s")) for row in rulings],
        "links": _links(found),
        "panels": [panel for make in standard_panels if (panel := make(actor, found.pk)) is not None],
        "is_draft": found.framework.state == Framework.State.DRAFT,
        "may_change": actor.may(CHANGE),
        "may_assign": actor.may(ASSIGN),
        "may_dispute": actor.may(DISPUTE),
        "may_rule": actor.may(RULE),
        "duty_form": duty_form or DutyForm(auto_id="duty_%s"),
        "dispute_form": dispute_form or DisputeForm(auto_id="dispute_%s", initial=asking),
        "refused": refused,
    }
    return render(request, "standards/standard.html", context, status=UNPROCESSABLE if refused else 200)


@page(CHANGE)
def new_standard(request: HttpRequest, framework_id: int) -> HttpResponse:
    """A new standard of a draft; `?item=` and `?content=` say where."""
    actor = actor_of(request)
    framework = framework_for(actor, framework_id, permission=CHANGE)
    refuse_in_force(request, framework)
    initial = {name: request.GET.get(name, "") for name in ("item", "content")}
    form, parts = StandardForm(request.POST or None, initial=initial), PartForms(request.POST or None, prefix="parts")
    if form.is_valid() and parts.is_valid():
        draft = form.draft(_parts(parts))
        made = attempt(form, lambda: add_standard(actor=actor, framework_id=framework.pk, draft=draft))
        if made is not None:
            messages.success(request, _("已添加标准%(code)s。") % {"code": made.code})
            return redirect("standards:standard", standard_id=made.pk)
    return _standard_form(request, form, parts, framework)


@page(CHANGE)
def edit_standard(request: HttpRequest, standard_id: int) -> HttpResponse:
    """Wording, marks, parts and the rest of a standard of a draft."""
    actor = actor_of(request)
    found = standard_for(actor, standard_id, permission=CHANGE)
    refuse_in_force(request, found.framework)
    draft = queries.draft_of(found)
    initial = {**draft.__dict__, "marks": plain(draft.marks)}
    form = StandardForm(request.POST or None, initial=initial)
    shown = [{**part.__dict__, "share": plain(part.share)} for part in draft.parts]
    parts = PartForms(request.POST or None, prefix="parts", initial=shown)
    if form.is_valid() and parts.is_valid():
        wanted = form.draft(_parts(parts))
        if attempt(form, lambda: change_standard(actor=actor, standard_id=found.pk, draft=wanted)) is not None:
            messages.success(request, _("已保存。"))
            return redirect("standards:standard", standard_id=found.pk)
    return _standard_form(request, form, parts, found.framework, standard=found)


@require_POST
@page(CHANGE)
def delete_standard(request: HttpRequest, standard_id: int) -> HttpResponse:
    """Takes a standard out of a draft."""
    framework = remove_standard(actor=actor_of(request), standard_id=standard_id)
    messages.success(request, _("已从草稿中删除。"))
    return redirect("standards:framework", framework_id=framework.pk)


def refuse_in_force(request: HttpRequest, framework: Framework) -> None:
    """Raises FrameworkInForce for the form of an edition that is no draft."""
    if framework.state != Framework.State.DRAFT:
        draft_for(actor_of(request), framework.pk)


def _links(found: Standard) -> list[tuple[queries.Linked, str]]:
    """The standards of other frameworks that this one is linked with, each with the relation in words."""
    rows = queries.linked_standards([found.pk]).get(found.pk, [])
    return [(row, relation_words(row.relation, row.share)) for row in rows]


def _arrangement(found: Standard, may_assign: bool, bound: ArrangementForm | None) -> dict[str, Any]:  # noqa: FBT001
    facts = queries.arrangement_facts(standard_id=found.pk)
    is_open = may_assign and found.framework.state != Framework.State.CLOSED
    return {
        "arranged": queries.arrangement_words(standard_id=found.pk),
        "arrangement_changes": queries.arrangement_changes(standard_id=found.pk),
        "may_arrange": is_open,
        "arrangement_form": bound or ArrangementForm(initial=facts, auto_id="arrangement_%s"),
    }


def _shown_part(standard: Standard, part: Part) -> tuple[Part, str, str, Decimal]:
    """A part with the names of its rule and parameters, and its marks."""
    words = queries.parameter_words(part.rule, part.parameters)
    return part, queries.rule_name(part.rule), words, standard.marks * part.share


def _parts(parts: Any) -> tuple[PartDraft, ...]:
    return tuple(part for form in parts if (part := form.part()) is not None)


def _standard_form(
    request: HttpRequest, form: StandardForm, parts: forms.BaseFormSet[Any], framework: Framework, **details: Any
) -> HttpResponse:
    """The form with what is known already to choose from."""
    drafts = queries.drafts_of(framework)
    standard = details.get("standard")
    back = reverse("standards:standard", args=[standard.pk]) if standard else ""
    return form_page(
        request,
        "standards/standard_form.html",
        form,
        parts=parts,
        framework=framework,
        known_items=dict.fromkeys(draft.item for draft in drafts),
        known_contents=dict.fromkeys(draft.content for draft in drafts),
        known_methods=queries.methods_of(framework),
        cancel_url=back or reverse("standards:framework", args=[framework.pk]),
        **details,
    )
