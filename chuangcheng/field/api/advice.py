"""劝导 over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Schema

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.field.advice_workbook import advice_download
from chuangcheng.field.models import Advice
from chuangcheng.field.queries.lists import AdviceFilter, advice_list

router = Router()
MOST_LISTED = 200  # records in one answer


class AdviceQuery(Strict):
    q: str = ""
    outcome: str = ""
    first: date | None = None
    last: date | None = None
    before: UUID | None = None  # older than this one

    def chosen(self) -> AdviceFilter:
        """The filter that was asked for."""
        return AdviceFilter(self.q, self.outcome, self.first, self.last)


class AdviceOut(Schema):
    id: UUID
    at: datetime
    person: str
    unit: str
    place: str
    lon: float | None
    lat: float | None
    behaviour: str
    count: int
    outcome: str
    note: str
    photo_ids: list[UUID]


@router.get("/field/advice", response=list[AdviceOut])
def list_advice(request: HttpRequest, asked: Query[AdviceQuery]) -> list[dict[str, Any]]:
    """The visible advice, newest first."""
    rows = advice_list(actor=actor_of(request), chosen=asked.chosen()).order_by("-pk")
    rows = rows if asked.before is None else rows.filter(pk__lt=asked.before)
    return [_shown(row) for row in rows[:MOST_LISTED]]


@router.get("/field/advice/workbook", response={200: None})
def get_advice_workbook(request: HttpRequest, asked: Query[AdviceQuery]) -> FileResponse:
    """The same as an Excel table."""
    return advice_download(actor=actor_of(request), chosen=asked.chosen())


def _shown(row: Advice) -> dict[str, Any]:
    photos: list[Any] = row.shown_photos  # type: ignore[attr-defined] # put there by `advice_list`
    return {
        **{
            name: getattr(row, name)
            for name in ("id", "at", "place", "lon", "lat", "behaviour", "count", "outcome", "note")
        },
        "person": row.person_name,
        "unit": row.unit_name,
        "photo_ids": [photo.file_id for photo in photos],
    }
