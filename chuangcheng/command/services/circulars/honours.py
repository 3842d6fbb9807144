"""A published red and black list goes to units as a circular; taken down, the circular is withdrawn, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.circular_access import require_keeper
from chuangcheng.command.models import Circular
from chuangcheng.command.queries.honours import circular_id_of, circular_of_list
from chuangcheng.command.services.circulars.passing import PassGiven, issue_circular
from chuangcheng.command.services.circulars.registering import (
    MOST_REASON,
    CircularEnded,
    CircularGiven,
    register_circular,
    withdraw_circular,
)
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.files import store_all
from chuangcheng.core.files.storing import Upload
from chuangcheng.supervision.queries.accountability.honours import list_files, list_to_send


@transaction.atomic
def send_list(*, actor: Actor, list_id: UUID, given: PassGiven) -> Circular:
    """The list with its PDF, Word and Excel to units, which sign for it. Again: the same circular, as it was sent."""
    require_keeper(actor)
    found = list_to_send(actor=actor, list_id=list_id)
    there = circular_of_list(list_id)
    if there is not None:
        if there.withdrawn_at is not None:
            raise CircularEnded
        return there
    names = list_files(actor=actor, list_id=list_id)
    files = store_all([Upload(content, name) for name, content in names])
    made = register_circular(
        actor=actor,
        circular_id=circular_id_of(list_id),
        given=CircularGiven(
            direction=Circular.Direction.ISSUED,
            title=found.title,
            sender=found.office,
            dated_on=found.published_on,
            about=_("现将%(title)s印发给你们，请阅知。") % {"title": found.title},
            files=[(file, name) for file, (name, _content) in zip(files, names, strict=True)],
        ),
    )
    issue_circular(actor=actor, circular_id=made.pk, given=given)
    made.refresh_from_db()
    return made


def withdraw_sent_list(payload: Mapping[str, Any]) -> None:
    """News that a list was taken down: its circular does not count any more. Again: nothing."""
    found = circular_of_list(UUID(str(payload["list_id"])))
    if found is not None and found.withdrawn_at is None:
        withdraw_circular(actor=SYSTEM, circular_id=found.pk, reason=str(payload["reason"])[:MOST_REASON])
