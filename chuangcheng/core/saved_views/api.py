from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, QueryDict
from ninja import Field, Router, Schema, Status

from chuangcheng.core.models import SavedView
from chuangcheng.core.saved_views.queries import SavedTab, saved_views
from chuangcheng.core.saved_views.services import choose_columns, forget_view, save_view
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of

router = Router()


class ViewIn(Strict):
    """A view to be kept; the id is made by the client."""

    id: UUID
    page: str = Field(max_length=40)
    name: str = Field(max_length=100)
    query: str = Field(max_length=2000)  # as in the address
    is_shared: bool = False


class ViewOut(Schema):
    """A kept view."""

    id: UUID
    name: str
    query: str
    is_shared: bool
    is_own: bool


class ColumnsIn(Strict):
    """Names of columns; none: the usual ones."""

    page: str = Field(max_length=40)
    names: list[str] = Field([], max_length=60)


class ColumnsOut(Schema):
    """The columns that will be shown; none: the usual ones."""

    names: list[str]


@router.get("/views", response=list[ViewOut], summary="常用视图")
def views(request: HttpRequest, page: str) -> list[dict[str, object]]:
    """One's own views of a page, and the shared ones."""
    found = saved_views(actor=actor_of(request), page=page[:40], parameters=QueryDict())
    return [_tab(tab) for tab in found.tabs]


@router.post("/views", response={201: ViewOut}, summary="保存视图")
def save(request: HttpRequest, given: ViewIn) -> Status[dict[str, object]]:
    """Keeps a filter under a name."""
    fields = given.dict()
    made = save_view(actor=actor_of(request), view_id=fields.pop("id"), **fields)
    return Status(201, _row(made))


@router.delete("/views/{uuid:view_id}", response={204: None}, summary="删除视图")
def forget(request: HttpRequest, view_id: UUID) -> Status[None]:
    """Takes a view away."""
    forget_view(actor=actor_of(request), view_id=view_id)
    return Status(204, None)


@router.put("/views/columns", response=ColumnsOut, summary="选择列")
def columns(request: HttpRequest, given: ColumnsIn) -> dict[str, list[str]]:
    """Remembers the columns of a list page."""
    return {"names": choose_columns(actor=actor_of(request), page=given.page, names=given.names)}


def _tab(tab: SavedTab) -> dict[str, object]:
    return {
        "id": tab.view_id,
        "name": tab.label,
        "query": tab.url.lstrip("?"),
        "is_shared": tab.is_shared,
        "is_own": tab.is_own,
    }


def _row(row: SavedView) -> dict[str, object]:
    return {"id": row.pk, "name": row.name, "query": row.query, "is_shared": row.is_shared, "is_own": True}
