from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models import Case
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.inspections.models.rounds import Assignment, Round
from chuangcheng.sites.models import ChecklistItem, Site
from chuangcheng.standards.models import Standard


class Verdict(models.TextChoices):
    PASS = "pass", _("合格")
    FAIL = "fail", _("不合格")
    NA = "na", _("不适用")


class ReviewState(models.TextChoices):
    NONE = "none", _("不需审核")
    WAITING = "waiting", _("待审核")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("审核通过")
    LEFT_OUT = "left_out", _("不计入")


COUNTING = (ReviewState.NONE, ReviewState.ACCEPTED)  # of the visits whose results count


class Visit(models.Model):
    """One visit to a site. The id comes from the form, so that the same form sent twice is one visit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="visits")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="visits")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visits", db_index=False)
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    started_at = models.DateTimeField()  # the device's word
    submitted_at = models.DateTimeField(default=now)  # the server's word
    lon = models.FloatField(null=True)  # degrees WGS-84
    lat = models.FloatField(null=True)  # degrees WGS-84
    accuracy = models.FloatField(null=True)  # metres
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)  # of 100, from standing verdicts
    note = models.TextField(default="", blank=True)
    # Where the round asks for review, checks are written when the visit is accepted, so what is not accepted counts
    # nowhere. A returned visit stays; the amended one points at it.
    review = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.NONE)
    amends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="amended_by")
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["site", "-submitted_at"], name="visit_site"),
            models.Index(fields=["round"], condition=models.Q(review__in=["waiting", "returned"]), name="visit_review"),
        ]

    @property
    def counts(self) -> bool:
        """True when its checks count, or will once the round is released."""
        return self.review in COUNTING


class Answer(models.Model):
    """What was found for one checklist item on one visit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField(default=dict)  # as entered: {"count": 2}, {"present": [...]}, {"percent": "96.5"}
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    violations = models.PositiveIntegerField(default=0)
    marks = models.DecimalField(max_digits=6, decimal_places=2, null=True)  # of the item, as they were on the visit
    note = models.CharField(max_length=500, default="", blank=True)
    # The case that it became, also while that one is held and nobody may see it.
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="item_once_a_visit")]


class AnswerPhoto(models.Model):
    """A photo taken for an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]


class UploadedPhoto(models.Model):
    """A photo that a person sent for a visit not submitted yet: theirs to see and to attach, nobody else's."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "file"], name="upload_once_a_person")]


class Check(AppendOnly):
    """检查结果 for one standard. Immutable; a correction is a new row that points at the old one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="checks")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="checks")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="checks", db_index=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="checks", db_index=False)
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    violations = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField()
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="correction")
    corrected_by_name = models.CharField(max_length=60, default="", blank=True)
    corrected_at = models.DateTimeField(null=True)  # when it was written in place of the one it corrects
    reason = models.CharField(max_length=300, default="", blank=True)

    objects = AppendOnlyQuerySet["Check"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["standard", "site", "-checked_at"], name="check_standard_site"),
            models.Index(fields=["site", "-checked_at"], name="check_site"),
        ]
