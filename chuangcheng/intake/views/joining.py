from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.cases.access import case_for
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal, sentence_for_page
from chuangcheng.core.web import actor_of, page
from chuangcheng.intake.panels import doubles_beside, may_join
from chuangcheng.intake.services import join_doubles

JOIN = "cases.join"  # the permission of 并案


@require_safe
@page(JOIN)
def doubles_of(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What may be the same problem as this one: a panel that comes after the page of the case, or a page of its own."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    if not may_join(actor, case):
        raise NotPermitted(_("该问题现在不能并案，请回到问题页面。"))
    template = "intake/parts/doubles_panel.html" if request.headers.get("HX-Request") else "intake/doubles.html"
    return render(request, template, {"case": case, "panel": doubles_beside(actor, case)})


@require_POST
@page(JOIN)
def join(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One press: the younger of two cases joins the older; undone by the case's own 撤销并案."""
    given = request.POST
    try:
        other_id, event_id = UUID(given.get("other", "")), UUID(given.get("event_id", ""))
    except ValueError as error:
        raise InvalidInput(_("没有选定要并案的问题，请刷新页面后重新选择。")) from error
    try:
        event = join_doubles(actor=actor_of(request), one_id=case_id, other_id=other_id, event_id=event_id)
    except Refusal as refusal:
        messages.warning(request, sentence_for_page(refusal))
    else:
        facts = {"number": event.case.number, "main": event.data["main_number"]}
        words = _("问题%(number)s已并入%(main)s；不是同一个问题时，可在该问题的“更多”中撤销并案。")
        messages.success(request, words % facts)
        case_id = UUID(event.data["main"])
    after = given.get("after", "")
    if url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}):
        return redirect(after)
    return redirect("cases:case", case_id)
