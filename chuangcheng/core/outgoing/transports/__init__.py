"""One port for every way out: `send(kind, fields, letter)` says what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from chuangcheng.core.models import MessageChannel
from chuangcheng.core.outgoing.transports.cloud_sms import send_cloud_sms
from chuangcheng.core.outgoing.transports.letters import Letter, Outcome
from chuangcheng.core.outgoing.transports.mail import send_mail
from chuangcheng.core.outgoing.transports.robots import send_to_robot
from chuangcheng.core.outgoing.transports.sms import send_sms

__all__ = ["Letter", "Outcome", "send"]


def send(kind: str, fields: Mapping[str, str], letter: Letter) -> Outcome:
    """Sends one message by a channel of this kind; never raises for what the other side does."""
    if kind == MessageChannel.Kind.MAIL:
        return send_mail(fields, letter)
    if kind == MessageChannel.Kind.SMS:
        return send_sms(fields, letter)
    if kind in {MessageChannel.Kind.ALIYUN, MessageChannel.Kind.TENCENT}:
        return send_cloud_sms(kind, fields, letter)
    return send_to_robot(kind, fields, letter)
