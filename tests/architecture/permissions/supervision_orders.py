"""Escalation and supervision orders: who passes each door.

The offices that supervise handle steps and issue orders; the unit signs and answers; leaders read, and look after what
is theirs in person.
"""

from __future__ import annotations

from datetime import date

from chuangcheng.orgs.testing import Cast
from chuangcheng.supervision.models import EscalationDeed, StreakDeed, StreakStep
from chuangcheng.supervision.testing import compute, make_board
from chuangcheng.supervision.tests.escalated import escalated, order_in

PAGES = """
supervision:coming          GET   OSGHLD
supervision:escalations     GET   OSGHLD
supervision:cards           GET   OSGHLD
supervision:escalation      GET   OSGHLD
supervision:deed            POST  OSGHLD
supervision:undo            POST  OSG
supervision:undo_deed       POST  OSG
supervision:streak_step     GET   OSGHLD
supervision:streak_deed     POST  OSGHLD
supervision:undo_streak_deed POST OSG
supervision:ladder          GET   OG
supervision:ladder          POST  OG
supervision:streaks         GET   OG
supervision:streaks         POST  OG
supervision:undo_streak     POST  OSG
supervision:orders          GET   OSGHLD
supervision:orders_workbook GET   OSGHLD
supervision:orders_for_cases POST OSG
supervision:new_order       GET   OSG
supervision:new_order       POST  OSG
supervision:order           GET   OSGHLD
supervision:order_file      GET   OSGHLD
supervision:order_file      POST  OSGHLD
supervision:move_order      POST  OSGHLD
"""

API = """
/escalations                             GET   OSGHLD
/escalations/coming                      GET   OSGHLD
/escalations/{step_id}                   GET   OSGHLD
/escalations/{step_id}/deeds             POST  D  {"kind":"acknowledged","text":"T"}
/escalations/{step_id}/undo              POST  OSG  {"reason":"R"}
/escalations/{step_id}/deeds/{deed_id}/undo POST OSG  {"reason":"R"}
/streak-steps/{streak_step_id}           GET   OSGHLD
/streak-steps/{streak_step_id}/deeds     POST  OSG  {"kind":"held","text":"T","party":"P","on":"2026-11-20"}
/streak-steps/{streak_step_id}/deeds/{deed_id}/undo POST OSG  {"reason":"R"}
/ladder                                  GET   OSGHLD
/ladder                                  PUT   OG  {"rungs":[],"valid_from":"2026-01-01","reason":"R"}
/cards                                   GET   OSGHLD
/streak-steps                            GET   OSGHLD
/streak-steps/{streak_step_id}/undo             POST  OSG  {"reason":"R"}
/streaks                                 GET   OSGHLD
/streaks                                 PUT   OG  {"rungs":[],"valid_from":"2026-01-01","reason":"R"}
/supervision-orders                      GET   OSGHLD
/supervision-orders                      POST  OSG  {"unit_id":$unit_id,"title":"T","grounds":"G","requirement":"R"}
/supervision-orders/for-cases            POST  OSG  {"case_ids":[],"requirement":"R"}
/supervision-orders.xlsx                 GET   OSGHLD
/supervision-orders/{order_id}           GET   OSGHLD
/supervision-orders/{order_id}/paper.docx GET  OSGHLD
/supervision-orders/{order_id}/issue     POST  OSG  {}
/supervision-orders/{order_id}/drop      POST  OSG  {"text":"R"}
/supervision-orders/{order_id}/sign      POST  HL  {}
/supervision-orders/{order_id}/answer    POST  HL  {"text":"T"}
/supervision-orders/{order_id}/answer-files POST HL
/supervision-orders/{order_id}/return    POST  OSG  {"text":"R"}
/supervision-orders/{order_id}/close     POST  OSG  {}
/supervision-orders/{order_id}/withdraw  POST  OSG  {"text":"R"}
"""


def things(cast: Cast) -> dict[str, object]:
    """A step that a leader looks after, and an order that waits to be signed for."""
    step = next(row for row in escalated(cast, days_late=9) if row.step == "leader")
    order = order_in("issued", cast)
    run = compute(cast, make_board(cast), date(2026, 9, 10))
    streak = StreakStep.objects.create(
        key="matrix",
        unit=cast.sanitation,
        board=run.board,
        run=run,
        since=run.first,
        periods=1,
        rung="first",
        step="talk",
        by="discipline",
    )
    deed = EscalationDeed.objects.create(step=step, kind="planned", text="T", actor_name="A")
    StreakDeed.objects.create(pk=deed.pk, step=streak, kind="planned", text="T", actor_name="A")
    return {
        "deed_id": deed.pk,
        "step_id": step.pk,
        "streak_step_id": streak.pk,
        "order_id": order.pk,
        "unit_id": cast.sanitation.pk,
        "kind": "docx",
        "move": "sign",
    }
