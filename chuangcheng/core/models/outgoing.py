from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id


class MessageChannel(models.Model):
    """渠道: a way on which messages leave the product. What it needs (addresses, passwords) is kept encrypted."""

    class Kind(models.TextChoices):
        WECOM = "wecom", _("企业微信群机器人")
        DINGTALK = "dingtalk", _("钉钉群机器人")
        FEISHU = "feishu", _("飞书群机器人")
        MAIL = "mail", _("电子邮件")
        SMS = "sms", _("短信")
        ALIYUN = "aliyun", _("阿里云短信")
        TENCENT = "tencent", _("腾讯云短信")

    class Carries(models.TextChoices):
        URGENT = "urgent", _("只发催办督办")
        DIGEST = "digest", _("催办督办随时发，其余每日汇总")
        ALL = "all", _("全部随时发")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=60)
    carries = models.CharField(max_length=8, choices=Carries.choices)
    audience = models.CharField(max_length=40, default="", blank=True)  # of a group: whose news; "": of everybody
    secrets_encrypted = models.BinaryField(default=b"")  # JSON, fields by kind
    shown_address = models.CharField(max_length=120, default="")  # where it leads, without what is secret
    is_on = models.BooleanField(default=False)
    off_reason = models.CharField(max_length=200, default="", blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_group(self) -> bool:
        """Whether it leads to a group and not to each person."""
        return self.kind in {self.Kind.WECOM, self.Kind.DINGTALK, self.Kind.FEISHU}


SMS_KINDS = frozenset({MessageChannel.Kind.SMS, MessageChannel.Kind.ALIYUN, MessageChannel.Kind.TENCENT})


class MessageChoice(models.Model):
    """How a person wants to hear of one group of news, by mail and SMS. No row: what the office set."""

    class How(models.TextChoices):
        NOW = "now", _("即时")
        DIGEST = "digest", _("每日汇总")
        NONE = "none", _("不发")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=12)  # of `core.outgoing.groups`
    how = models.CharField(max_length=8, choices=How.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "group"], name="message_choice_once")]


class OutgoingMessage(models.Model):
    """A message to one address by one channel, written with the line in the inbox that it repeats. `key` is channel,
    recipient and news: nothing is written twice."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发")
        HELD = "held", _("待汇总")
        CLAIMED = "claimed", _("发送中")
        SENT = "sent", _("已发出")
        GATHERED = "gathered", _("已并入汇总")
        UNCLEAR = "unclear", _("结果不明")
        GIVEN_UP = "given_up", _("未能发出")
        DROPPED = "dropped", _("已取消")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    channel = models.ForeignKey(MessageChannel, on_delete=models.PROTECT, related_name="+", db_index=False)
    recipient = models.ForeignKey(  # None: a group
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    notice_key = models.CharField(max_length=120, default="", db_index=True)  # of the line in the inbox
    group = models.CharField(max_length=12, default="")
    title = models.CharField(max_length=120)
    title_words = models.JSONField(null=True)  # `core.inbox_text.Words`
    link = models.CharField(max_length=200, default="", db_index=True)
    is_urgent = models.BooleanField(default=False)
    digest = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="gathered", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()  # not before; moved on by quiet hours and after a failure
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, default="", blank=True)  # a sentence about the last try
    error_words = models.JSONField(null=True)  # `core.inbox_text.Words`: the sentence in any language
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # sent, gathered, given up

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], name="outgoing_due", condition=models.Q(state__in=["waiting", "held", "claimed"])
            ),
            models.Index(fields=["state", "-id"], name="outgoing_state"),
            models.Index(fields=["channel", "-id"], name="outgoing_channel"),
            models.Index(fields=["recipient", "-created_at"], name="outgoing_recipient"),
            models.Index(fields=["digest"], name="outgoing_digest"),
        ]

    def __str__(self) -> str:
        return self.key
