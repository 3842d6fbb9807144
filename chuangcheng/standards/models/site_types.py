from __future__ import annotations

from django.db import models


class SiteType(models.Model):
    """点位类型, shared by all frameworks."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60, unique=True)
    icon = models.CharField(max_length=30, default="map-pin")
    parts = models.JSONField(default=list)  # of a composite place: [{"name": "政府", "share": "0.20"}, …]
    order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class SiteTypeAlias(models.Model):
    """Another name under which workbooks know the type."""

    site_type = models.ForeignKey(SiteType, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=60, unique=True)
