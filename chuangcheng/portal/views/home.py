"""The first page of the public site, and the notice of data use."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from chuangcheng.core.dated_settings import settings_by_key
from chuangcheng.core.times import local_date, now
from chuangcheng.portal import notice
from chuangcheng.portal.policies import MARK_DAYS
from chuangcheng.portal.queries import fixed_pairs, fixed_this_week, overview
from chuangcheng.portal.views.frame import public
from chuangcheng.portal.views.problems import shown_rows


@require_safe
@gzip_page
@public
def home(request: HttpRequest) -> HttpResponseBase:
    """Report a problem; what is open and what was fixed."""
    at = now()
    rows = shown_rows(fixed_this_week(now=at))
    context = {"figures": overview(now=at), "rows": rows, "pairs": fixed_pairs(), "tab": "home"}
    return render(request, "portal/home.html", context)


@require_safe
@public
def data_notice(request: HttpRequest) -> HttpResponseBase:
    """What is kept of a report, what for and how long."""
    today = local_date(now())
    days = {"contact_days": settings_by_key()["intake.contact_days"].on(today), "mark_days": MARK_DAYS.on(today)}
    return render(request, "portal/notice.html", {**days, "version": notice.VERSION, "tab": "notice"})
