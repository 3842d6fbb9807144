"""What the leaders' screen keeps."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet


class Urging(AppendOnly):
    """A press of 催办 on the leaders' screen: who pushed what, when, and how many it reached. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # made by the form
    matter = models.CharField(max_length=20)  # one of `urging.MATTERS`
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=60)  # as it was then
    at = models.DateTimeField()
    count = models.PositiveIntegerField()  # things that waited
    recipient_count = models.PositiveIntegerField()

    objects = AppendOnlyQuerySet["Urging"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["matter", "-at"], name="urging_newest")]
