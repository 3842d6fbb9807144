from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.intake.models import Report


class Submission(models.Model):
    """A report as it came by the report page: how it was sent, and whether anything of it is public."""

    class Standing(models.TextChoices):
        WAITING = "waiting", _("待审核")
        PUBLISHED = "published", _("已公开")
        HIDDEN = "hidden", _("不公开")
        SPAM = "spam", _("垃圾信息")

    class Doubt(models.TextChoices):
        NONE = "", _("没有疑点")
        EFFORT = "effort", _("没有完成网页校验")
        FAST = "fast", _("打开后很快就提交")
        TRAP = "trap", _("填了隐藏的栏目")
        SAME = "same", _("与已有的一件内容相同")
        APP = "app", _("由第三方应用转来")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # that of the report
    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="+")
    received_at = models.DateTimeField(default=now)
    notice_version = models.CharField(max_length=20)  # of the notice of data use that was shown
    group = models.CharField(max_length=60, default="", blank=True)  # 大类, chosen by picture
    sender_mark = models.CharField(max_length=64, default="", blank=True)  # keyed hash of address and day; then ""
    content_mark = models.CharField(max_length=64)  # keyed hash of text, class, place and photos
    words = models.CharField(max_length=300, default="", blank=True)  # beginning of the text, for likeness; then ""
    seconds = models.PositiveIntegerField()  # between opening the form and sending it
    effort = models.PositiveSmallIntegerField()  # bits of work that the browser did; 0: none
    doubt = models.CharField(max_length=8, choices=Doubt.choices, default="", blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.WAITING)
    text = models.TextField(default="", blank=True)  # what is public, when it is
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["standing", "-id"], name="submission_standing"),
            models.Index(
                fields=["sender_mark", "-id"],
                name="submission_sender",
                condition=Q(standing="waiting") & ~Q(sender_mark=""),
            ),
            models.Index(fields=["content_mark"], name="submission_content"),
            models.Index(fields=["received_at"], name="submission_marked", condition=~Q(sender_mark="")),
        ]


class Decision(AppendOnly):
    """What a moderator decided about a submission, and why. Appended; the newest counts."""

    class Kind(models.TextChoices):
        PUBLISH = "publish", _("公开")
        HIDE = "hide", _("不公开")
        SPAM = "spam", _("垃圾信息")
        RESTORE = "restore", _("重新审核")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # made by the form
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=60)  # as it was then
    at = models.DateTimeField(default=now)
    reason = models.CharField(max_length=300, default="", blank=True)
    text = models.TextField(default="", blank=True)  # what was made public

    objects = AppendOnlyQuerySet["Decision"].as_manager()

    class Meta:
        ordering = ["at", "id"]


class PublicPhoto(models.Model):
    """A copy of a picture with faces and plates hidden, approved for the public. The original never is."""

    class Side(models.TextChoices):
        BEFORE = "before", _("反映时")
        AFTER = "after", _("处理后")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="public_photos")
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    boxes: models.JSONField[Any, Any] = models.JSONField(default=list)  # [left, top, width, height] in shares, 0..1
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    made_by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)  # another copy took its place, or none is public any more

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["original"], name="public_photo_original")]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "original"], condition=Q(withdrawn_at__isnull=True), name="one_public_copy"
            )
        ]


class Stars(AppendOnly):
    """1–5 stars that whoever reported gave, with the step by which the report was rated."""

    event_id = models.UUIDField(primary_key=True)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    stars = models.PositiveSmallIntegerField()  # 1..5
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["Stars"].as_manager()
