from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager


class Unit(MP_Node):
    """A unit or body in the tree of the place; a subtree is a scan of the prefix of `path`."""

    class Kind(models.TextChoices):
        PLACE = "place", _("市（区、县）")
        DISTRICT = "district", _("片区")
        STREET = "street", _("街道")
        TOWN = "town", _("乡镇")
        COMMUNITY = "community", _("社区")
        VILLAGE = "village", _("村")
        BUREAU = "bureau", _("部门")
        INDUSTRY = "industry", _("行业系统")
        PARK = "park", _("园区")
        RESIDENT = "resident", _("驻区单位")
        WINDOW = "window", _("服务窗口")
        LEADING_GROUP = "leading_group", _("领导小组")
        HEADQUARTERS = "headquarters", _("指挥部")
        SECTION = "section", _("部（室）")
        JOINT_OFFICE = "joint_office", _("联席会议办公室")
        THIRD_PARTY = "third_party", _("第三方机构")

    class Affiliation(models.TextChoices):
        LOCAL = "local", _("本级")
        DISTRICT = "district", _("区属")
        PROVINCIAL = "provincial", _("省属")
        CENTRAL = "central", _("中央属")
        DUAL = "dual", _("双重管理")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, default="", blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    affiliation = models.CharField(max_length=20, choices=Affiliation.choices, default=Affiliation.LOCAL)
    is_confirmed = models.BooleanField(default=True)  # False: made by an import, 待确认
    has_own_group = models.BooleanField(default=False)  # has set up its own leading group
    acts_with = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # 合署办公
    boundary = models.JSONField(null=True, blank=True)  # GeoJSON geometry, WGS-84
    closed_on = models.DateField(null=True, blank=True)  # merged, split or dissolved

    node_order_by: list[str] = []

    objects: ClassVar[MP_NodeManager] = MP_NodeManager()

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another name under which workbooks know the unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120, unique=True)


class UnitSuccession(models.Model):
    """What became of a unit: merged into, or split into, another one from a day on."""

    former = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    reason = models.CharField(max_length=300)
