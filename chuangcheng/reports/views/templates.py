from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.office_pdf import can_print, start_office_pdf
from chuangcheng.core.documents.office_templates import TemplateKind, template_kinds
from chuangcheng.core.documents.template_checks import TemplateRefused
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.files import Upload
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.reports.access import READ, require_template
from chuangcheng.reports.forms.templates import UseForm
from chuangcheng.reports.models import TemplateUse
from chuangcheng.reports.queries.template_trials import MEDIA_TYPES, file_in_force, shown_lines, tried
from chuangcheng.reports.queries.templates import kind_of, standing_of, standings, template_of, uses_of
from chuangcheng.reports.services import add_template, use_default, use_template

FORM = ["GET", "HEAD", "POST"]


@require_safe
@page()
def paper_templates(request: HttpRequest) -> HttpResponse:
    """Every kind of paper with the template in force."""
    actor = actor_of(request)
    rows = standings(actor=actor, at=now())
    return render(request, "reports/templates.html", {"rows": rows, "may_read_bulletins": actor.everywhere(READ)})


@require_http_methods(FORM)
@page()
def paper_template(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: what is in force, its guide, what was before; a new template is uploaded here."""
    actor, found = actor_of(request), kind_of(kind)
    require_template(actor, found)
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            made = add_template(actor=actor, template_id=_id(request), kind=kind, upload=_upload(request))
        except Refusal as refusal:
            refused = refusal
        else:
            return redirect("reports:trial", made.pk)
    context = _context(actor, found)
    if refused is not None:
        findings = refused.findings if isinstance(refused, TemplateRefused) else []
        context |= {"refused": str(refused), "findings": findings}
    return render(request, "reports/template.html", context, status=422 if refused is not None else 200)


@require_http_methods(FORM)
@page()
def trial(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """A checked template filled with the last paper of its kind, to be put into force from a day on."""
    actor = actor_of(request)
    found = template_of(actor=actor, template_id=template_id)
    kind = kind_of(found.kind)
    form = UseForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            use_template(actor=actor, template_id=template_id, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _used_words(form.cleaned_data["from_on"]))
            return redirect("reports:template", found.kind)
    context = {
        "template": found,
        "kind": kind,
        "form": form,
        "lines": shown_lines(tried(actor, found)) if kind.form == "docx" else [],
        "shows_layout": kind.form == "docx" and can_print(),
        "cancel_url": reverse("reports:template", args=[found.kind]),
    }
    return render(request, "reports/trial.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(FORM)
@page()
def trial_file(request: HttpRequest, template_id: UUID) -> HttpResponseBase:
    """The filled trial; posted, a job makes its PDF."""
    actor = actor_of(request)
    found = template_of(actor=actor, template_id=template_id)
    kind = kind_of(found.kind)
    name = _("试填-%(kind)s.%(form)s") % {"kind": kind.label, "form": kind.form}
    content = tried(actor, found)
    if request.method == "POST" and kind.form == "docx":
        return redirect("core:job", start_office_pdf(actor=actor, word=content, name=name.removesuffix(".docx")).pk)
    return download(content, name, MEDIA_TYPES[kind.form])


@require_safe
@page()
def template_file(request: HttpRequest, kind: str, which: str) -> FileResponse:
    """The template in force or the product's own, to be edited."""
    found = kind_of(kind)
    name, content = file_in_force(actor_of(request), found, default=which == "default")
    return download(content, name, MEDIA_TYPES[found.form])


@require_POST
@page()
def default_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The product's own again."""
    actor, from_on = actor_of(request), _day(request.POST.get("from_on", ""))
    require_template(actor, kind_of(kind))
    use_default(actor=actor, use_id=_id(request), kind=kind, from_on=from_on, reason=request.POST.get("reason", ""))
    messages.success(request, _used_words(from_on))
    return redirect("reports:template", kind)


def _context(actor: Actor, kind: TemplateKind) -> dict[str, Any]:
    at = now()
    standing = standing_of(actor=actor, kind=kind, at=at)
    others = [other.label for _code, other in template_kinds.items() if other.family == kind.family]
    return {
        "kind": kind,
        "standing": standing,
        "tags": kind.tags(),
        "events": [_event(use) for use in uses_of(actor=actor, kind=kind)],
        "new_id": new_id(),
        "today": today(),
        "is_shared": len(others) > 1,
    }


def _event(use: TemplateUse) -> dict[str, Any]:
    day = {"day": use.from_on.isoformat()}
    name = use.template.name if use.template else ""
    return {
        "at": use.made_at,
        "word": _("自%(day)s起启用") % day if use.template else _("自%(day)s起恢复默认") % day,
        "who": use.made_by.name if use.made_by else "",
        "tone": "blue" if use.template else "amber",
        "icon": "file-text",
        "note": name or use.reason,
    }


def _used_words(day: date) -> str:
    if day == today():
        return _("已启用，今后的公文按它印出；已经送审和印发的不变。")
    return _("到%(day)s自动启用，在此之前仍用现在的模板。") % {"day": day.isoformat()}


def _upload(request: HttpRequest) -> Upload | None:
    file = request.FILES.get("file")
    return Upload(file, file.name or "") if file is not None else None


def _id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError as error:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。")) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()
