from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.core.errors import Refusal
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.intake.access import CHANGE_SOURCES
from chuangcheng.intake.forms.sources import RuleForm, SourceForm
from chuangcheng.intake.queries import rule_in_force, source_lines, source_with_id
from chuangcheng.intake.services import save_source, set_rule


@require_safe
@page(CHANGE_SOURCES)
def sources(request: HttpRequest) -> HttpResponse:
    """The ways by which reports come, each with its clocks and its rule of answering."""
    return render(request, "intake/sources.html", {"lines": source_lines(today=today())})


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_SOURCES)
def change_rule(request: HttpRequest, source_id: int) -> HttpResponse:
    """How reports of a source are treated from a day on."""
    source = source_with_id(source_id)
    form = RuleForm(request.POST or None, rule=rule_in_force(source, on=today()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        set_rule(
            actor=actor_of(request),
            source_id=source_id,
            valid_from=given["valid_from"],
            facts=form.facts(),
            reason=given["reason"],
        )
        messages.success(request, _("已保存，自%(day)s起执行；之前收到的来件不变。") % {"day": given["valid_from"]})
        return redirect("intake:sources")
    context = {"form": form, "source": source, "cancel_url": reverse("intake:sources")}
    return render(request, "intake/rule_form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_SOURCES)
def add_source(request: HttpRequest) -> HttpResponse:
    """A source of the office's own."""
    return _name_form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_SOURCES)
def change_source(request: HttpRequest, source_id: int) -> HttpResponse:
    """Another name, or out of use."""
    return _name_form(request, source_id)


def _name_form(request: HttpRequest, source_id: int | None) -> HttpResponse:
    source = source_with_id(source_id) if source_id is not None else None
    initial = {"name": source.label, "is_active": source.is_active} if source else None
    form = SourceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_source(actor=actor_of(request), source_id=source_id, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("来源已保存。"))
            return redirect("intake:sources")
    context = {"form": form, "source": source, "cancel_url": reverse("intake:sources")}
    return render(request, "intake/source_form.html", context, status=422 if request.method == "POST" else 200)
