from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.models import ChosenColumns, SavedView
from chuangcheng.core.permissions import SHARE_VIEWS
from chuangcheng.core.saved_views.pages import ListPage, list_page
from chuangcheng.core.saved_views.queries import plain_query

MOST_VIEWS = 20  # of one person on one page; our choice
MOST_NAME, MOST_QUERY = 30, 1000  # characters, as the columns


class ViewNameTaken(InvalidInput):
    """The person has a view of this name on the page."""


def save_view(*, actor: Actor, view_id: UUID, page: str, name: str, query: str, is_shared: bool = False) -> SavedView:
    """The filter under a name; the same id twice is one view. To share it asks for a permission of its own."""
    open_list_page(actor, page)
    if is_shared:
        require(actor, SHARE_VIEWS)
    if not is_client_id(view_id):
        raise InvalidInput(_("视图编号无效，请刷新页面后重新保存。"))
    facts: dict[str, Any] = {
        "page": page,
        "name": _checked_name(name),
        "query": _checked_query(query),
        "is_shared": is_shared,
    }
    facts |= {"owner_id": actor.person_id}
    try:
        with transaction.atomic():
            return _saved(actor, view_id, facts)
    except IntegrityError as error:
        raise ViewNameTaken(_("您已有名为“%(name)s”的视图，请换一个名称。") % {"name": facts["name"]}) from error


@transaction.atomic
def forget_view(*, actor: Actor, view_id: UUID) -> str:
    """Takes a view away; gives its page. One's own, or a shared one by who may share."""
    found = SavedView.objects.select_for_update().filter(pk=view_id).first()
    is_own = found is not None and found.owner_id == actor.person_id
    if found is None or not (is_own or found.is_shared):
        raise NotFound(_("没有找到该视图，可能已被删除。"))
    if not is_own and not actor.may(SHARE_VIEWS):
        raise NotPermitted(_("共享视图由建立它的人或创城办删除。"))
    detail = {"page": found.page, "name": found.name, "query": found.query}
    audit.record(actor=actor, action="core.forget_view", subject=found, detail=detail)
    found.delete()
    return str(detail["page"])


@transaction.atomic
def choose_columns(*, actor: Actor, page: str, names: Sequence[str]) -> list[str]:
    """The columns that the actor will see on the page, in its order; none brings the usual ones back."""
    known = [column.name for column in open_list_page(actor, page).columns]
    chosen = [name for name in known if name in set(names)]
    if not chosen:
        ChosenColumns.objects.filter(person=actor.person_id, page=page).delete()
        return []
    ChosenColumns.objects.update_or_create(person_id=actor.person_id, page=page, defaults={"names": chosen})
    return chosen


def open_list_page(actor: Actor, page: str) -> ListPage:
    """The page with this name, for who may open it; NotFound, or NotPermitted for the others."""
    found = list_page(page)
    if actor.person_id is None or not any(actor.may(code) for code in found.permissions):
        raise NotPermitted(_("您没有查看该列表的权限，请联系创城办。"))
    return found


def _saved(actor: Actor, view_id: UUID, facts: dict[str, Any]) -> SavedView:
    # One person's saves wait for one another, so that the limit holds.
    mine = SavedView.objects.select_for_update().filter(owner=actor.person_id, page=facts["page"])
    known = {row.pk: row for row in mine}
    if view_id in known:
        return known[view_id]
    if len(known) >= MOST_VIEWS:
        raise InvalidInput(_("最多保存%(most)s个视图，请先删除不用的。") % {"most": MOST_VIEWS})
    made = SavedView.objects.create(pk=view_id, **facts)
    detail = {"page": made.page, "name": made.name, "shared": made.is_shared}
    audit.record(actor=actor, action="core.save_view", subject=made, detail=detail)
    return made


def _checked_name(name: str) -> str:
    found = " ".join(name.split())
    if not found or "\x00" in found:
        raise InvalidInput(_("请填写视图名称。"))
    if len(found) > MOST_NAME:
        raise InvalidInput(_("视图名称不能超过%(most)s个字，请改短。") % {"most": MOST_NAME})
    return found


def _checked_query(query: str) -> str:
    if "\x00" in query or "%00" in query or len(query) > MOST_QUERY:
        raise InvalidInput(_("条件太多，无法保存，请减少后再试。"))
    found = plain_query(QueryDict(query.lstrip("?")))
    if not found:
        raise InvalidInput(_("没有任何条件，无需保存；请先选好条件。"))
    return found[:MOST_QUERY]
