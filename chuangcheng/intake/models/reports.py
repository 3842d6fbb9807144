from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.intake.models.batches import Batch
from chuangcheng.intake.models.sources import Source, SourceRule
from chuangcheng.intake.states import AnswerStanding, Standing, State, state_of
from chuangcheng.orgs.models import Unit
from chuangcheng.sites.models import Site

TOKEN_BYTES = 16  # 128 bits: nobody guesses it


def new_token() -> str:
    """A public token: 22 letters that lead to the progress of one report and tell nothing."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Report(models.Model):
    """来件: one thing that somebody told us. Where it stands is derived (`intake.states`)."""

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", _("满意")
        FAIR = "fair", _("基本满意")
        DISSATISFIED = "dissatisfied", _("不满意")

    class Ending(models.TextChoices):
        CASE = "case", _("随问题办结")
        DIRECT = "direct", _("当场答复")
        DECLINED = "declined", _("不予受理")
        TRANSFERRED = "transferred", _("转其他部门")
        WITHDRAWN = "withdrawn", _("反映人撤回")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="reports", db_index=False)
    rule = models.ForeignKey(SourceRule, on_delete=models.PROTECT, related_name="+", db_index=False)  # in force then
    outside_number = models.CharField(max_length=40, default="", blank=True)  # of the hotline's order, of the motion
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(  # None: the sender, through the portal or another system
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    text = models.TextField()
    severity = models.CharField(max_length=10, choices=SourceRule.Severity.choices)
    problem_class = models.ForeignKey(ProblemClass, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    place_text = models.CharField(max_length=200, default="", blank=True)
    lon = models.FloatField(null=True)  # degrees WGS-84
    lat = models.FloatField(null=True)  # degrees WGS-84
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    # Who sent it, encrypted at rest; b"": not given, or erased.
    name_encrypted = models.BinaryField(default=b"")
    phone_encrypted = models.BinaryField(default=b"")
    phone_index = models.CharField(max_length=64, default="", blank=True)  # blind index: finds, reveals nothing
    email_encrypted = models.BinaryField(default=b"")
    erased_at = models.DateTimeField(null=True)  # who sent it is no longer kept
    wants_answer = models.BooleanField(default=False)
    needs_answer = models.BooleanField()  # by the rule of the source and the sender's wish
    case = models.ForeignKey(  # the first one; what became of it by a join is `current_case`
        Case, on_delete=models.PROTECT, null=True, related_name="+"
    )
    batch = models.ForeignKey(  # of a superior's findings
        Batch, on_delete=models.PROTECT, null=True, related_name="reports"
    )
    accept_by = models.DateTimeField()
    answer_by = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, choices=Ending.choices, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(  # the newest that was written since the matter was last settled
        "intake.Answer", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    satisfaction = models.CharField(max_length=12, choices=Satisfaction.choices, default="", blank=True)
    is_said_fixed = models.BooleanField(null=True)  # by the sender; None: nothing said
    dispute_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["source", "-id"], name="report_source"),
            models.Index(fields=["area", "-id"], name="report_area"),
            models.Index(fields=["phone_index", "-id"], name="report_phone", condition=~Q(phone_index="")),
            models.Index(fields=["outside_number"], name="report_outside", condition=~Q(outside_number="")),
            models.Index(fields=["accept_by"], name="report_to_accept", condition=Q(accepted_at__isnull=True)),
            models.Index(
                fields=["answer_by"],
                name="report_to_answer",
                condition=Q(settled_at__isnull=False, answered_at__isnull=True, needs_answer=True),
            ),
            models.Index(
                fields=["received_at"],
                name="report_with_contact",
                condition=Q(erased_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return self.site.name if self.site is not None else self.place_text

    @property
    def current_case(self) -> Case | None:
        """The case that it is part of now: the main one while joined."""
        if self.case is None:
            return None
        return self.case.main_case or self.case

    @property
    def state(self) -> State:
        """Where it stands."""
        return state_of(
            Standing(
                accepted_at=self.accepted_at,
                settled_at=self.settled_at,
                answered_at=self.answered_at,
                needs_answer=self.needs_answer,
                answer=self._answer_standing(),
            )
        )

    def _answer_standing(self) -> AnswerStanding | None:
        answer = self.answer
        if answer is None:
            return None
        return AnswerStanding(
            needs_approval=answer.needs_approval,
            is_approved=answer.approved_at is not None,
            is_returned=answer.returned_at is not None,
            is_sent=answer.sent_at is not None,
            is_final=answer.is_final,
        )


class ReportEvent(AppendOnly):
    """One step of a report: who, when, why. Appended, never edited."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("收到")
        OPENED = "opened", _("生成问题")
        LINKED = "linked", _("并入问题")
        UNLINKED = "unlinked", _("撤销并入")
        CHANGED = "changed", _("更正登记")
        ENDED = "ended", _("不立案办结")
        SETTLED = "settled", _("问题办结")
        REOPENED = "reopened", _("问题重开")
        JOINED = "joined", _("随问题并案")
        DRAFTED = "drafted", _("起草答复")
        APPROVED = "approved", _("审批同意")
        RETURNED = "returned", _("退回修改")
        SENT = "sent", _("发出答复")
        NOTED = "noted", _("补充情况")
        RATED = "rated", _("评价")
        DISPUTED = "disputed", _("反映没有解决")
        OPENED_CONTACT = "contact", _("查看联系方式")
        ERASED = "erased", _("清除联系方式")
        WITHDRAWN = "withdrawn", _("反映人撤回")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="history", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=60)  # as it was then
    at = models.DateTimeField()
    text = models.TextField(default="")
    data = models.JSONField(default=dict)  # ids and numbers of what it is about; no personal data

    objects = AppendOnlyQuerySet["ReportEvent"].as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["report", "at"], name="report_event")]


class ReportPhoto(models.Model):
    """A picture that came with a report or with a later word of its sender."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    event = models.ForeignKey(ReportEvent, on_delete=models.CASCADE, related_name="photos", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
