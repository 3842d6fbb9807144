"""劝导 on the workbench."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.web import actor_of, page
from chuangcheng.field.access import ADVISE, VIEW_ADVICE
from chuangcheng.field.advice_workbook import advice_download
from chuangcheng.field.forms import AdviceFilterForm
from chuangcheng.field.queries.lists import advice_list, advised_count


@require_safe
@page(VIEW_ADVICE, ADVISE)
def advice(request: HttpRequest) -> HttpResponse:
    """The advice given, newest first."""
    actor = actor_of(request)
    form = AdviceFilterForm(request.GET)
    chosen = form.chosen()
    found = keyset_page(advice_list(actor=actor, chosen=chosen), parameters=request.GET)
    context = {
        "form": form,
        "rows": found.rows,
        "page": found,
        "people": advised_count(actor=actor, chosen=chosen),
        "export_query": request.GET.urlencode(),
    }
    return render(request, "field/advice.html", context)


@require_safe
@page(VIEW_ADVICE, ADVISE)
def export(request: HttpRequest) -> HttpResponseBase:
    """The same as an Excel table."""
    return advice_download(actor=actor_of(request), chosen=AdviceFilterForm(request.GET).chosen())
