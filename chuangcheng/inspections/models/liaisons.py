from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import TownLink


class LiaisonVisit(AppendOnly):
    """包干走访: a leader or bureau went to its town: with whom, what was seen, which help was promised."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    link = models.ForeignKey(TownLink, on_delete=models.PROTECT, related_name="+")
    visited_on = models.DateField()
    with_whom = models.CharField(max_length=120, default="", blank=True)
    seen = models.CharField(max_length=1000)
    problem = models.CharField(max_length=500, default="", blank=True)  # becomes a case
    promised = models.CharField(max_length=500, default="", blank=True)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    logged_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["LiaisonVisit"].as_manager()

    class Meta:
        ordering = ["-visited_on", "-pk"]
        indexes = [models.Index(fields=["link", "-visited_on"], name="liaison_visit_link")]
