"""Escalation of the sample district: the ladder was carried out by services, orders stand at every stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.supervision.models import EscalationStep, SupervisionOrder
from chuangcheng.supervision.services.escalations import DeedGiven, climb, do_about
from chuangcheng.supervision.services.orders import MoveGiven, move_order

ISSUED = 6  # orders that do not stay drafts
ANSWER = "已安排专人整改，明确时限，整改后照片已在问题中反馈（示例）。"
WORDS = "请主要负责同志到现场督办，三日内办结（示例）。"
STAGES: Sequence[Sequence[str]] = (
    ("issue", "sign", "answer", "close"),
    ("issue", "sign", "answer"),
    ("issue", "sign"),
    ("issue",),
)


def make_escalations(people: People, at: datetime) -> None:
    """As of a working day ago for most orders, so that some are late."""
    rng, calendar = dice("escalations"), office_calendar()
    begun = calendar.add_working_hours(at, -3 * calendar.hours.length)
    with replayed_at(begun):
        climb(now=begun)
    office = actor_with_id(people.by_username["duchashi"].pk)
    drafts = list(SupervisionOrder.objects.filter(state="draft").order_by("pk")[: ISSUED + 1])
    for place, order in enumerate(drafts[:ISSUED]):
        moment = begun
        for move in STAGES[place % len(STAGES)]:
            liaison = people.liaisons.get(order.unit_id)
            is_units = move in {"sign", "answer"}
            if is_units and liaison is None:
                break
            actor = actor_with_id(liaison.pk) if is_units and liaison is not None else office
            moment += timedelta(minutes=rng.randint(20, 90))
            text = ANSWER if move == "answer" else ""
            with replayed_at(moment):
                move_order(actor=actor, order_id=order.pk, given=MoveGiven(id_at(moment, rng), move, text))
    _leader_speaks(people, begun)


def _leader_speaks(people: People, begun: datetime) -> None:
    step = EscalationStep.objects.filter(step="leader", is_passed_over=False).order_by("pk").first()
    if step is None:
        return
    moment = begun + timedelta(hours=2)
    leader = people.by_username["lingdao"] if step.person is None else step.person
    with replayed_at(moment):
        given = DeedGiven(id_at(moment, dice("leader")), "acknowledged", WORDS)
        do_about(actor=actor_with_id(leader.pk), step_id=step.pk, given=given)
