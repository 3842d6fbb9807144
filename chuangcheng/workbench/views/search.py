from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chuangcheng.core.search import find
from chuangcheng.core.web import actor_of, page

MOST = 50


@require_GET
@page()
def search(request: HttpRequest) -> HttpResponse:
    """Records by number, place, unit and text, as far as this person may see them."""
    words = request.GET.get("q", "").strip()[:100]
    hits = find(actor=actor_of(request), query=words, limit=MOST) if words else []
    is_cut = len(hits) == MOST
    count = f"{MOST}+" if is_cut else str(len(hits)) if words else ""
    context = {"words": words, "hits": hits, "is_cut": is_cut, "count": count}
    return render(request, "workbench/search.html", context)
