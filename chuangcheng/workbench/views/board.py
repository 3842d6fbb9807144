from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.cases.access import REMIND
from chuangcheng.cases.services.unit_reminders import remind_units
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.sites.access import VIEW as VIEW_SITES
from chuangcheng.workbench.access import BOARD, URGE
from chuangcheng.workbench.board.scores import trend_of
from chuangcheng.workbench.board.whole import board_of
from chuangcheng.workbench.services import urge as urge_matter

UNITS_SHOWN = 8  # of the pace, before the rest is opened; our choice


@require_safe
@page(BOARD)
def board(request: HttpRequest) -> HttpResponse:
    """一盘棋: everything that a leader asks every day. Its numbers ask again by themselves."""
    template = "workbench/board_live.html" if request.headers.get("HX-Request") else "workbench/board.html"
    return render(request, template, _context(request))


@require_POST
@page(REMIND)
def remind(request: HttpRequest) -> HttpResponse:
    """Reminds the unit of a line, as the duty desk does."""
    text = request.POST.get("unit", "")
    units = [int(text)] if text.isascii() and text.isdecimal() else []
    done = remind_units(actor=actor_of(request), press_id=_press(request), unit_ids=units)
    reached = sum(row.recipient_count for row in done.rows)
    messages.success(request, _reached(_("已提醒责任单位"), reached))
    return redirect("workbench:board")


@require_POST
@page(URGE)
def urge(request: HttpRequest, matter: str) -> HttpResponse:
    """Urges those who should act on a matter."""
    done = urge_matter(actor=actor_of(request), matter=matter, press_id=_press(request))
    messages.success(request, _reached(_("已催办"), done.recipient_count))
    return redirect("workbench:board")


def _context(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    found = board_of(actor=actor, now=now())
    return {
        "board": found,
        "trend": trend_of(found.scores),
        "is_live": bool(request.headers.get("HX-Request")),
        "units": found.pace.units[:UNITS_SHOWN],
        "more_units": found.pace.units[UNITS_SHOWN:],
        "boundaries_url": reverse("sites:boundaries") if actor.may(VIEW_SITES) else "",
        "points_url": f"{reverse('cases:map_points')}?heat=1",
    }


def _press(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("press_id", ""))
    except ValueError as error:
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。")) from error


def _reached(done: str, count: int) -> str:
    if not count:
        return _("%(done)s，但没有找到接收人，请先补全人员。") % {"done": done}
    words = ngettext("%(done)s，通知了%(n)s人。", "%(done)s，通知了%(n)s人。", count)
    return words % {"done": done, "n": count}
