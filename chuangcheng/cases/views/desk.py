from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.cases import horizons
from chuangcheng.cases.access import REMIND, VIEW
from chuangcheng.cases.queries import NEXT, CaseFilter, shown_count
from chuangcheng.cases.queries.desk import DIMENSIONS, Board, Desk
from chuangcheng.cases.services.unit_reminders import QUIET_HOURS, Reminded, remind_units
from chuangcheng.cases.wording import deadline_told
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import local_date, now
from chuangcheng.core.web import actor_of, page

NEXT_SHOWN = 8  # cases that are due next
NAMES = {
    "unit": gettext_lazy("按单位"),
    "class": gettext_lazy("按类别"),
    "leader": gettext_lazy("按领导"),
    "street": gettext_lazy("按街镇"),
}
HEADS = {
    "unit": gettext_lazy("责任单位"),
    "class": gettext_lazy("问题类别"),
    "leader": gettext_lazy("责任领导"),
    "street": gettext_lazy("所在街镇"),
}


@require_safe
@page(VIEW)
def desk(request: HttpRequest) -> HttpResponse:
    """The duty desk: what is overdue and where, what will be next, what waits here. Its board asks again by itself."""
    template = "cases/parts/desk.html" if request.headers.get("HX-Request") else "cases/desk.html"
    return render(request, template, _context(request))


@require_POST
@page(REMIND)
def remind(request: HttpRequest) -> HttpResponse:
    """Reminds one unit or all that are shown."""
    units = [int(text) for text in request.POST.getlist("unit") if text.isascii() and text.isdecimal()]
    done = remind_units(actor=actor_of(request), press_id=_press(request), unit_ids=units)
    messages.success(request, _told(done))
    by = request.POST.get("by", "")
    return redirect(f"{reverse('cases:desk')}?by={by if by in DIMENSIONS else DIMENSIONS[0]}")


def _context(request: HttpRequest) -> dict[str, Any]:
    actor, moment, calendar = actor_of(request), now(), office_calendar()
    by = request.GET.get("by", "")
    by = by if by in DIMENSIONS else DIMENSIONS[0]
    desk = Desk(actor, moment, calendar)
    until = horizons.working_hours_ahead(moment, horizons.AHEAD, calendar)
    board = desk.board(by, until=until)
    coming = desk.lists.page(CaseFilter(due=NEXT), limit=NEXT_SHOWN)
    quiet_hours = QUIET_HOURS.on(local_date(moment))
    years = calendar.unpublished_years(moment, until)
    return {
        "board": board,
        "by": by,
        "head": HEADS[by],
        "tabs": [{"label": label, "url": f"?by={name}", "active": name == by} for name, label in NAMES.items()],
        "waiting": [(each, shown_count(each.count), _age(each.since, moment)) for each in desk.waiting()],
        "coming": [(case, deadline_told(case, now=moment, calendar=calendar)) for case in coming.cases],
        "until": until,
        "at": moment,
        "assumed_year": years[-1] if years else None,
        "to_remind": _remindable(board, moment - timedelta(hours=quiet_hours)),
        "press_id": new_id(),
        "quiet_hours": quiet_hours,
    }


def _age(since: datetime | None, now: datetime) -> str:
    """How long the oldest has waited, in its largest unit."""
    if since is None:
        return ""
    waited = now - since
    if waited.days:
        return ngettext("最早的等了%(n)s天", "最早的等了%(n)s天", waited.days) % {"n": waited.days}
    hours = waited.seconds // 3600
    if not hours:
        return _("最早的等了不足1小时")
    return ngettext("最早的等了%(n)s小时", "最早的等了%(n)s小时", hours) % {"n": hours}


def _remindable(board: Board, quiet_since: datetime) -> Sequence[int]:
    """The units that may be reminded now."""
    return [
        line.unit_id
        for line in board.lines
        if line.may_remind and line.unit_id and not (line.reminded_at and line.reminded_at > quiet_since)
    ]


def _press(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("press_id", ""))
    except ValueError as error:
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。")) from error


def _told(done: Reminded) -> str:
    count = len(done.rows)
    told = [ngettext("已提醒%(n)s个单位。", "已提醒%(n)s个单位。", count) % {"n": count}]
    if done.skipped_count:
        told.append(_("另有%(n)s个刚提醒过或没有临期、超期问题，没有再提醒。") % {"n": done.skipped_count})
    if done.deaf_count:
        told.append(_("其中%(n)s个单位没有联络员和负责人，提醒没有送达，请先补全人员。") % {"n": done.deaf_count})
    return "".join(told)
