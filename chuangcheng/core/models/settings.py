from __future__ import annotations

from django.conf import settings
from django.db import models


class SettingValue(models.Model):
    """A setting's value from a date on. Appended, never edited: what held then still holds for then."""

    key = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["key", "-valid_from", "-id"], name="setting_latest")]
