from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.orgs.models import Unit
from chuangcheng.standards.models import SiteType


class GridCell(models.Model):
    """网格: the smallest area that somebody answers for."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grid_cells")  # the community
    boundary = models.JSONField(null=True, blank=True)  # GeoJSON geometry, WGS-84
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    last_checked_at = models.DateTimeField(null=True)  # a site in it, as `services.mark_checked` was told

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """点位. `area` is the street, town or community it lies in; `owner` the unit that answers for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    site_type = models.ForeignKey(SiteType, on_delete=models.PROTECT, related_name="sites")
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sites_in_area")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="sites_owned")
    contract_leader = models.ForeignKey(  # 包保领导
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    contract_leader_name = models.CharField(
        max_length=60, default="", blank=True
    )  # as a ledger writes it: no such person
    grid_cell = models.ForeignKey(GridCell, on_delete=models.SET_NULL, null=True, blank=True, related_name="sites")
    address = models.CharField(max_length=200, default="", blank=True)
    lon = models.FloatField(null=True, blank=True)  # degrees WGS-84
    lat = models.FloatField(null=True, blank=True)  # degrees WGS-84
    cell = models.CharField(max_length=16, default="", db_index=True)  # `core.maps.cell_of` the position
    contact_name = models.CharField(max_length=60, default="", blank=True)
    contact_phone_encrypted = models.BinaryField(default=b"")
    note = models.CharField(max_length=500, default="", blank=True)
    is_model = models.BooleanField(default=False)  # 示范点
    is_active = models.BooleanField(default=True)
    last_checked_at = models.DateTimeField(null=True)  # as `services.mark_checked` was told
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["area", "site_type"], name="site_area_type"),
            models.Index(fields=["lon", "lat"], name="site_position"),
            models.Index(fields=["is_active", "last_checked_at"], name="site_checked"),
        ]

    def __str__(self) -> str:
        return self.name


class OwnerChange(models.Model):
    """That another unit, or none, answers for a site from a moment on. Appended, never edited; names as they were."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="owner_changes", db_index=False)
    from_name = models.CharField(max_length=100, default="", blank=True)
    to_name = models.CharField(max_length=100, default="", blank=True)
    by_name = models.CharField(max_length=60, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "-at"], name="owner_change_site")]


class Stewardship(models.Model):
    """街巷长, 小巷管家, 路长, 段长: who looks after a site, from a day on."""

    class Kind(models.TextChoices):
        LANE_CHIEF = "lane_chief", _("街巷长")
        LANE_KEEPER = "lane_keeper", _("小巷管家")
        ROAD_CHIEF = "road_chief", _("路长")
        SEGMENT_CHIEF = "segment_chief", _("段长")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="stewardships")
    person = models.ForeignKey(  # None: a volunteer or somebody of a ledger, who does not sign in
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="stewardships"
    )
    name = models.CharField(max_length=60)  # the person's, when named
    kind = models.CharField(max_length=20, choices=Kind.choices)
    segment = models.CharField(max_length=100, default="", blank=True)  # from where to where
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # last day
    end_reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "ends_on"], name="stewardship_site")]
