"""A worker that climbs is killed before each statement in turn: no step, order or line is taken twice or lost."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.core.tests.test_worker_killed import ask, place

__all__ = ["place"]  # the fixture of an installation of its own
pytestmark = pytest.mark.figures

CLIMB = """
import os, signal
from collections import Counter
from datetime import timedelta
from django.db import connection
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice, OutgoingMessage
from chuangcheng.core.outgoing.channels import keep_channel, switch_channel
from chuangcheng.core.times import now, replayed_at
from chuangcheng.orgs.testing import cast as made_of
from chuangcheng.supervision.models import EscalationStep, OrderCase
from chuangcheng.supervision.services.escalations import climb
from chuangcheng.supervision.tests.escalated import late_case, make_head, make_supervisor

cast = made_of.__wrapped__(None)
make_head(cast)
make_supervisor(cast)
moment = now()
for _turn in range(4):
    late_case(cast, deadline=moment - timedelta(days=16), is_told=False)
channel = keep_channel(
    actor=SYSTEM, channel_id=new_id(), kind="wecom", name="g", carries="all", audience="", fields={"url": "https://x.y/"}
)
switch_channel(actor=SYSTEM, channel_id=channel.pk, is_on=True, reason="")
long_ago = moment.date() - timedelta(days=999)
change_setting(actor=SYSTEM, key="supervision.ladder_orders", value="at_once", valid_from=long_ago, reason="x")

def run(kill_before):
    connection.close()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    count = 0
    def counted(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == kill_before:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
    try:
        with replayed_at(moment), connection.execute_wrapper(counted):
            climb(now=moment)
        os._exit(0)
    except BaseException:
        import traceback
        traceback.print_exc()
        os._exit(3)

kills, ended = 0, None
for number in range(1, 2000):
    ended = run(number)
    if ended == 0:
        break
    assert os.WIFSIGNALED(ended), ended
    kills += 1
again = run(0)
steps = Counter(f"{case}/{rung}" for case, rung in EscalationStep.objects.values_list("case", "rung"))
lines = Counter(f"{who}/{key}" for who, key in Notice.objects.values_list("recipient", "key"))
told = {key.removeprefix("supervision:step-") for key in Notice.objects.values_list("key", flat=True)}
firsts = EscalationStep.objects.filter(is_passed_over=False, was_told=False).order_by("pk")
groups = {}
for step in firsts:
    groups.setdefault((step.unit_id, step.rung), []).append(str(step.pk))
orders = Counter(str(case) for case in OrderCase.objects.values_list("case", flat=True))
print(json.dumps({
    "kills": kills,
    "ended": [ended, again],
    "steps": len(steps),
    "twice": [max(each.values()) for each in (steps, lines, orders)],
    "untold": [key for key, group in groups.items() if not set(group) & told],
    "order_steps": EscalationStep.objects.filter(step="order", is_passed_over=False).count(),
    "orders": sum(orders.values()),
    "messages": OutgoingMessage.objects.count(),
    "message_keys": OutgoingMessage.objects.values("key").distinct().count(),
    "news": Notice.objects.filter(key__startswith="supervision:").values("key").distinct().count(),
}))
"""


@pytest.fixture
def outcome(place: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = ask(place, CLIMB)
    return found


def test_whatever_statement_the_worker_is_killed_at_each_step_is_taken_once(outcome: dict[str, Any]) -> None:
    assert outcome["ended"] == [0, 0]
    assert outcome["kills"] > 20, outcome
    assert outcome["steps"] > 0
    assert outcome["twice"] == [1, 1, 1]
    assert outcome["untold"] == []
    assert outcome["order_steps"] == outcome["orders"]
    assert outcome["messages"] == outcome["message_keys"] == outcome["news"]
