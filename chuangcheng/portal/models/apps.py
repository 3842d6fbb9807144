from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models import ProblemClass
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.portal.models.submissions import Submission


class AppKey(models.Model):
    """接口密钥: an app that may send by Open311, known by its key. Only a hash of the key is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # made by the form
    name = models.CharField(max_length=40)  # of the app, as the desk reads it
    organisation = models.CharField(max_length=80)  # who answers for it
    jurisdiction = models.CharField(max_length=60, default="", blank=True)  # "": any that is served here
    may_update = models.BooleanField(default=False)  # send words on its reports
    is_trusted = models.BooleanField(
        default=False
    )  # accepted at once; nothing is public before moderation all the same
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of 256 random bits: needs no salt
    hint = models.CharField(max_length=8)  # the first letters, by which people tell keys apart
    issued_at = models.DateTimeField(default=now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=200, default="", blank=True)
    last_used_on = models.DateField(null=True)  # day of the last report or word

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """补充问题: what apps ask besides for a class of problems; an attribute of Open311."""

    class Datatype(models.TextChoices):
        STRING = "string", _("一行文字")
        NUMBER = "number", _("数字")
        DATETIME = "datetime", _("日期时间")
        TEXT = "text", _("多行文字")
        ONE = "singlevaluelist", _("单选")
        SEVERAL = "multivaluelist", _("多选")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # made by the form
    problem_class = models.ForeignKey(ProblemClass, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=200)
    hint = models.CharField(max_length=200, default="", blank=True)
    datatype = models.CharField(max_length=16, choices=Datatype.choices, default=Datatype.STRING)
    is_required = models.BooleanField(default=False)
    choices: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)  # [[key, name], …] of lists
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["problem_class__order", "problem_class_id", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["problem_class", "code"], name="question_once")]


class AppRequest(models.Model):
    """What came by Open311 with a submission, besides the report itself."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, primary_key=True, related_name="app")
    key = models.ForeignKey(AppKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    client_id = models.CharField(max_length=100, default="", blank=True)  # made by the app; "": none given
    same_mark = models.CharField(max_length=64)  # keyed hash of everything that was sent
    sent_at = models.DateTimeField()
    media_url = models.CharField(max_length=500, default="", blank=True)  # as text: we never fetch it
    device_id = models.CharField(max_length=100, default="", blank=True)
    account_id = models.CharField(max_length=100, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "client_id"], condition=~Q(client_id=""), name="app_request_once")
        ]
        indexes = [
            models.Index(fields=["key", "sent_at"], name="app_request_sent"),
            models.Index(fields=["same_mark"], name="app_request_same"),
        ]
