"""Input of the JSON API: what is not known is refused, and what is wrong is told in one sentence about one field."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import wraps
from typing import Any, TypeAlias

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import ConfigDict

Run: TypeAlias = "Callable[..., HttpResponseBase]"

PLACES = ("body", "query", "path", "form", "file", "header", "cookie")  # where a value came from: how its name begins
UNKNOWN = "extra_forbidden"
OWN_FIELDS = frozenset({"csrfmiddlewaretoken"})  # of every form of Django

# Kind of error as the validation names it, by its beginning → the sentence about the field.
SENTENCES: Mapping[str, str | Promise] = {
    UNKNOWN: gettext_lazy("没有“%(field)s”这个字段，请核对接口文档后再提交。"),
    "missing": gettext_lazy("没有填写“%(field)s”，请补上后再提交。"),
    "int_": gettext_lazy("“%(field)s”应为整数，请改正后再提交。"),
    "float_": gettext_lazy("“%(field)s”应为数字，请改正后再提交。"),
    "decimal_": gettext_lazy("“%(field)s”应为数字，请改正后再提交。"),
    "finite_number": gettext_lazy("“%(field)s”应为数字，请改正后再提交。"),
    "bool_": gettext_lazy("“%(field)s”应为true或false，请改正后再提交。"),
    "uuid_": gettext_lazy("“%(field)s”应为UUID编号，请改正后再提交。"),
    "datetime_": gettext_lazy("“%(field)s”应为带时区的时间，例如2026-09-30T10:00:00+08:00。"),
    "timezone_": gettext_lazy("“%(field)s”应为带时区的时间，例如2026-09-30T10:00:00+08:00。"),
    "date_": gettext_lazy("“%(field)s”应为日期，例如2026-09-30。"),
    "time_": gettext_lazy("“%(field)s”应为时刻，例如09:30。"),
    "literal_error": gettext_lazy("“%(field)s”应为%(expected)s之一，请改正后再提交。"),
    "enum": gettext_lazy("“%(field)s”应为%(expected)s之一，请改正后再提交。"),
    "string_too_long": gettext_lazy("“%(field)s”太长，最多%(max_length)s个字。"),
    "string_too_short": gettext_lazy("“%(field)s”太短，至少%(min_length)s个字。"),
    "string_": gettext_lazy("“%(field)s”应为文字，请改正后再提交。"),
    "list_": gettext_lazy("“%(field)s”应为列表，请改正后再提交。"),
    "tuple_": gettext_lazy("“%(field)s”应为列表，请改正后再提交。"),
    "dict_": gettext_lazy("“%(field)s”应为对象，请改正后再提交。"),
    "model_": gettext_lazy("“%(field)s”应为对象，请改正后再提交。"),
}
OTHER = gettext_lazy("“%(field)s”的内容不能使用，请核对接口文档后再提交。")
WHOLE = gettext_lazy("请求的内容不能使用，请核对接口文档后再提交。")


class Strict(Schema):
    """Base of everything that is sent to the API: a misspelt field is refused instead of being lost in silence."""

    model_config = ConfigDict(extra="forbid")


def known_names_only(run: Run) -> Run:
    """A way into an API operation that refuses names which the operation does not know.

    In the address and in forms, where the validation reads only what it knows; and in a body where none is wanted. For
    `add_decorator` of the API in the mode "view".
    """
    operation = run.__self__  # type: ignore[attr-defined] # the bound method of ninja's operation
    known = {model.__ninja_param_source__: _names(model) for model in operation.models}

    @wraps(run)
    def checked(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        # Who is not signed in is told that first.
        unknown = _unknown(request, known) if request.user.is_authenticated else None
        if unknown is None:
            return run(request, **arguments)
        place, name = unknown
        error = {"type": UNKNOWN, "loc": [place, name], "msg": "Extra inputs are not permitted"}
        return operation.api.on_exception(request, ValidationError([error]))  # type: ignore[no-any-return]

    return checked


def sentence_about(errors: Sequence[Mapping[str, Any]]) -> str:
    """What is wrong with the first field, for people: a misspelt name before a missing one, since it is its cause."""
    first = next((error for error in errors if error["type"] == UNKNOWN), errors[0] if errors else None)
    if first is None or not (field := _field(first["loc"])):
        return str(WHOLE)
    kind = str(first["type"])
    sentence = next((text for beginning, text in SENTENCES.items() if kind.startswith(beginning)), OTHER)
    expected = str(first.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    return str(sentence) % {"field": field, **first.get("ctx", {}), "expected": expected}


def _names(model: Any) -> Collection[str]:
    return frozenset(getattr(model, "__ninja_flatten_map__", None) or model.model_fields)


def _unknown(request: HttpRequest, known: Mapping[str, Collection[str]]) -> tuple[str, str] | None:
    """Where an unknown name stands, and the name."""
    for name in request.GET:
        if name not in known.get("query", ()):
            return "query", name
    if "form" in known or "file" in known:
        for name in request.POST:
            if name not in known.get("form", ()) and name not in OWN_FIELDS:
                return "form", name
    if "body" in known or request.method in {"GET", "HEAD"} or request.content_type != "application/json":
        return None
    return _first_of_unwanted_body(request)


def _first_of_unwanted_body(request: HttpRequest) -> tuple[str, str] | None:
    try:
        sent = json.loads(request.body or b"null")
    except ValueError:
        return None
    return ("body", next(iter(sent))) if isinstance(sent, dict) and sent else None


def _field(location: Sequence[Any]) -> str:
    """The name as the sender wrote it: without where it stood and without the name of our parameter."""
    parts = [str(part) for part in location]
    if parts and parts[0] in PLACES:
        is_nested = parts[0] == "body" and len(parts) > 2  # noqa: PLR2004 - place, parameter, field
        parts = parts[2:] if is_nested else parts[1:]
    return ".".join(parts)
