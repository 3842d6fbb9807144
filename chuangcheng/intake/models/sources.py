from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.intake.deadlines import Clock, ClockUnit

CLOCK_UNITS = [
    (ClockUnit.CALENDAR_HOURS.value, _("小时")),
    (ClockUnit.WORKING_HOURS.value, _("工作时")),
    (ClockUnit.WORKING_DAYS.value, _("工作日")),
]


class Source(models.Model):
    """来源: a way by which reports come. Its clocks and its rule of answering are dated rows (`SourceRule`)."""

    code = models.CharField(max_length=20, unique=True)  # "portal": services of other contexts name it
    name = models.CharField(_("名称"), max_length=40, unique=True)
    is_active = models.BooleanField(_("使用中"), default=True)
    order = models.PositiveIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name; in the language of the person while it is one that came with the product."""
        return gettext(self.name)


class SourceRule(AppendOnly):
    """How reports of a source are treated from a day on. The newest of the latest day counts; earlier ones stay."""

    class Answering(models.TextChoices):
        ALWAYS = "always", _("每件都答复")
        ASKED = "asked", _("要求答复的才答复")
        NEVER = "never", _("不答复")

    class Severity(models.TextChoices):
        NORMAL = "normal", _("一般")
        URGENT = "urgent", _("紧急")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="rules")
    valid_from = models.DateField(_("自哪天起"))
    accept_amount = models.PositiveIntegerField(_("受理时限"), validators=[MinValueValidator(1)])
    accept_unit = models.CharField(_("单位"), max_length=20, choices=CLOCK_UNITS)
    answer_amount = models.PositiveIntegerField(_("答复时限"), validators=[MinValueValidator(1)])
    answer_unit = models.CharField(_("单位"), max_length=20, choices=CLOCK_UNITS)
    answering = models.CharField(_("是否答复"), max_length=10, choices=Answering.choices)
    needs_approval = models.BooleanField(_("答复须经审批"))
    is_in_writing = models.BooleanField(_("书面答复"))
    severity = models.CharField(_("通常的紧急程度"), max_length=10, choices=Severity.choices)
    reason = models.CharField(_("原因或依据"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["SourceRule"].as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]

    @property
    def accept_clock(self) -> Clock:
        """The time to accept a report."""
        return Clock(self.accept_amount, ClockUnit(self.accept_unit))

    @property
    def answer_clock(self) -> Clock:
        """The time to answer it."""
        return Clock(self.answer_amount, ClockUnit(self.answer_unit))

    def asks_answer(self, *, wants_answer: bool) -> bool:
        """True when a report gets an answer, given whether its sender wants one."""
        return self.answering == self.Answering.ALWAYS or (self.answering == self.Answering.ASKED and wants_answer)

    def facts(self) -> dict[str, Any]:
        """What is set, by column; for a form and to compare."""
        names = ("accept_amount", "accept_unit", "answer_amount", "answer_unit", "answering")
        return {name: getattr(self, name) for name in (*names, "needs_approval", "is_in_writing", "severity")}
