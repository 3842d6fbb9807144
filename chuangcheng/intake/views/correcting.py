from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chuangcheng.core.errors import Refusal, sentence_for_page
from chuangcheng.core.web import actor_of, page
from chuangcheng.intake.access import RECEIVE, report_for
from chuangcheng.intake.forms.correcting import CorrectForm
from chuangcheng.intake.queries import sources_in_use
from chuangcheng.intake.views.desk import chosen_class, chosen_site


@require_http_methods(["GET", "HEAD", "POST"])
@page(RECEIVE)
def correct(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """更正登记: the entry as a form; what was there before stays in the story."""
    actor = actor_of(request)
    found = report_for(actor, report_id)
    bound = request.POST if request.method == "POST" else None
    form, status = CorrectForm(bound, report=found, sources=sources_in_use()), 200
    if bound is not None:
        status = 422
        if form.is_valid():
            try:
                form.submit(actor=actor)
            except Refusal as refusal:
                form.add_error(None, sentence_for_page(refusal))
                status = refusal.status
            else:
                messages.success(request, _("已更正，原来的登记保留在办理过程中。"))
                return redirect("intake:report", report_id)
    context = {
        "form": form,
        "report": found,
        "case": found.current_case,
        "sites": chosen_site(actor, form["site"].value()),
        "classes": chosen_class(form["problem_class"].value()),
    }
    return render(request, "intake/correct.html", context, status=status)
