from __future__ import annotations

from django.db import models
from django.db.models import Q

from chuangcheng.cases.models.cases import Case, CaseEvent
from chuangcheng.orgs.models import Unit


class Whistle(models.Model):
    """吹哨: units are called together; the reason stands in the step."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="whistle")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="whistles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")  # who whistled
    called_at = models.DateTimeField()
    respond_by = models.DateTimeField()  # those who arrive later are late
    place = models.CharField(max_length=200)  # where to meet


class WhistleCall(models.Model):
    """A unit that is called."""

    whistle = models.ForeignKey(Whistle, on_delete=models.CASCADE, related_name="calls")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_waiting = models.BooleanField(default=True)  # until it has answered

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whistle", "unit"], name="call_once")]
        indexes = [models.Index(fields=["unit"], name="call_waiting", condition=Q(is_waiting=True))]


class WhistleAnswer(models.Model):
    """到场回应: when a unit came and who; what it did stands in the step. A unit may add another one."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="whistle_answer")
    call = models.ForeignKey(WhistleCall, on_delete=models.CASCADE, related_name="answers")
    arrived_at = models.DateTimeField()
    who_came = models.CharField(max_length=100)


class WhistleEnd(models.Model):
    """结束吹哨: everybody has answered, or the reason in the step says why it ends without."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="whistle_end")
    whistle = models.OneToOneField(Whistle, on_delete=models.CASCADE, related_name="end")
    ended_at = models.DateTimeField()
