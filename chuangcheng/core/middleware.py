"""Turns a refusal of the rules into an answer: a page with the sentence, or a fragment for htmx."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chuangcheng.core.errors import Refusal


class RefusalMiddleware:
    """Renders `Refusal` raised by any view; nothing was written, since services are one transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The refusal page or fragment; other errors go on."""
        if not isinstance(error, Refusal):
            return None
        template = "errors/refusal_fragment.html" if getattr(request, "htmx", False) else "errors/refusal.html"
        return render(request, template, {"message": str(error)}, status=error.status)
