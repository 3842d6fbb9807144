"""What people do about a step that goes up: the columns that deeds about cases and about periods in a row share."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly
from chuangcheng.core.times import now

DEED_WORDS = {
    "acknowledged": gettext_noop("领导批示"),
    "planned": gettext_noop("安排约谈"),
    "held": gettext_noop("约谈记录"),
    "referred": gettext_noop("移交问责线索"),
}


class StepDeed(AppendOnly):
    """A leader's words, a talk planned or held, a lead referred. Never edited; an undo is a row of its own."""

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("领导批示")
        PLANNED = "planned", _("安排约谈")
        HELD = "held", _("约谈记录")
        REFERRED = "referred", _("移交问责线索")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    party = models.CharField(max_length=200, default="", blank=True)  # who talks with whom; to whom it is referred
    letter = models.CharField(max_length=60, default="", blank=True)  # number of the letter that refers it
    on = models.DateField(null=True)  # the day of the talk, of the letter
    text = models.CharField(max_length=2000)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)  # as it was then
    at = models.DateTimeField(default=now)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]


class StepDeedUndo(AppendOnly):
    """A deed does not hold, for a reason. It stays on record."""

    reason = models.CharField(max_length=300)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    class Meta:
        abstract = True
