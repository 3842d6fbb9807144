"""What views of every context share: who acts, and what a page asks for."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from chuangcheng.core.access import Actor, known, require
from chuangcheng.core.documents.media_types import XLSX

P = ParamSpec("P")

View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]  # a file is a response too


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the middleware made for this request."""
    return cast("Actor", cast("Any", request).actor)


def page(*codes: str) -> Callable[[View[P]], View[P]]:
    """Guards a view: signed in, and holding at least one of the permissions (none named: signed in is enough)."""

    def guard(view: View[P]) -> View[P]:
        for code in codes:
            known(code)

        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = actor_of(request)
            if codes and not any(actor.may(code) for code in codes):
                require(actor, codes[0])
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)

    return guard


def download(content: bytes, name: str, media_type: str = XLSX) -> FileResponse:
    """An answer that the browser saves under `name`; signs that file systems refuse are replaced."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "-", name)[:120]
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=safe, content_type=media_type)
