"""What each person chooses for themself."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.models import MessageChoice
from chuangcheng.core.outgoing.groups import GROUPS
from chuangcheng.core.outgoing.policies import UNLESS_CHOSEN
from chuangcheng.core.times import today

How = MessageChoice.How


def choices_of(actor: Actor) -> dict[str, str]:
    """How the actor hears of each group of news. One query."""
    usual = UNLESS_CHOSEN.on(today())
    rows = dict(MessageChoice.objects.filter(person=actor.person_id or 0).values_list("group", "how"))
    return {group: rows.get(group, usual) for group in GROUPS}


@transaction.atomic
def keep_choices(*, actor: Actor, chosen: Mapping[str, str]) -> None:
    """Keeps what the actor chose; groups that are not named stay as they are."""
    if actor.person_id is None or set(chosen) - set(GROUPS) or set(chosen.values()) - set(How.values):
        raise InvalidInput(_("请在每一类里选即时、每日汇总或不发。"))
    rows = [MessageChoice(person_id=actor.person_id, group=group, how=how) for group, how in chosen.items()]
    MessageChoice.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["how"], unique_fields=["person", "group"]
    )
    audit.record(actor=actor, action="core.choose_messages", detail={"values": len(rows)})
