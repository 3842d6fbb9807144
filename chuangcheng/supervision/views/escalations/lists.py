from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.outgoing.records import arrivals
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.access import unit_for
from chuangcheng.orgs.queries import subtree_ids
from chuangcheng.supervision.escalation_access import (
    CHANGE_LADDER,
    HANDLE_ESCALATIONS,
    VIEW_ESCALATIONS,
    may_lead,
    step_for,
)
from chuangcheng.supervision.escalation_wording import (
    TONES,
    after_words,
    goes_up_words,
    reason_words,
    standing,
    step_word,
    whom_word,
)
from chuangcheng.supervision.forms.escalations import EscalationFilterForm
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.models import STEP_LABELS, EscalationStep
from chuangcheng.supervision.order_access import ISSUE_ORDERS
from chuangcheng.supervision.queries.escalations import Coming, coming_up, deeds_of, keys_told, steps_shown
from chuangcheng.supervision.views.escalations.deed_acts import (
    DeedAct,
    deed_acts,
    deed_events,
    event,
    standing_kinds,
    undo_acts,
)

WAITING = "waiting"


@require_safe
@page(VIEW_ESCALATIONS)
def coming(request: HttpRequest) -> HttpResponse:
    """即将升级: what goes up within the next working day, by unit."""
    actor, moment = actor_of(request), now()
    form = EscalationFilterForm(request.GET)
    unit, unit_ids = _unit(actor, form)
    found = coming_up(actor=actor, now=moment, unit_ids=unit_ids)
    context = {
        "groups": _by_unit(found),
        "count": len(found),
        "unit": unit,
        "tabs": tabs("coming"),
        "may_issue": actor.everywhere(ISSUE_ORDERS),
        "may_change": actor.may(CHANGE_LADDER),
    }
    return render(request, "supervision/escalations/coming.html", context)


@require_safe
@page(VIEW_ESCALATIONS)
def escalations(request: HttpRequest) -> HttpResponse:
    """What has gone up, the newest first."""
    actor = actor_of(request)
    form = EscalationFilterForm(request.GET)
    unit, unit_ids = _unit(actor, form)
    is_waiting = request.GET.get("view") == WAITING
    step = form.value("step") or ""
    rows = steps_shown(actor=actor, step=step, unit_ids=unit_ids, waiting=is_waiting)
    found = keyset_page(rows, parameters=request.GET)
    done = deeds_of(found.rows)
    context = {
        "page": found,
        "rows": [(row, shown(row, done.get(row.pk, set()))) for row in found.rows],
        "unit": unit,
        "step": step,
        "steps": [(code.value, label) for code, label in STEP_LABELS.items()],
        "view": WAITING if is_waiting else "",
        "tabs": tabs(WAITING if is_waiting else "taken"),
        "may_change": actor.may(CHANGE_LADDER),
    }
    return render(request, "supervision/escalations/list.html", context)


@require_safe
@page()
def escalation(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """One step: why it was taken, what was done about it, what to do next."""
    actor = actor_of(request)
    found = step_for(actor, step_id)
    deeds = list(found.deeds.select_related("undone"))
    handles = actor.may(HANDLE_ESCALATIONS) and actor.may_at(HANDLE_ESCALATIONS, found.unit.path)
    is_standing = not hasattr(found, "undone")
    entry = getattr(found, "order_entry", None)
    said = shown(found, standing_kinds(deeds))
    context = {
        "found": found,
        "shown": said,
        "is_settled": said["standing"][0] == "green",
        "by": whom_word(found.by),
        "events": _story(found, deeds),
        "acts": _acts(found, handles=handles, leads=may_lead(actor, found)) if is_standing else [],
        "undo_acts": undo_acts(
            deeds, door="supervision:undo_deed", step_id=found.pk, handles=handles, person_id=actor.person_id
        ),
        "may_undo": handles and is_standing,
        "order": entry.order if entry is not None and (handles or entry.order.serial) else None,
        "arrivals": arrivals(keys=keys_told(found)),
        "new_id": new_id(),
        "today": today(),
    }
    return render(request, "supervision/escalations/detail.html", context)


def shown(row: EscalationStep, done: set[str]) -> dict[str, Any]:
    """A step as pages say it."""
    return {
        "word": step_word(row.step),
        "tone": TONES[Step(row.step)],
        "why": reason_words(row),
        "standing": standing(row, done),
        "by": whom_word(row.by),
    }


def _acts(found: EscalationStep, *, handles: bool, leads: bool) -> list[DeedAct]:
    if found.is_passed_over:
        return []
    return deed_acts(step=found.step, by=found.by, unit=found.unit.name, handles=handles, leads=leads)


def tabs(active: str) -> list[dict[str, Any]]:
    """The tabs of escalation."""
    address = reverse("supervision:escalations")
    found = [
        ("coming", _("即将升级"), reverse("supervision:coming")),
        ("taken", _("已升级"), address),
        (WAITING, _("待办理"), f"{address}?view={WAITING}"),
        ("cards", _("红黄绿牌"), reverse("supervision:cards")),
    ]
    return [{"label": label, "url": url, "active": code == active} for code, label, url in found]


def _unit(actor: Actor, form: EscalationFilterForm) -> tuple[Any, list[int] | None]:
    """The unit of the filter with the ids of everything below it."""
    unit_id = form.value("unit")
    if unit_id is None:
        return None, None
    unit = unit_for(actor, unit_id)
    return unit, list(subtree_ids(path=unit.path))


def _by_unit(found: list[Coming]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Units with what goes up there; who has most comes first."""
    groups: dict[int, tuple[Any, list[dict[str, Any]]]] = {}
    for each in found:
        unit = each.case.lead_unit
        if unit is not None:
            line = {
                "case": each.case,
                "words": goes_up_words(each.step),
                "at": each.step.at,
                "why": after_words(each.step.rung),
                "tone": TONES[each.step.rung.step],
                "by": whom_word(each.step.rung.by),
            }
            groups.setdefault(unit.pk, (unit, []))[1].append(line)
    return sorted(groups.values(), key=lambda group: (-len(group[1]), group[0].path))


def _story(found: EscalationStep, deeds: list[Any]) -> list[dict[str, Any]]:
    """What happened, newest first."""
    first = event(found.taken_at, step_word(found.step), _("系统"), "alert-triangle", TONES[Step(found.step)])
    first["note"] = _told(found)
    events = [first]
    events += deed_events(deeds)
    if hasattr(found, "undone"):
        undone = found.undone
        events.append({**event(undone.at, _("撤销"), undone.actor_name, "ban", "muted"), "note": undone.reason})
    return events[::-1]


def _told(found: EscalationStep) -> str:
    if found.is_passed_over:
        return _("到档时间早于补办的天数，只作记录，没有发消息。")
    if found.was_told:
        return _("期限提醒已经通知责任单位，不再重复发消息。")
    return _("已通知%(count)s人。") % {"count": found.recipient_count}
