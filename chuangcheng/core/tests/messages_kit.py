"""What the tests of messages share: channels that are open, people who can be reached, the job done at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from chuangcheng.core.crypto import encrypt
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import MessageChannel, OutgoingMessage
from chuangcheng.core.outgoing.channels import keep_channel, switch_channel
from chuangcheng.core.outgoing.digests import gather
from chuangcheng.core.outgoing.queueing import forget_open_channels
from chuangcheng.core.outgoing.sending import note_unclear, send_next
from chuangcheng.core.times import SHANGHAI, replayed_at
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of

Kind, Carries, State = MessageChannel.Kind, MessageChannel.Carries, OutgoingMessage.State
WORKDAY_NOON = datetime(2026, 10, 14, 10, 0, tzinfo=SHANGHAI)  # a Wednesday
SMS = {"body": '{"to": "{phone}", "msg": {"text": "{text}"}, "id": "{id}"}', "success": "code=0"}


def channel(cast: Cast, kind: str, *, carries: str = Carries.ALL, audience: str = "", **fields: str) -> MessageChannel:
    """A channel that is switched on."""
    made = keep_channel(
        actor=actor_of(cast.admin),
        channel_id=new_id(),
        kind=kind,
        name=f"渠道{kind}",
        carries=carries,
        audience=audience,
        fields=fields,
    )
    switch_channel(actor=actor_of(cast.admin), channel_id=made.pk, is_on=True, reason="")
    forget_open_channels()
    made.refresh_from_db()
    return made


def reachable(person: Person, *, phone: str = "13800005678", email: str = "a@example.com") -> None:
    """Gives the person a mobile number and a mail address."""
    Person.objects.filter(pk=person.pk).update(phone_encrypted=encrypt(phone), email=email)


def change(cast: Cast, key: str, value: Any) -> None:
    """A dated setting from today on."""
    change_setting(actor=actor_of(cast.admin), key=key, value=value, valid_from=date(2020, 1, 1), reason="测试")


def work_off(moment: datetime) -> int:
    """What the job does at a moment, without its minute; gives the number of tries."""
    with replayed_at(moment):
        note_unclear(now=moment)
        gather(now=moment)
        count = 0
        while send_next(now=moment):
            count += 1
    return count
