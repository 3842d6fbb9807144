"""Inputs that several forms share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SYSTEM_CHOICES = [
    ("wgs84", _("WGS-84（卫星定位）")),
    ("cgcs2000", _("CGCS2000（国家2000）")),
    ("gcj02", _("GCJ-02（高德、腾讯地图）")),
    ("bd09", _("BD-09（百度地图）")),
]
