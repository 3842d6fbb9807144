"""How each address answers: in the format of its ending, faults too; open to the pages of others for reading."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.files.errors import FileTooBig
from chuangcheng.portal.open311.faults import Fault, NotAcceptable
from chuangcheng.portal.open311.wire import JSON, MEDIA_TYPES, XML, written

KEPT_SECONDS = 60  # by whoever asks without a key: what is withdrawn is soon gone; our choice
READING = ("GET", "HEAD")
RETRY_SECONDS = 600
TOO_BIG, TOO_MANY = 413, 429
log = logging.getLogger(__name__)

Asked = Callable[..., Any]


def endpoint(root: str, **methods: Asked) -> Callable[..., HttpResponse]:
    """A view of these methods: each gives the content under the root element, or raises what is told as a fault."""
    allowed = sorted({*methods, "OPTIONS", *(["HEAD"] if "GET" in methods else [])})

    @csrf_exempt
    def answered(request: HttpRequest, wire_format: str | None = None, **names: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return _open_to_all(HttpResponse(status=204, headers={"Allow": ", ".join(allowed)}), allowed)
        wanted = XML
        try:
            wanted = _format(request, wire_format)
            method = methods.get("GET" if request.method == "HEAD" else str(request.method), _not_allowed)
            answer = _written(root, method(request, **names), wanted)
        except Exception as error:  # noqa: BLE001 - every answer has the format that was asked for
            answer = _refused(error, wanted)
        return _finished(request, answer, allowed)

    return answered


def sent_by(request: HttpRequest) -> QueryDict:
    """The body of a form; the key and the place may stand in the address, as some clients have it."""
    request.encoding = "utf-8"
    given = request.POST.copy()
    for name in ("api_key", "jurisdiction_id"):
        if name not in given and name in request.GET:
            given[name] = request.GET[name]
    return given


def _not_allowed(request: HttpRequest, **_names: str) -> None:
    raise Fault(_("这个地址不接受%(method)s请求。") % {"method": request.method}, 405)


def _format(request: HttpRequest, ending: str | None) -> str:
    if ending is not None:
        if ending not in MEDIA_TYPES:
            raise NotAcceptable
        return ending
    preferred = request.get_preferred_type(["text/xml", "application/xml", "application/json"])
    if preferred is None:
        raise NotAcceptable
    return JSON if preferred == "application/json" else XML


def _written(root: str, content: Any, wanted: str, status: int = 200) -> HttpResponse:
    return HttpResponse(written(root, content, wanted), content_type=MEDIA_TYPES[wanted], status=status)


def _refused(error: Exception, wanted: str) -> HttpResponse:
    status, sentence = _told(error)
    answer = _written("errors", [{"code": status, "description": sentence}], wanted, status)
    if status == TOO_MANY:
        answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _told(error: Exception) -> tuple[int, str]:
    """Status and sentence; whatever nobody foresaw goes to the log, and nothing of it outside."""
    if isinstance(error, Fault):
        return error.status, str(error)
    if isinstance(error, FileTooBig | RequestDataTooBig):
        return TOO_BIG, str(error) if isinstance(error, FileTooBig) else _("提交的内容太大，请缩小后再提交。")
    if isinstance(error, Refusal):
        return 404 if isinstance(error, NotFound) else 400, str(error)
    if isinstance(error, SuspiciousOperation | BadRequest | MultiPartParserError):
        return 400, _("提交的内容无法读取，请用UTF-8编码的表单提交。")
    log.error("Open311", exc_info=error)
    return 500, _("系统出错，没有保存，请稍后再试或告知我们。")


def _finished(request: HttpRequest, answer: HttpResponse, allowed: list[str]) -> HttpResponse:
    is_kept = request.method in READING and "api_key" not in request.GET and answer.status_code == 200  # noqa: PLR2004 - HTTP
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}" if is_kept else "no-store"
    answer["Vary"] = "Accept"
    if answer.status_code == 405:  # noqa: PLR2004 - HTTP
        answer["Allow"] = ", ".join(allowed)
    return _open_to_all(answer, allowed) if request.method in READING else answer


def _open_to_all(answer: HttpResponse, allowed: list[str]) -> HttpResponse:
    """Pages of others may read; sending needs a key, which belongs on a server."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = ", ".join(name for name in allowed if name in {*READING, "OPTIONS"})
    return answer
