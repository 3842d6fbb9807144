"""Kill -9 of the server while visits are sent: each is whole or not there, and sent again it is there once."""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

from tests.operations.installations import Installation, Process, free_port, kill
from tests.operations.visiting import Inspector, visit_of, wait_until_well

pytestmark = pytest.mark.figures

ROUNDS, AT_ONCE = 4, 6

# A visit is whole when all that belongs to it is there, and nothing else.
COUNTS = """
from chuangcheng.core.models import AuditEntry, Event
from chuangcheng.inspections.models import Answer, AnswerPhoto, Check, Visit
answer = {{}}
for id in {ids}:
    if Visit.objects.filter(pk=id).exists():
        answer[id] = [
            Answer.objects.filter(visit=id).count(),
            Check.objects.filter(answer__visit=id).count(),
            AnswerPhoto.objects.filter(answer__visit=id).count(),
            AuditEntry.objects.filter(subject_id=id, action="inspections.submit_visit").count(),
            Event.objects.filter(topic="inspections.visit_submitted", payload__visit=id).count(),
            Visit.objects.filter(pk=id, assignment__visited_at__isnull=False).count(),
        ]
    elif Answer.objects.filter(visit=id).exists() or AuditEntry.objects.filter(subject_id=id).exists():
        answer[id] = "something without its visit"
"""


def serve(installation: Installation, port: int) -> Process:
    """The server alone, as `chuangcheng run` starts it."""
    import os

    command = (sys.executable, "-m", "chuangcheng.config.child", "server", str(os.getpid()))
    process = installation.starts(*command, CHUANGCHENG_PORT=str(port), CHUANGCHENG_SERVER_WORKERS="2")
    wait_until_well(f"http://127.0.0.1:{port}")
    return process


def sent_at_once(inspector: Inspector, visits: Sequence[dict[str, Any]]) -> list[threading.Thread]:
    """Threads that each send one visit and do not mind when the server goes."""

    def send(visit: dict[str, Any]) -> None:
        try:
            inspector.sends("/visits", visit)
        except OSError:
            return

    threads = [threading.Thread(target=send, args=(visit,)) for visit in visits]
    for thread in threads:
        thread.start()
    return threads


def test_killed_server_leaves_whole_visits_or_none(lived_in: Installation) -> None:
    port, moments = free_port(), random.Random(20261126)  # noqa: S311 - moments to kill at
    inspector = Inspector(f"http://127.0.0.1:{port}")
    server = serve(lived_in, port)
    inspector.signs_in()
    places = inspector.reads("/visits/mine")
    assert len(places) >= AT_ONCE
    visits: list[dict[str, Any]] = []
    survived = 0
    for _round in range(ROUNDS):
        batch = [visit_of(inspector, place) for place in places[:AT_ONCE]]
        visits += batch
        threads = sent_at_once(inspector, batch)
        time.sleep(moments.uniform(0.02, 0.5))
        kill(server)
        for thread in threads:
            thread.join(90)
        ids = [visit["id"] for visit in batch]
        before = lived_in.says(COUNTS.format(ids=ids))
        survived += len(before)
        server = serve(lived_in, port)
        for visit in batch:
            shown = inspector.sends("/visits", visit)
            checks = sum(len(answer["checks"]) for answer in shown["answers"])
            whole = [len(visit["answers"]), checks, 1, 1, 1, 1]
            assert before.get(visit["id"], whole) == whole
            assert lived_in.says(COUNTS.format(ids=[visit["id"]])) == {visit["id"]: whole}
    kill(server)
    assert survived < len(visits), "no kill came in the middle of anything"
    assert lived_in.is_sound()
