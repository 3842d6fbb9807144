from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chuangcheng.core.web import page


@require_GET
@page()
def help_page(request: HttpRequest) -> HttpResponse:
    """How the daily work goes, in the words of the screens."""
    return render(request, "workbench/help.html")
