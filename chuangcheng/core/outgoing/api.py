from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Field, Query, Router, Schema, Status

from chuangcheng.core.access import require
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import MessageChannel, OutgoingMessage
from chuangcheng.core.outgoing.channels import (
    change_channel,
    channel_for,
    keep_channel,
    known_fields,
    secrets_kept,
    shown_fields,
    switch_channel,
    try_channel,
)
from chuangcheng.core.outgoing.channels import channels as all_channels
from chuangcheng.core.outgoing.choices import choices_of, keep_choices
from chuangcheng.core.outgoing.letters import shown_error, shown_title
from chuangcheng.core.outgoing.papers import messages_workbook
from chuangcheng.core.outgoing.policies import CHANGE_CHANNELS
from chuangcheng.core.outgoing.records import Wanted, messages_for, send_again
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of, download

router = Router()
MAX_ROWS = 200


class ChannelOut(Schema):
    """A channel, without what is secret."""

    id: UUID
    kind: str
    name: str
    carries: str
    audience: str
    shown_address: str
    is_on: bool
    off_reason: str


class ChannelDetail(ChannelOut):
    """A channel with what of its fields may be shown, and the names of the secrets that it has."""

    fields: dict[str, str]
    secrets_kept: list[str]

    @staticmethod
    def resolve_fields(row: MessageChannel) -> dict[str, str]:
        """Without what is secret."""
        return shown_fields(row)

    @staticmethod
    def resolve_secrets_kept(row: MessageChannel) -> list[str]:
        """Names alone."""
        return secrets_kept(row)


FieldValue = Annotated[str, Field(max_length=4000)]


class ChannelChange(Strict):
    """Another setting; a field that is not given, or a secret that is empty, stays as it is."""

    name: str = Field(max_length=60)
    carries: Literal["urgent", "digest", "all"]
    audience: str = Field("", max_length=40)
    fields: dict[str, FieldValue] = {}


class ChannelIn(ChannelChange):
    """A new channel; it is off until it is switched on."""

    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same channel
    kind: Literal["wecom", "dingtalk", "feishu", "mail", "sms", "aliyun", "tencent"]


class ChannelSwitched(Strict):
    """On, or off with a reason."""

    is_on: bool
    reason: str = Field("", max_length=200)


class TrialAsked(Strict):
    """A trial message; the id is made by the client."""

    id: UUID


class MessageOut(Schema):
    """One message and what became of it."""

    id: UUID
    title: str
    channel_id: UUID
    recipient_id: int | None
    is_urgent: bool
    state: str
    tries: int
    error: str
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None
    digest_id: UUID | None

    @staticmethod
    def resolve_title(row: OutgoingMessage) -> str:
        """In the reader's language."""
        return shown_title(row)

    @staticmethod
    def resolve_error(row: OutgoingMessage) -> str:
        """In the reader's language."""
        return shown_error(row)


class MessagesAsked(Schema):
    """Which part of the list: messages older than `before`, at most `limit`."""

    state: Literal["", "waiting", "held", "claimed", "sent", "gathered", "unclear", "given_up", "dropped"] = ""
    channel: UUID | None = None
    day: date | None = None
    before: UUID | None = None
    limit: int = Field(50, ge=1, le=MAX_ROWS)


class AgainAsked(Strict):
    """Why a message is sent once more."""

    reason: str = Field(max_length=300)


class ChoicesIn(Strict):
    """How one wants to hear of each group of news."""

    cases: Literal["now", "digest", "none"] | None = None
    supervision: Literal["now", "digest", "none"] | None = None
    checks: Literal["now", "digest", "none"] | None = None
    work: Literal["now", "digest", "none"] | None = None
    system: Literal["now", "digest", "none"] | None = None


@router.get("/message-channels", response=list[ChannelOut], summary="消息发送渠道")
def channels(request: HttpRequest) -> list[MessageChannel]:
    """All channels."""
    require(actor_of(request), CHANGE_CHANNELS)
    return all_channels()


@router.post("/message-channels", response={201: ChannelDetail}, summary="添加消息渠道")
def add_channel(request: HttpRequest, given: ChannelIn) -> Status[MessageChannel]:
    """A channel that is off until somebody switches it on."""
    actor = actor_of(request)
    require(actor, CHANGE_CHANNELS)
    made = keep_channel(
        actor=actor,
        channel_id=given.id or new_id(),
        kind=given.kind,
        name=given.name,
        carries=given.carries,
        audience=given.audience,
        fields=known_fields(given.kind, given.fields),
    )
    return Status(201, made)


@router.get("/message-channels/{uuid:channel_id}", response=ChannelDetail, summary="一个消息渠道")
def get_channel(request: HttpRequest, channel_id: UUID) -> MessageChannel:
    """One channel, without what is secret."""
    return channel_for(actor_of(request), channel_id)


@router.put("/message-channels/{uuid:channel_id}", response=ChannelDetail, summary="修改消息渠道")
def put_channel(request: HttpRequest, channel_id: UUID, given: ChannelChange) -> MessageChannel:
    """Another setting of a channel."""
    actor = actor_of(request)
    fields = known_fields(channel_for(actor, channel_id).kind, given.fields)
    return change_channel(
        actor=actor,
        channel_id=channel_id,
        name=given.name,
        carries=given.carries,
        audience=given.audience,
        fields=fields,
    )


@router.put("/message-channels/{uuid:channel_id}/state", response=ChannelOut, summary="启用或停用渠道")
def switch(request: HttpRequest, channel_id: UUID, given: ChannelSwitched) -> MessageChannel:
    """Switches a channel on or off."""
    return switch_channel(actor=actor_of(request), channel_id=channel_id, is_on=given.is_on, reason=given.reason)


@router.post("/message-channels/{uuid:channel_id}/trials", response=MessageOut, summary="试发一条消息")
def try_out(request: HttpRequest, channel_id: UUID, given: TrialAsked) -> OutgoingMessage:
    """Asks for a trial message."""
    return try_channel(actor=actor_of(request), channel_id=channel_id, trial_id=given.id)


@router.get("/messages", response=list[MessageOut], summary="消息发送情况，新的在前")
def messages(request: HttpRequest, asked: Query[MessagesAsked]) -> list[OutgoingMessage]:
    """What went out and what did not."""
    rows = messages_for(actor_of(request), Wanted(asked.state, asked.channel, asked.day))
    return list((rows.filter(pk__lt=asked.before) if asked.before else rows)[: asked.limit])


@router.get("/messages.xlsx", summary="消息发送情况，Excel")
def workbook(request: HttpRequest, asked: Query[MessagesAsked]) -> FileResponse:
    """The list with the same filters; `before` and `limit` do not matter."""
    wanted = Wanted(asked.state, asked.channel, asked.day)
    name, content = messages_workbook(actor=actor_of(request), wanted=wanted)
    return download(content, name)


@router.post("/messages/{uuid:message_id}/again", response=MessageOut, summary="重新发送一条消息")
def again(request: HttpRequest, message_id: UUID, given: AgainAsked) -> OutgoingMessage:
    """Sends a message once more."""
    return send_again(actor=actor_of(request), message_id=message_id, reason=given.reason)


@router.get("/message-choices", response=dict[str, str], summary="我的消息设置")
def choices(request: HttpRequest) -> dict[str, str]:
    """How one hears of each group of news."""
    return choices_of(actor_of(request))


@router.put("/message-choices", response=dict[str, str], summary="修改我的消息设置")
def choose(request: HttpRequest, given: ChoicesIn) -> dict[str, str]:
    """Keeps what one chose."""
    actor = actor_of(request)
    keep_choices(actor=actor, chosen={group: how for group, how in given.dict().items() if how is not None})
    return choices_of(actor)
