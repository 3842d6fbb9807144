"""Workers that send are killed, before, while and after the other side hears of a message: it hears of none twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangcheng.core.tests.stub_servers import Gateway, gateway
from chuangcheng.core.tests.test_worker_killed import ask, place

__all__ = ["place"]  # the fixture of an installation of its own
pytestmark = pytest.mark.figures

ROOT = Path(__file__).parents[3]
MESSAGES, MOST_KILLS, WAIT_SECONDS, QUIET_SECONDS = 80, 5, 400, 25
FILL = """
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.crypto import encrypt
from chuangcheng.core.ids import new_id
from chuangcheng.core.notices import notify
from chuangcheng.core.outgoing.channels import keep_channel, switch_channel
from chuangcheng.orgs.models import Person
person = Person.objects.create(username="a", name="甲", phone_encrypted=encrypt("13800005678"))
fields = {"url": "URL", "body": '{"to": "{phone}", "text": "{text}", "id": "{id}"}', "success": "code=0"}
made = keep_channel(
    actor=SYSTEM, channel_id=new_id(), kind="sms", name="短信", carries="all", audience="", fields=fields
)
switch_channel(actor=SYSTEM, channel_id=made.pk, is_on=True, reason="")
for number in range(COUNT):
    notify(person_ids=[person.pk], key=f"supervision:{number}", title=f"n{number}", is_urgent=True)
print(OutgoingMessage.objects.count())
"""
ERRORS = "print(json.dumps(list(OutgoingMessage.objects.filter(state='unclear').values_list('error', flat=True))))"
STATES = "print(json.dumps(dict(OutgoingMessage.objects.values_list('title', 'state'))))"


@pytest.fixture
def stub() -> Iterator[Gateway]:
    with gateway() as found:
        yield found


def started(place: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "chuangcheng.core.tests.killed_sender"]
    return subprocess.Popen(command, env=place, cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command


def test_no_message_of_killed_workers_arrives_twice_and_none_is_lost(place: dict[str, str], stub: Gateway) -> None:
    place["CHUANGCHENG_MESSAGES_TO_PRIVATE"] = "true"
    assert ask(place, FILL.replace("URL", stub.url).replace("COUNT", str(MESSAGES))) == MESSAGES
    chance, lock, kills = random.Random(7), threading.Lock(), Counter[str]()  # noqa: S311 - when to kill
    workers: list[subprocess.Popen[bytes]] = []

    def kill_sometimes() -> None:
        """In the middle of a request: what the other side has, our side does not know."""
        time.sleep(0.05)
        with lock:
            if len(stub.arrived) % 15 == 5 and workers[-1].poll() is None:
                os.kill(workers[-1].pid, signal.SIGKILL)
                kills["in a request"] += 1

    stub.before_answer = kill_sometimes
    workers.append(started(place))
    end, since, seen = time.monotonic() + WAIT_SECONDS, time.monotonic(), 0
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.02, 0.2))
        if workers[-1].poll() is not None:
            with lock:
                workers.append(started(place))
            seen, since = len(stub.arrived), time.monotonic()
        elif len(stub.arrived) > seen + 2 and chance.random() < 0.2 and kills["anywhere"] < MOST_KILLS:
            workers[-1].kill()  # somewhere between two statements
            kills["anywhere"] += 1
        elif time.monotonic() - since > QUIET_SECONDS:
            if not set(ask(place, STATES).values()) & {"waiting", "claimed", "held"}:
                break
            since = time.monotonic()
    workers[-1].kill()
    workers[-1].wait()
    states = ask(place, STATES)
    arrived = Counter(each.body["text"] for each in stub.arrived)
    assert kills["in a request"] >= 3, kills
    assert max(arrived.values()) == 1, "nothing arrives twice"
    assert set(states.values()) <= {"sent", "unclear"}, "nothing waits for ever"
    assert {title for title, state in states.items() if state == "sent"} <= set(arrived), "what is called sent arrived"
    assert set(states) - set(arrived) <= {title for title, state in states.items() if state == "unclear"}
    why = Counter(ask(place, ERRORS))
    assert list(states.values()).count("unclear") <= sum(kills.values()), (why, kills)
