"""Sending what is due: claim a row, send, keep what became of it.

The claim is committed before anything leaves. Who claims and is killed leaves a row of which nobody knows whether it
arrived: after a while it says so (结果不明), is not sent again by itself, and the office decides. Nothing goes twice.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import Error as DatabaseFault
from django.db import connection
from django.db.models import Q

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.models import OutgoingMessage
from chuangcheng.core.outgoing.channels import fields_of
from chuangcheng.core.outgoing.letters import AlreadyRead, NoAddress, error_columns, letter_for
from chuangcheng.core.outgoing.policies import quiet_on
from chuangcheng.core.outgoing.queueing import TEST
from chuangcheng.core.outgoing.quiet import awake_at
from chuangcheng.core.outgoing.transports import Outcome, send
from chuangcheng.core.outgoing.transports.letters import Ending
from chuangcheng.core.times import local_date
from chuangcheng.core.times import now as present

CANDIDATES = 10  # how many due rows a worker looks at, when others take the first ones
UNCLEAR_AFTER = timedelta(minutes=5)  # a claim that old has lost its worker; our choice
MOST_TRIES = 5  # our choice
WAITS = (1, 5, 20, 60)  # minutes before the next try; our choice
KEEP_WAITS = (0.5, 2, 5, 10)  # seconds before the database is asked again; our choice
State = OutgoingMessage.State
ENDS = {Ending.SENT: State.SENT, Ending.UNCLEAR: State.UNCLEAR, Ending.NEEDLESS: State.DROPPED}

log = logging.getLogger(__name__)


def send_next(*, now: datetime) -> bool:
    """Sends the message that is longest due, urgent ones first; False when none is."""
    row = _claim(now)
    if row is None:
        return False
    outcome = _send(row)
    _keep_surely(row, outcome)
    return True


def note_unclear(*, now: datetime) -> int:
    """Says of claims whose worker is gone that nobody knows; gives their number."""
    lost = OutgoingMessage.objects.filter(state=State.CLAIMED, claimed_at__lt=now - UNCLEAR_AFTER)
    return lost.update(
        state=State.UNCLEAR, ended_at=now, **error_columns(inbox_text("发送途中程序中断，不能确定对方是否收到。"))
    )


def _claim(now: datetime) -> OutgoingMessage | None:
    due = OutgoingMessage.objects.filter(Q(channel__is_on=True) | Q(group=TEST), state=State.WAITING, due_at__lte=now)
    for row in due.select_related("channel").order_by("-is_urgent", "due_at", "pk")[:CANDIDATES]:
        mine = OutgoingMessage.objects.filter(pk=row.pk, state=State.WAITING, tries=row.tries)
        if mine.update(state=State.CLAIMED, claimed_at=now, tries=row.tries + 1):
            row.tries, row.claimed_at = row.tries + 1, now
            return row
    return None


def _send(row: OutgoingMessage) -> Outcome:
    try:
        return send(row.channel.kind, fields_of(row.channel), letter_for(row))
    except AlreadyRead:
        return Outcome(Ending.NEEDLESS, inbox_text("本人已经在系统里看过，没有再发。"))
    except NoAddress as error:
        return Outcome(Ending.REFUSED, error.sentence)
    except Exception:
        log.exception("message %s could not be sent", row.pk)
        return Outcome(Ending.UNCLEAR, inbox_text("发送途中出现问题，不能确定对方是否收到，请联系系统管理员。"))


def _keep_surely(row: OutgoingMessage, outcome: Outcome) -> None:
    """A database that is away for a moment does not make unclear what is known."""
    for wait in KEEP_WAITS:
        try:
            _keep(row, outcome, present())
        except DatabaseFault:
            log.warning("the end of message %s could not be kept; next try in %s s", row.pk, wait, exc_info=True)
            connection.close()
            time.sleep(wait)
        else:
            return
    _keep(row, outcome, present())


def _keep(row: OutgoingMessage, outcome: Outcome, now: datetime) -> None:
    # Somebody may have called it unclear meanwhile: what is known is kept.
    mine = OutgoingMessage.objects.filter(
        pk=row.pk, tries=row.tries, claimed_at=row.claimed_at, state__in=[State.CLAIMED, State.UNCLEAR]
    )
    told = error_columns(outcome.sentence)
    if outcome.ending == Ending.AGAIN and row.tries < MOST_TRIES:
        later = now + timedelta(minutes=WAITS[min(row.tries, len(WAITS)) - 1])
        if not row.is_urgent:
            later = awake_at(later, quiet_on(local_date(now)), office_calendar())
        mine.update(state=State.WAITING, due_at=later, **told)
        return
    ended = ENDS.get(outcome.ending, State.GIVEN_UP)
    mine.update(state=ended, ended_at=now, **told)
