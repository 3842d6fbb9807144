from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.sites.models import Site


class SentFile(models.Model):
    """A photo that a person sent from a phone, known by its hash: theirs to use in a record, nobody else's."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)  # hex
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    arrived_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "sha256"], name="sent_once_a_person")]


class FieldRecord(models.Model):
    """外勤记录: what a phone sent, once for each id. What was refused stays, with how things stood here."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("现场检查")
        PROBLEM = "problem", _("上报问题")
        FEED_BACK = "feed_back", _("反馈处置")
        FIX_ON_SPOT = "fix_on_spot", _("立行立改")
        ADVICE = "advice", _("劝导")
        PATROL_BEGIN = "patrol_begin", _("开始巡查")
        PATROL_STOP = "patrol_stop", _("巡查到点")
        PATROL_END = "patrol_end", _("结束巡查")

    class State(models.TextChoices):
        DONE = "done", _("已入账")
        REFUSED = "refused", _("未入账")
        SETTLED = "settled", _("已处理")

    id = models.UUIDField(primary_key=True, editable=False)  # made by the phone
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DONE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    sent: models.JSONField[Any, Any] = models.JSONField()  # as the phone sent it
    made_at = models.DateTimeField()  # the device's word
    received_at = models.DateTimeField(default=now)  # the server's word
    clock_off = models.IntegerField(default=0)  # seconds that the device's clock was ahead of ours
    marks = models.JSONField(default=list)  # codes of `positions.MARKS`
    refusal = models.CharField(max_length=300, default="", blank=True)  # the sentence, when it was not taken in
    refusal_code = models.CharField(max_length=60, default="", blank=True)
    theirs = models.JSONField(default=dict)  # how things stood here when it was refused
    result_id = models.CharField(max_length=40, default="", blank=True)  # of the visit, case or advice
    result_number = models.CharField(max_length=40, default="", blank=True)
    brought_by = models.ForeignKey(  # who brought the file that a phone had exported
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_by_name = models.CharField(max_length=60, default="", blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_note = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="field_record_person"),
            models.Index(fields=["-id"], condition=models.Q(state="refused"), name="field_record_refused"),
            models.Index(fields=["result_id"], condition=~models.Q(result_id=""), name="field_record_result"),
        ]


class RecordPhoto(models.Model):
    """A photo of a record, with what the phone knew of it."""

    record = models.ForeignKey(FieldRecord, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)  # the device's word
    lon = models.FloatField(null=True)  # degrees WGS-84
    lat = models.FloatField(null=True)  # degrees WGS-84
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]


class Advice(AppendOnly):
    """劝导: somebody was asked on the spot to stop or put right what they did. No names are kept. Appended only."""

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", _("当场改正")
        PROMISED = "promised", _("答应改正")
        REFUSED = "refused", _("不听劝导")

    id = models.UUIDField(primary_key=True, editable=False)  # of the record that brought it
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    person_name = models.CharField(max_length=60)  # as it was then
    unit_name = models.CharField(max_length=100, default="", blank=True)  # of the person, as it was then
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=200)
    lon = models.FloatField(null=True)  # degrees WGS-84
    lat = models.FloatField(null=True)  # degrees WGS-84
    behaviour = models.CharField(max_length=100)  # what they did: 乱扔垃圾, 车辆乱停 …
    count = models.PositiveIntegerField()  # people spoken to
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    note = models.CharField(max_length=500, default="", blank=True)
    at = models.DateTimeField(db_index=True)  # when it was, by the device, within reason
    received_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["Advice"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="advice_person")]


class AdvicePhoto(models.Model):
    """A photo of an advice."""

    advice = models.ForeignKey(Advice, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
