from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.audit.forms import TrailFilterForm
from chuangcheng.core.audit.jobs import start_export, start_verification
from chuangcheng.core.audit.shown import shown_entry
from chuangcheng.core.audit.trail import entries_for
from chuangcheng.core.audit.words import all_words
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.permissions import VIEW_AUDIT
from chuangcheng.core.sealing import chain_head, waiting_since
from chuangcheng.core.web import actor_of, page


@require_GET
@page(VIEW_AUDIT)
def trail(request: HttpRequest) -> HttpResponse:
    """The trail with its filter, and the state of the chain."""
    form = TrailFilterForm(request.GET)
    found = keyset_page(entries_for(actor_of(request), form.wanted()), parameters=request.GET)
    known = all_words()
    context = {
        "form": form,
        "page": found,
        "entries": [shown_entry(entry, known) for entry in found.rows],
        "head": chain_head(),
        "waiting_since": waiting_since(),
        "query": request.GET.urlencode(),
    }
    return render(request, "core/audit.html", context)


@require_POST
@page(VIEW_AUDIT)
def export(request: HttpRequest) -> HttpResponse:
    """Starts the export of what the address asks for."""
    wanted = TrailFilterForm(request.GET).wanted()
    return redirect("core:job", start_export(actor=actor_of(request), wanted=wanted).pk)


@require_POST
@page(VIEW_AUDIT)
def verify(request: HttpRequest) -> HttpResponse:
    """Starts the verification of the whole chain."""
    return redirect("core:job", start_verification(actor=actor_of(request)).pk)
