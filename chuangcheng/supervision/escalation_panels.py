"""督办 on the page of a unit: its cards, what was done about it, and its open orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.orgs.slots import UnitPanel
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS
from chuangcheng.supervision.escalation_wording import (
    card_words,
    deed_words,
    standing,
    step_word,
    streak_standing,
    whom_word,
)
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.models import EscalationDeed, EscalationStep, StepDeed, StreakDeed, StreakStep
from chuangcheng.supervision.order_wording import state_of
from chuangcheng.supervision.queries.escalations import steps_shown
from chuangcheng.supervision.queries.orders import open_orders_of_unit
from chuangcheng.supervision.queries.streak_steps import streak_steps_of_unit
from chuangcheng.supervision.queries.streaks import unit_streaks

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

SHOWN = 5  # of each kind; our choice
IN_PERSON = [Step.LEADER.value, Step.TALK.value, Step.ACCOUNT.value]


def unit_panel(actor: Actor, unit: Unit) -> UnitPanel | None:
    """The unit's own cards, measures and orders; None when there are none. Eight queries at most."""
    if not actor.may(VIEW_ESCALATIONS) or not actor.may_at(VIEW_ESCALATIONS, unit.path):
        return None
    cards = [
        {"look": card_words(each.card), "board": each.board, "count": len(each.streak.periods)}
        for each in unit_streaks(actor=actor, unit_ids=[unit.pk])
    ]
    streaks = streak_steps_of_unit(actor=actor, unit_id=unit.pk).prefetch_related(_deeds(StreakDeed))
    steps = steps_shown(actor=actor, unit_ids=[unit.pk]).filter(step__in=IN_PERSON, is_passed_over=False)
    measures = [_streak_line(row) for row in streaks.order_by("-pk")[:SHOWN]]
    measures += [_step_line(row) for row in steps.prefetch_related(_deeds(EscalationDeed))[:SHOWN]]
    orders = [(order, state_of(order)) for order in open_orders_of_unit(actor=actor, unit_id=unit.pk)[:SHOWN]]
    if not cards and not measures and not orders:
        return None
    context = {"cards": cards, "measures": measures, "orders": orders, "query": f"?unit={unit.pk}"}
    return UnitPanel("supervision/escalations/parts/unit.html", context)


def _deeds(model: type[StreakDeed | EscalationDeed]) -> Prefetch[Any]:
    return Prefetch("deeds", model._default_manager.select_related("undone").order_by("at", "pk"))


def _streak_line(row: StreakStep) -> dict[str, Any]:
    deeds = _holding(row)
    return {
        "word": _("%(by)s：%(step)s") % {"by": whom_word(row.by), "step": step_word(row.step)},
        "url": reverse("supervision:streak_step", args=[row.pk]),
        "standing": streak_standing(row, {deed.kind for deed in deeds}),
        "why": _("连续%(count)s期列入%(board)s黑榜") % {"count": row.periods, "board": row.board},
        "deeds": [deed_words(deed) for deed in deeds],
    }


def _step_line(row: EscalationStep) -> dict[str, Any]:
    deeds = _holding(row)
    return {
        "word": step_word(row.step),
        "url": reverse("supervision:escalation", args=[row.pk]),
        "standing": standing(row, {deed.kind for deed in deeds}),
        "why": f"{row.case.number} {row.case.told[:40]}",
        "deeds": [deed_words(deed) for deed in deeds],
    }


def _holding(row: StreakStep | EscalationStep) -> list[StepDeed]:
    return [deed for deed in row.deeds.all() if not hasattr(deed, "undone")]
