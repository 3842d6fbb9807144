"""Channels: set by an administrator, what they need kept encrypted, tried before they are switched on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.crypto import decrypt, encrypt
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.inbox_text import inbox_text, words_of
from chuangcheng.core.models import MessageChannel, OutgoingMessage
from chuangcheng.core.outgoing.addresses import audience_choices, contacts_of
from chuangcheng.core.outgoing.letters import error_columns
from chuangcheng.core.outgoing.policies import CHANGE_CHANNELS
from chuangcheng.core.outgoing.queueing import TEST, forget_open_channels, key_for
from chuangcheng.core.outgoing.transports.cloud_sms import checked_cloud
from chuangcheng.core.outgoing.transports.mail import PLAIN, STARTTLS, TLS
from chuangcheng.core.outgoing.transports.reaching import checked_address
from chuangcheng.core.outgoing.transports.sms import checked_body, checked_headers, checked_rule
from chuangcheng.core.times import now

Kind, State = MessageChannel.Kind, OutgoingMessage.State
MOST_NAME, MOST_REASON = 60, 200  # characters, as the columns
MOST_PORT = 65535
TRIAL = gettext_noop("这是一条测试消息，看到它说明渠道可用。")

# What each kind needs; the first of each pair says whether it is secret: never shown again, left empty stays as it is.
FIELDS: Mapping[str, Mapping[str, bool]] = {
    Kind.WECOM: {"url": True},
    Kind.DINGTALK: {"url": True, "secret": True},
    Kind.FEISHU: {"url": True, "secret": True},
    Kind.MAIL: {
        "host": False,
        "port": False,
        "security": False,
        "sender": False,
        "user": False,
        "password": True,
    },
    Kind.SMS: {"url": True, "headers": True, "body": False, "success": False},
    Kind.ALIYUN: {
        "url": False,
        "key_id": False,
        "key_secret": True,
        "sign_name": False,
        "template": False,
        "variable": False,
        "room": False,
    },
    Kind.TENCENT: {
        "url": False,
        "region": False,
        "key_id": False,
        "key_secret": True,
        "app_id": False,
        "sign_name": False,
        "template": False,
        "room": False,
    },
}
MAY_BE_EMPTY = {"secret", "user", "password", "headers", "success"}


def channels() -> list[MessageChannel]:
    """All channels, oldest first."""
    return list(MessageChannel.objects.order_by("pk"))


def channel_for(actor: Actor, channel_id: UUID) -> MessageChannel:
    """The channel, to whoever sets them; NotFound otherwise."""
    require(actor, CHANGE_CHANNELS)
    found = MessageChannel.objects.filter(pk=channel_id).first()
    if found is None:
        raise NotFound(_("没有找到这个渠道，请从列表进入。"))
    return found


def fields_of(channel: MessageChannel) -> dict[str, str]:
    """What the channel needs, in plain text: for sending alone."""
    found: dict[str, str] = json.loads(decrypt(channel.secrets_encrypted)) if channel.secrets_encrypted else {}
    return found


def shown_fields(channel: MessageChannel) -> dict[str, str]:
    """What of it may be shown."""
    kept = fields_of(channel)
    return {name: kept.get(name, "") for name, is_secret in FIELDS[channel.kind].items() if not is_secret}


@transaction.atomic
def keep_channel(
    *,
    actor: Actor,
    channel_id: UUID,
    kind: str,
    name: str,
    carries: str,
    audience: str,
    fields: Mapping[str, str],
) -> MessageChannel:
    """A new channel, or another setting of the one with this id. A secret left empty stays as it is."""
    require(actor, CHANGE_CHANNELS)
    found = MessageChannel.objects.select_for_update().filter(pk=channel_id).first()
    if found is None and (kind not in FIELDS or not is_client_id(channel_id)):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    row = found or MessageChannel(pk=channel_id, kind=kind)
    row.name = " ".join(name.split())
    if not row.name or len(row.name) > MOST_NAME:
        raise InvalidInput(_("请填写名称，最多%(count)s个字。") % {"count": MOST_NAME})
    if carries not in MessageChannel.Carries.values:
        raise InvalidInput(_("请选择发哪些消息。"))
    if audience and (not row.is_group or audience not in dict(audience_choices())):
        raise InvalidInput(_("请从列表里选择发给谁的消息。"))
    row.carries, row.audience = carries, audience
    kept = _merged(row, fields)
    row.shown_address = _shown_address(row.kind, kept)
    row.secrets_encrypted = encrypt(json.dumps(kept, ensure_ascii=False))
    row.save(force_insert=found is None)
    audit.record(actor=actor, action="core.keep_channel", subject=row, detail={"name": row.name, "kind": row.kind})
    transaction.on_commit(forget_open_channels)
    return row


def change_channel(
    *, actor: Actor, channel_id: UUID, name: str, carries: str, audience: str, fields: Mapping[str, str]
) -> MessageChannel:
    """Another setting of a channel that is there; what is not given stays as it is."""
    row = channel_for(actor, channel_id)
    return keep_channel(
        actor=actor,
        channel_id=row.pk,
        kind=row.kind,
        name=name,
        carries=carries,
        audience=audience,
        fields={**shown_fields(row), **fields},
    )


def known_fields(kind: str, fields: Mapping[str, str]) -> Mapping[str, str]:
    """The fields, when channels of this kind have all of them; raises InvalidInput that names one they have not."""
    if kind not in FIELDS:
        raise InvalidInput(_("没有这种渠道，可用：%(kinds)s。") % {"kinds": "、".join(FIELDS)})
    unknown = sorted(set(fields) - set(FIELDS[kind]))
    if unknown:
        facts = {"name": unknown[0][:40], "names": "、".join(FIELDS[kind])}
        raise InvalidInput(_("这种渠道没有“%(name)s”这一项，可用：%(names)s。") % facts)
    return fields


def secrets_kept(channel: MessageChannel) -> list[str]:
    """Names of the secrets that the channel has, never what they are."""
    kept = fields_of(channel)
    return [name for name, is_secret in FIELDS[channel.kind].items() if is_secret and kept.get(name)]


@transaction.atomic
def switch_channel(*, actor: Actor, channel_id: UUID, is_on: bool, reason: str) -> MessageChannel:
    """Switches a channel on or off, with a reason; what waits for one that is switched off is not sent any more."""
    require(actor, CHANGE_CHANNELS)
    row = MessageChannel.objects.select_for_update().filter(pk=channel_id).first()
    if row is None:
        raise NotFound(_("没有找到这个渠道，请从列表进入。"))
    if row.is_on == is_on:
        return row
    words = " ".join(reason.split())[:MOST_REASON]
    if not is_on and not words:
        raise InvalidInput(_("请写明停用的理由。"))
    row.is_on, row.off_reason = is_on, "" if is_on else words
    row.save(update_fields=["is_on", "off_reason", "changed_at"])
    if not is_on:
        waiting = OutgoingMessage.objects.filter(channel=row, state__in=[State.WAITING, State.HELD])
        told = error_columns(inbox_text("渠道已停用：%(reason)s", {"reason": words}))
        waiting.update(state=State.DROPPED, ended_at=now(), **told)
    detail = {"name": row.name, "reason": words}
    audit.record(actor=actor, action="core.open_channel" if is_on else "core.close_channel", subject=row, detail=detail)
    transaction.on_commit(forget_open_channels)
    return row


@transaction.atomic
def try_channel(*, actor: Actor, channel_id: UUID, trial_id: UUID) -> OutgoingMessage:
    """Asks for a message by the channel: to the group, or to the actor's own address. The same id twice is one."""
    channel = channel_for(actor, channel_id)
    key = key_for(str(channel.pk), None, f"trial-{trial_id}")
    there = OutgoingMessage.objects.filter(key=key).first()
    if there is not None:
        return there
    if not is_client_id(trial_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    person = None if channel.is_group else actor.person_id
    if person is not None:
        contact = contacts_of([person]).get(person)
        if contact is None or not contact.at(channel.kind):
            raise InvalidInput(_("试发会发给您本人，请先在人员资料里登记您的手机号或邮箱。"))
    text, at = inbox_text(TRIAL), now()
    made = OutgoingMessage.objects.create(
        key=key,
        channel=channel,
        recipient_id=person,
        notice_key=f"trial-{trial_id}",
        group=TEST,
        title=text,
        title_words=words_of(text),
        is_urgent=True,
        due_at=at,
        created_at=at,
    )
    audit.record(actor=actor, action="core.try_channel", subject=channel, detail={"name": channel.name})
    return made


def _merged(row: MessageChannel, given: Mapping[str, str]) -> dict[str, str]:
    before = fields_of(row)
    kept = {}
    for name, is_secret in FIELDS[row.kind].items():
        value = given.get(name, "").strip()
        kept[name] = before.get(name, "") if is_secret and not value else value
        if not kept[name] and name not in MAY_BE_EMPTY:
            raise InvalidInput(_("还有必填的内容没有填写，请补齐。"))
    if "url" in kept:
        checked_address(kept["url"])
    if row.kind == Kind.SMS:
        kept["body"], kept["success"] = checked_body(kept["body"]), checked_rule(kept["success"])
        checked_headers(kept["headers"])
    if row.kind in {Kind.ALIYUN, Kind.TENCENT}:
        checked_cloud(kept)
    if row.kind == Kind.MAIL:
        _check_mail(kept)
    return kept


def _check_mail(kept: Mapping[str, str]) -> None:
    if kept["security"] not in {TLS, STARTTLS, PLAIN}:
        raise InvalidInput(_("请选择加密方式。"))
    if not kept["port"].isdecimal() or not 1 <= int(kept["port"]) <= MOST_PORT:
        raise InvalidInput(_("端口应为1到65535的数字，常用465、587或25。"))
    checked_address(f"http://{kept['host']}")
    try:
        validate_email(kept["sender"])
    except ValidationError as error:
        raise InvalidInput(_("发件地址不是正确的邮箱地址。")) from error


def _shown_address(kind: str, kept: Mapping[str, str]) -> str:
    """Where it leads, without what is secret: the host alone."""
    if kind == Kind.MAIL:
        return f"{kept['sender']} · {kept['host']}:{kept['port']}"[:120]
    return (urlsplit(kept["url"]).hostname or "")[:120]
