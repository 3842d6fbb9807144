from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.supervision.accountability_workflow import LIST_LABELS, LIST_MOVES, ListState
from chuangcheng.supervision.models.appraisals import Result, Run

LISTED = [("red", _("红榜")), ("black", _("黑榜"))]


class HonourList(models.Model):
    """红黑榜: who of a published board is praised and who is exposed. Chosen by one person, approved by another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="honour_list")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, _(label)) for state, label in LIST_LABELS.items()],
        default=ListState.PROPOSED.value,
    )
    is_for_public = models.BooleanField(default=False)  # marked for the public site
    proposed_at = models.DateTimeField(default=now)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_by_name = models.CharField(max_length=60, default="", blank=True)
    published_at = models.DateTimeField(null=True)
    published_by_name = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="honour_state")]


class HonourEntry(models.Model):
    """A unit or leader on a list: what the board's rule says, and what was chosen."""

    list = models.ForeignKey(HonourList, on_delete=models.CASCADE, related_name="entries")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)  # as it was then
    place = models.PositiveIntegerField()
    points = models.DecimalField(max_digits=9, decimal_places=2)
    listed = models.CharField(max_length=10, choices=LISTED)
    is_left_out = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, default="", blank=True)  # why it was left out

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["list", "result"], name="honoured_once")]


class HonourEvent(AppendOnly):
    """One move of a list. Appended, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(HonourList, on_delete=models.CASCADE, related_name="history")
    move = models.CharField(max_length=10, choices=[(code, _(move[0])) for code, move in LIST_MOVES.items()])
    text = models.CharField(max_length=500, default="", blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["HonourEvent"].as_manager()

    class Meta:
        ordering = ["at", "pk"]
