from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.notices.inbox import mark_all_read, notices_of, open_notice
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page


@require_GET
@page()
def notices(request: HttpRequest) -> HttpResponse:
    """One's own inbox, newest first; `?unread=1` shows what is unread."""
    rows = notices_of(actor_of(request))
    is_unread_only = request.GET.get("unread") == "1"
    if is_unread_only:
        rows = rows.filter(read_at__isnull=True)
    found = keyset_page(rows, parameters=request.GET)
    address = reverse("core:notices")
    tabs = [
        {"label": _("全部"), "url": address, "active": not is_unread_only},
        {"label": _("未读"), "url": f"{address}?unread=1", "active": is_unread_only},
    ]
    return render(request, "core/notices.html", {"page": found, "views": tabs, "is_unread_only": is_unread_only})


@require_POST
@page()
def follow(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Marks the line as read and goes where it points."""
    notice = open_notice(actor=actor_of(request), notice_id=notice_id, now=now())
    is_own = notice.link.startswith("/") and not notice.link.startswith("//")
    return redirect(notice.link if is_own else reverse("core:notices"))


@require_POST
@page()
def read_all(request: HttpRequest) -> HttpResponse:
    """Marks the whole inbox as read."""
    mark_all_read(actor=actor_of(request), now=now())
    return redirect("core:notices")
