"""Editions: the list, making, changing, putting in force, closing, throwing away, carrying over, the workbook."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.errors import Refusal
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.standards import queries
from chuangcheng.standards.access import CHANGE, VIEW, FrameworkInForce, framework_for
from chuangcheng.standards.breakdown_paper import breakdown_workbook
from chuangcheng.standards.forms.frameworks import EditionForm, FrameworkForm, NewFrameworkForm, initial_facts
from chuangcheng.standards.models import Framework
from chuangcheng.standards.services import (
    carry_over,
    close_framework,
    create_framework,
    discard_draft,
    load_sample,
    put_in_force,
    set_framework_facts,
)
from chuangcheng.standards.views.common import TONES, attempt, form_page, is_sound
from chuangcheng.standards.workbook import framework_workbook


@require_GET
@page(VIEW)
def frameworks(request: HttpRequest) -> HttpResponse:
    """All editions, newest first."""
    actor = actor_of(request)
    rows = [(row, TONES[Framework.State(row.state)]) for row in queries.framework_list(actor=actor)]
    context = {"rows": rows, "may_change": actor.may(CHANGE), "has_sample": any(row.is_sample for row, _tone in rows)}
    return render(request, "standards/frameworks.html", context)


@page(CHANGE)
def new_framework(request: HttpRequest) -> HttpResponse:
    """An empty draft, to be filled by hand."""
    form = NewFrameworkForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: create_framework(actor=actor_of(request), **form.cleaned_data))
        if made is not None:
            messages.success(request, _("已建立草稿，请逐条添加标准，或从工作簿导入。"))
            return redirect("standards:framework", framework_id=made.pk)
    return form_page(request, "standards/framework_form.html", form, cancel_url=reverse("standards:frameworks"))


@page(CHANGE)
def edit_framework(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Name, levels, weights, gate and window of a draft."""
    actor = actor_of(request)
    found = framework_for(actor, framework_id, permission=CHANGE)
    if found.state != Framework.State.DRAFT:
        raise FrameworkInForce(_("该体系已经启用，不能再改。请沿用为新版本后修改。"))
    form = FrameworkForm(request.POST or None, initial=initial_facts(found))
    if form.is_valid():
        facts = form.facts()
        if attempt(form, lambda: set_framework_facts(actor=actor, framework_id=found.pk, facts=facts)) is not None:
            messages.success(request, _("已保存。"))
            return redirect("standards:framework", framework_id=found.pk)
    back = reverse("standards:framework", args=[found.pk])
    return form_page(request, "standards/framework_form.html", form, cancel_url=back, framework=found)


@require_POST
@page(CHANGE)
def start_edition(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Carries the edition over into a draft."""
    form = EditionForm(request.POST)
    if not is_sound(request, form):
        return redirect("standards:framework", framework_id=framework_id)
    try:
        made = carry_over(actor=actor_of(request), framework_id=framework_id, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("standards:framework", framework_id=framework_id)
    messages.success(request, _("已沿用为新版本的草稿，可以修改后启用。"))
    return redirect("standards:framework", framework_id=made.pk)


@require_POST
@page(CHANGE)
def start_framework(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Puts a draft in force."""
    put_in_force(actor=actor_of(request), framework_id=framework_id)
    messages.success(request, _("该体系已启用。"))
    return redirect("standards:framework", framework_id=framework_id)


@require_POST
@page(CHANGE)
def stop_framework(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Closes an edition, with a reason."""
    close_framework(actor=actor_of(request), framework_id=framework_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("该体系已停用，历史记录仍可查看。"))
    return redirect("standards:framework", framework_id=framework_id)


@require_POST
@page(CHANGE)
def discard_framework(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Throws a draft away."""
    discard_draft(actor=actor_of(request), framework_id=framework_id)
    messages.success(request, _("草稿已删除。"))
    return redirect("standards:frameworks")


@require_POST
@page(CHANGE)
def take_sample(request: HttpRequest) -> HttpResponse:
    """Loads the sample framework."""
    made = load_sample(actor=actor_of(request), scope="county" if request.POST.get("scope") == "county" else "district")
    messages.success(request, _("已装入示例体系。它是示例，不是官方文本。"))
    return redirect("standards:framework", framework_id=made.pk)


@require_GET
@page(VIEW)
def download_framework(request: HttpRequest, framework_id: int) -> FileResponse:
    """The canonical workbook."""
    actor = actor_of(request)
    found = framework_for(actor, framework_id)
    return download(framework_workbook(actor=actor, framework=found), f"{found.name}-{found.edition}.xlsx")


@require_GET
@page(VIEW)
def download_breakdown(request: HttpRequest, framework_id: int) -> FileResponse:
    """任务分解表, whose edited cells come back."""
    actor = actor_of(request)
    found = framework_for(actor, framework_id)
    return download(breakdown_workbook(actor=actor, framework=found), f"{found.name}-任务分解表.xlsx")
