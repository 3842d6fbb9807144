from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal, sentence_for_page
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import posts_between
from chuangcheng.supervision.accountability_access import CHANGE_GROUNDS, DECIDE_MATTERS, matter_for, require_decider
from chuangcheng.supervision.accountability_policies import GROUNDS
from chuangcheng.supervision.accountability_rows import read_lines
from chuangcheng.supervision.accountability_wording import (
    MEASURE_WORDS,
    finding_words,
    line_words,
    period_of,
)
from chuangcheng.supervision.accountability_workflow import PRESSED, MatterNotThere
from chuangcheng.supervision.appraisal_wording import AWARD_WORDS, FAULT_WORDS
from chuangcheng.supervision.forms.accountability import (
    DecisionForm,
    GroundForms,
    PressForm,
    ProposeForm,
    ReckonForm,
)
from chuangcheng.supervision.models.matters import GRADE_LABELS
from chuangcheng.supervision.queries.accountability.counting import counting_words
from chuangcheng.supervision.services.accountability import (
    ask_to_reckon,
    change_grounds,
    decide_appeal,
    decide_matter,
    move_matter,
    propose_matter,
    raise_appeal,
    side_to_appeal,
)
from chuangcheng.supervision.views.tables import TablePage

FORM = ["GET", "HEAD", "POST"]
DONE = {
    "drop": gettext_noop("已不予采纳，记录保留。"),
    "fulfil": gettext_noop("已登记落实情况。"),
    "withdraw": gettext_noop("已撤销，单位和本人会收到消息。"),
}


@require_http_methods(FORM)
@page(DECIDE_MATTERS)
def reckon(request: HttpRequest) -> HttpResponse:
    """Asks for the grounds of a period to be computed."""
    form = ReckonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = ask_to_reckon(actor=actor_of(request), span=form.span())
        except Refusal as refusal:
            form.add_error(None, sentence_for_page(refusal))
        else:
            return redirect("core:job", job.pk)
    return _form(request, "reckon", form)


@require_http_methods(FORM)
@page(DECIDE_MATTERS)
def new_matter(request: HttpRequest) -> HttpResponse:
    """A proposal by hand."""
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_matter(actor=actor_of(request), matter_id=form.cleaned_data["matter_id"], given=form.given())
        except Refusal as refusal:
            form.add_error(None, sentence_for_page(refusal))
        else:
            messages.success(request, _("已提出建议，由其他人作决定。"))
            return redirect("supervision:matter", made.pk)
    return _form(request, "new", form)


@require_http_methods(FORM)
@page(DECIDE_MATTERS)
def decide(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Decides what was proposed."""
    actor = actor_of(request)
    require_decider(actor)
    found = matter_for(actor, matter_id)
    if found.proposed_by_id is not None and found.proposed_by_id == actor.person_id:
        raise NotPermitted(_("手工提出的建议不能由提出人自己决定，请由其他人办理。"))
    posts = posts_between(found.unit_id, first=found.first, last=found.last)
    kinds = AWARD_WORDS if found.is_praise else FAULT_WORDS
    counting = counting_words(unit=found.unit, kinds=kinds, day=today())
    form = DecisionForm(request.POST or None, matter=found, posts=posts, counting=counting)
    if request.method == "POST" and form.is_valid():
        try:
            decide_matter(actor=actor, matter_id=matter_id, given=form.given())
        except Refusal as refusal:
            form.add_error(None, sentence_for_page(refusal))
        else:
            messages.success(request, _("已作出决定，单位和本人会收到消息。"))
            return redirect("supervision:matter", matter_id)
    elif found.state != "proposed":
        raise MatterNotThere(found.state)
    context = {
        "found": found,
        "period": period_of(found),
        "findings": [finding_words(finding) for finding in found.findings],
        "cancel_url": reverse("supervision:matter", args=[matter_id]),
    }
    return _form(request, "decide", form, context)


@require_POST
@page(DECIDE_MATTERS)
def move(request: HttpRequest, matter_id: UUID, move: str) -> HttpResponse:
    """A move with words."""
    form = PressForm(request.POST)
    if not form.is_valid() or move not in PRESSED:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    given = form.cleaned_data
    move_matter(
        actor=actor_of(request), matter_id=matter_id, event_id=given["event_id"], move=move, text=given["reason"]
    )
    messages.success(request, _(DONE[move]))
    return redirect("supervision:matter", matter_id)


@require_POST
@page()
def appeal(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """The unit or a person named appeals."""
    actor = actor_of(request)
    side_to_appeal(actor, matter_for(actor, matter_id))
    form = PressForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    given, files = form.cleaned_data, documents_from_request(request, "files")
    raise_appeal(actor=actor, matter_id=matter_id, appeal_id=given["event_id"], text=given["reason"], files=files)
    messages.success(request, _("已提出申诉，由未参与决定的人员办理。"))
    return redirect("supervision:matter", matter_id)


@require_POST
@page(DECIDE_MATTERS)
def settle(request: HttpRequest, appeal_id: UUID, verdict: str) -> HttpResponse:
    """Somebody else decides the appeal."""
    if verdict not in {"uphold", "refuse"}:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    reason = request.POST.get("reason", "")
    made = decide_appeal(actor=actor_of(request), appeal_id=appeal_id, is_upheld=verdict == "uphold", reason=reason)
    messages.success(request, _("申诉已办理，单位和本人会收到消息。"))
    return redirect("supervision:matter", made.appeal.matter_id)


@require_http_methods(FORM)
@page(CHANGE_GROUNDS)
def grounds(request: HttpRequest) -> HttpResponse:
    """The grounds as a table: each row what is counted, from how many on, and what is proposed."""
    return GROUNDS_PAGE.answer(request)


def told(rows: Any) -> str:
    """The table on one line."""
    return "；".join(
        f"{MEASURE_WORDS[line.measure]} {line_words(row, line.measure.value)} → {GRADE_LABELS[line.grade]}"
        for row, line in zip(rows, read_lines(rows), strict=True)
    )


GROUNDS_PAGE = TablePage(
    setting=GROUNDS,
    forms=GroundForms,
    prefix="ground",
    needed="measure",
    change=change_grounds,
    told=told,
    saved=gettext_lazy("已保存，从所填日期起生效；已经提出的建议在下次计算时更新。"),
    here="supervision:grounds",
    back="supervision:matters",
    template="supervision/accountability/grounds.html",
)


def _form(request: HttpRequest, name: str, form: Any, more: dict[str, Any] | None = None) -> HttpResponse:
    context = {"form": form, "cancel_url": reverse("supervision:matters"), **(more or {})}
    status = 422 if request.method == "POST" else 200
    return render(request, f"supervision/accountability/{name}.html", context, status=status)
