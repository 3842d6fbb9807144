"""Turns a refusal of the rules into an answer: a page with the sentence, or a fragment for htmx."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from chuangcheng.core.errors import Refusal

PRESSED_ONLY = mark("这一步要在页面上按按钮提交，刚才没有办成；请回到页面再按一次。")


class RefusalMiddleware:
    """Renders `Refusal` raised by any view; nothing was written, since services are one transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; an address that only takes what a button sends says so instead of showing an empty page.

        Somebody comes there by signing in again after a press, or by an address out of the browser's history.
        """
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and request.method == "GET" and not answer.content:
            told = render(request, "errors/refusal.html", {"message": _(PRESSED_ONLY)}, status=answer.status_code)
            told.headers["Allow"] = answer.headers["Allow"]
            return told
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The refusal page or fragment; other errors go on."""
        if not isinstance(error, Refusal):
            return None
        template = "errors/refusal_fragment.html" if getattr(request, "htmx", False) else "errors/refusal.html"
        return render(request, template, {"message": str(error)}, status=error.status)
