"""The day of a phone."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response
from ninja import Query, Router
from pydantic import Field

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of
from chuangcheng.field.access import require_field_worker
from chuangcheng.field.queries.day import day_of
from chuangcheng.field.services import seal_for

router = Router()


class DayAsked(Strict):
    """Where the phone is, when it says so; sites nearby follow from it."""

    lon: float | None = Field(default=None, ge=-180, le=180)  # degrees WGS-84
    lat: float | None = Field(default=None, ge=-90, le=90)  # degrees WGS-84
    brief: bool = False  # what the first screen shows, for a phone that has nothing yet


@router.get("/field/day", response={200: dict[str, Any], 304: None})
def get_day(request: HttpRequest, asked: Query[DayAsked]) -> HttpResponse:
    """Everything that a phone keeps for a day: visits, checklists, classes, cases to fix, sites; 304 when it has it.

    `brief` leaves out checklists, classes, sites and words, which are nine tenths of it.
    """
    actor = actor_of(request)
    require_field_worker(actor)
    here = None if asked.lon is None or asked.lat is None else (asked.lon, asked.lat)
    found = day_of(actor=actor, moment=now(), here=here, brief=asked.brief)
    written = json.dumps(found, sort_keys=True, ensure_ascii=False, default=str)
    tag = f'"{hashlib.sha256(written.encode()).hexdigest()[:32]}"'
    kept = get_conditional_response(request, etag=tag)
    answer = HttpResponseNotModified() if kept is not None else JsonResponse({**found, "seal": seal_for(actor)})
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    return GZipMiddleware(lambda _request: answer).process_response(request, answer)  # type: ignore[return-value] # the same
