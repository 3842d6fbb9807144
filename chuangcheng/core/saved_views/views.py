from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.saved_views.pages import list_page
from chuangcheng.core.saved_views.queries import plain_query
from chuangcheng.core.saved_views.services import choose_columns, forget_view, open_list_page, save_view
from chuangcheng.core.web import actor_of, page


@require_POST
@page()
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Keeps the filter of a list page and shows the page with it."""
    given = request.POST
    open_list_page(actor_of(request), name)
    try:
        view_id = UUID(given.get("view_id", ""))
    except ValueError as error:
        raise InvalidInput(_("视图编号无效，请刷新页面后重新保存。")) from error
    made = save_view(
        actor=actor_of(request),
        view_id=view_id,
        page=name,
        name=given.get("name", ""),
        query=given.get("query", ""),
        is_shared=bool(given.get("is_shared")),
    )
    messages.success(request, _("已保存视图“%(name)s”。") % {"name": made.name})
    return redirect(f"{reverse(list_page(name).url_name)}?{made.query}")


@require_POST
@page()
def forget(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Takes a view away."""
    name = forget_view(actor=actor_of(request), view_id=view_id)
    messages.success(request, _("视图已删除。"))
    return redirect(list_page(name).url_name)


@require_POST
@page()
def columns(request: HttpRequest, name: str) -> HttpResponse:
    """Remembers the columns and shows the page with the same filter."""
    names = [] if "usual" in request.POST else request.POST.getlist("column")
    choose_columns(actor=actor_of(request), page=name, names=names)
    query = plain_query(QueryDict(request.POST.get("query", "")[:2000].lstrip("?")))
    return redirect(f"{reverse(list_page(name).url_name)}?{query}")
