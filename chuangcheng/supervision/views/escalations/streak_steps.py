from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.outgoing.records import arrivals
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.escalation_access import (
    HANDLE_ESCALATIONS,
    VIEW_ESCALATIONS,
    handles_streak,
    leads_streaks,
    streak_step_for,
)
from chuangcheng.supervision.escalation_wording import step_word, streak_standing, whom_word
from chuangcheng.supervision.forms.escalations import DeedForm
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.models import StreakDeed, StreakStep
from chuangcheng.supervision.order_access import ISSUE_ORDERS
from chuangcheng.supervision.services.escalations import do_about_streak, undo_streak_deed, undo_streak_step
from chuangcheng.supervision.views.escalations.deed_acts import (
    DeedAct,
    deed_acts,
    deed_events,
    event,
    standing_kinds,
    undo_acts,
)


@require_safe
@page(VIEW_ESCALATIONS)
def streak_step(request: HttpRequest, streak_step_id: UUID) -> HttpResponse:
    """One step for periods in a row: what earned it, what was done about it, what to do next."""
    actor = actor_of(request)
    found = streak_step_for(actor, streak_step_id)
    deeds = list(found.deeds.select_related("undone"))
    handles, is_standing = handles_streak(actor, found), not hasattr(found, "undone")
    tone, word = streak_standing(found, standing_kinds(deeds))
    context = {
        "found": found,
        "measure": measure_of(found),
        "standing": (tone, word),
        "is_settled": tone == "green",
        "events": _story(found, deeds),
        "acts": _acts(actor, found) if is_standing else [],
        "undo_acts": undo_acts(
            deeds, door="supervision:undo_streak_deed", step_id=found.pk, handles=handles, person_id=actor.person_id
        ),
        "may_undo": handles and is_standing,
        "order_url": _order_url(actor, found) if is_standing else "",
        "arrivals": arrivals(keys=[f"supervision:streak-{found.pk}"]),
        "new_id": new_id(),
        "today": today(),
    }
    return render(request, "supervision/escalations/streak_step.html", context)


@require_POST
@page(VIEW_ESCALATIONS)
def deed(request: HttpRequest, streak_step_id: UUID) -> HttpResponse:
    """What is done about a step for periods in a row."""
    streak_step_for(actor_of(request), streak_step_id)
    form = DeedForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("请写明内容后再提交。"))
    do_about_streak(actor=actor_of(request), step_id=streak_step_id, given=form.given())
    messages.success(request, _("已记录，责任单位会收到消息。"))
    return redirect("supervision:streak_step", streak_step_id)


@require_POST
@page(VIEW_ESCALATIONS)
def undo_deed(request: HttpRequest, streak_step_id: UUID, deed_id: UUID) -> HttpResponse:
    """Says that a deed does not hold, with a reason."""
    reason = request.POST.get("reason", "")
    undo_streak_deed(actor=actor_of(request), step_id=streak_step_id, deed_id=deed_id, reason=reason)
    messages.success(request, _("已撤销，原记录保留。"))
    return redirect("supervision:streak_step", streak_step_id)


@require_POST
@page(HANDLE_ESCALATIONS)
def undo(request: HttpRequest, streak_step_id: UUID) -> HttpResponse:
    """Takes a step for periods in a row back, with a reason."""
    undo_streak_step(actor=actor_of(request), step_id=streak_step_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤销，记录保留；同一档不会再次升级。"))
    return redirect("supervision:cards")


def measure_of(row: StreakStep) -> str:
    """分管领导：约谈."""
    return _("%(by)s：%(step)s") % {"by": whom_word(row.by), "step": step_word(row.step)}


def _acts(actor: Actor, found: StreakStep) -> list[DeedAct]:
    if found.is_passed_over:
        return []
    return deed_acts(
        step=found.step,
        by=found.by,
        unit=found.unit.name,
        handles=handles_streak(actor, found),
        leads=leads_streaks(actor),
    )


def _order_url(actor: Actor, found: StreakStep) -> str:
    """To draft an order to the unit, where that is the measure."""
    if found.step != Step.ORDER.value or not actor.everywhere(ISSUE_ORDERS):
        return ""
    return f"{reverse('supervision:new_order')}?unit={found.unit_id}"


def _story(found: StreakStep, deeds: list[StreakDeed]) -> list[dict[str, Any]]:
    """What happened, newest first."""
    first = event(found.taken_at, measure_of(found), _("系统"), "alert-triangle", "amber")
    first["note"] = (
        _("由更高一档代替，只作记录，没有发消息。")
        if found.is_passed_over
        else _("已通知%(count)s人。") % {"count": found.recipient_count}
    )
    events = [first, *deed_events(deeds)]
    if hasattr(found, "undone"):
        undone = found.undone
        events.append({**event(undone.at, _("撤销"), undone.actor_name, "ban", "muted"), "note": undone.reason})
    return events[::-1]
