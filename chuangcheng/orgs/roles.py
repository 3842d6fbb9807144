"""The roles that an installation starts with; afterwards they are data. Source: our choice, after DESIGN §4."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class DefaultRole:
    """A role as it is first created."""

    code: str
    name: str | Promise
    whole_place: bool = False  # the grant covers every unit
    excludes: tuple[str, ...] = ()  # roles that the same person must not hold
    needs_mfa: bool = False


DEFAULT_ROLES = [
    DefaultRole("creation_office", _("创城办"), whole_place=True),
    DefaultRole("supervision", _("督导组"), whole_place=True),
    DefaultRole("government_supervision", _("政府督查室"), whole_place=True),
    DefaultRole("inspector", _("检查员"), whole_place=True),
    DefaultRole("unit_head", _("单位负责人")),
    DefaultRole("liaison", _("联络员")),
    DefaultRole("material_officer", _("材料员")),
    DefaultRole("lane_chief", _("街巷长")),
    DefaultRole("intake_desk", _("受理员"), whole_place=True),
    DefaultRole("leader", _("领导"), whole_place=True),
    DefaultRole("system_admin", _("系统管理员"), whole_place=True, excludes=("security_admin", "auditor")),
    DefaultRole("security_admin", _("安全管理员"), whole_place=True, excludes=("system_admin", "auditor")),
    DefaultRole("auditor", _("审计员"), whole_place=True, excludes=("system_admin", "security_admin")),
    DefaultRole("third_party", _("第三方测评"), whole_place=True),
    DefaultRole("public", _("群众")),
]

# Everybody who works here: may read units, standards, sites and their own cases.
STAFF = (
    "creation_office",
    "supervision",
    "government_supervision",
    "inspector",
    "unit_head",
    "liaison",
    "material_officer",
    "lane_chief",
    "leader",
)

DESK = "intake_desk"  # takes calls and letters: sees cases and sites, to tell what is the same

# 三员: apart from each other by `excludes`; they see who works where, and nothing civic.
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")
