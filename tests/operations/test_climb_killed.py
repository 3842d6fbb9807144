"""Kill -9 of two workers that climb the ladder at once: every step, order and line in an inbox is there once."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.operations.installations import PATIENCE_SECONDS, Installation, Process, kill

pytestmark = pytest.mark.figures

LATE, MOST_ROUNDS = 300, 25

# Cases that became late long enough ago for every step by lateness, and whose reminder has told of it.
MAKE_LATE = f"""
from datetime import timedelta
from chuangcheng.cases.models import Case
from chuangcheng.cases.reminders import NO_MORE
from chuangcheng.core.times import now
from chuangcheng.supervision.models import EscalationStep
fixing = Case.objects.filter(is_held=False, lead_unit__isnull=False)
fixing = fixing.exclude(pk__in=EscalationStep.objects.values("case"))
ids = list(fixing.order_by("pk").values_list("pk", flat=True)[:{LATE}])
Case.objects.filter(pk__in=ids).update(
    state="fixing", due_at=now() - timedelta(days=10), next_reminder_at=NO_MORE, closed_at=None, fed_back_at=None
)
answer = [str(pk) for pk in ids]
"""

CLIMB = """
import sys, django
django.setup()
from pathlib import Path
from chuangcheng.core.times import now
from chuangcheng.supervision.services.escalations import climb
Path(sys.argv[1]).touch()
while True:
    climb(now=now())
"""

# What is there of these cases: steps, those without their wait, orders of steps, lines in inboxes and those told twice.
STANDS = """
from collections import Counter, defaultdict
from chuangcheng.core.models import Event, Notice
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.escalation_wording import DONE_BY
from chuangcheng.supervision.models import EscalationStep, OrderCase
ids = {ids}
steps = list(EscalationStep.objects.filter(case__in=ids))
standing = [step for step in steps if not step.is_passed_over]
acted = [step for step in standing if Step(step.step) in DONE_BY]
lines = Counter(Notice.objects.filter(key__startswith="supervision:step-").values_list("key", flat=True))
alike = defaultdict(list)
for step in standing:
    if step.recipient_count:
        alike[step.unit_id, step.rung, step.taken_at].append(step)
untold = [
    group for group in alike.values()
    if all(lines[f"supervision:step-{{step.pk}}"] != step.recipient_count for step in group)
]
events = [pk for event in Event.objects.filter(topic="supervision.steps_taken") for pk in event.payload["step_ids"]]
answer = {{
    "steps": len(steps),
    "keys": len({{step.key for step in steps}}),
    "without wait": sum(1 for step in acted if not hasattr(step, "wait")),
    "orders wanted": sum(1 for step in standing if step.step == "order"),
    "orders": OrderCase.objects.filter(step__in=steps).count(),
    "untold": len(untold),
    "announced": len(set(events) & {{str(step.pk) for step in standing}}),
    "announced twice": sum(1 for count in Counter(events).values() if count > 1),
    "standing": len(standing),
}}
"""


def climbers(installation: Installation, folder: Path) -> list[Process]:
    """Two processes that climb without end, both at it."""
    ready = [folder / "one", folder / "two"]
    for path in ready:
        path.unlink(missing_ok=True)
    running = [installation.starts(sys.executable, "-c", CLIMB, str(path)) for path in ready]
    end = time.monotonic() + PATIENCE_SECONDS
    while not all(path.exists() for path in ready):
        assert time.monotonic() < end, "the workers did not start"
        time.sleep(0.02)
    return running


def test_killed_workers_take_every_step_once(lived_in: Installation, tmp_path: Path) -> None:
    ids = lived_in.says(MAKE_LATE)
    moments = random.Random(20261128)  # noqa: S311 - moments to kill at
    found, grew = lived_in.says(STANDS.format(ids=ids)), 0
    for _round in range(MOST_ROUNDS):
        running = climbers(lived_in, tmp_path)
        time.sleep(moments.uniform(0.05, 1.0))
        for process in running:
            kill(process)
        before, found = found, lived_in.says(STANDS.format(ids=ids))
        _is_whole(found)
        grew += before["steps"] < found["steps"]
        if before["steps"] == found["steps"] > 0:
            break
    assert grew > 1, "no kill came in the middle of anything"
    done = lived_in.says(
        "from chuangcheng.core.times import now\n"
        "from chuangcheng.supervision.services.escalations import climb\n"
        "answer = [climb(now=now()) for _time in range(9)]"
    )
    assert done[-1] == 0
    _is_whole(lived_in.says(STANDS.format(ids=ids)))
    assert lived_in.is_sound()


def _is_whole(found: dict[str, Any]) -> None:
    assert found["steps"] == found["keys"]
    assert found["without wait"] == found["untold"] == found["announced twice"] == 0
    assert found["orders"] == found["orders wanted"]
    assert found["announced"] == found["standing"]
