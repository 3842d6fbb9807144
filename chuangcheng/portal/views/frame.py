"""What public pages share: open to everybody, refusals in the frame of the public site, nothing kept of links."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from chuangcheng.core.errors import Refusal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public(view: View[P]) -> View[P]:
    """A page for everybody."""

    @wraps(view)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refusal as error:
            return render(request, "portal/refused.html", {"message": str(error)}, status=error.status)

    return cast("View[P]", shown)


def private(view: View[P]) -> View[P]:
    """A page behind a token: no search engine lists it, no cache keeps it, no other site learns of it."""
    opened = public(view)

    @wraps(view)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = opened(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"
        return response

    return cast("View[P]", shown)
