from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.limits import Limit, Term
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models.cases import Case, CaseEvent
from chuangcheng.cases.models.classes import LIMIT_UNITS
from chuangcheng.orgs.models import Unit


class MoreTime(models.Model):
    """A term by which a deadline is moved: a limit that counts from the deadline, or a stated date."""

    amount = models.PositiveIntegerField(_("时限"), null=True)  # of `unit_of_time`; None with a stated date
    unit_of_time = models.CharField(max_length=20, choices=LIMIT_UNITS, default="", blank=True)
    until = models.DateField(null=True)

    class Meta:
        abstract = True

    @property
    def term(self) -> Term | None:
        """The limit or the date; None when it was not granted."""
        return Limit(self.amount, LimitUnit(self.unit_of_time)) if self.amount is not None else self.until


class Extension(MoreTime):
    """申请延期: a unit asks for more time."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="extension")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()


class ExtensionAnswer(MoreTime):
    """同意或不同意延期. A request that has none when the case moves on has lapsed."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="extension_answer")
    extension = models.OneToOneField(Extension, on_delete=models.CASCADE, related_name="answer")
    is_granted = models.BooleanField()
    answered_at = models.DateTimeField()
    former_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
