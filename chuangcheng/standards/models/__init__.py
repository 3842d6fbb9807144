"""Tables of frameworks, standards, their crosswalk, site types and responsibilities."""

from chuangcheng.standards.models.crosswalk import RefusedPair, StandardLink
from chuangcheng.standards.models.duties import Arrangement, ArrangementChange, Duty, DutyRuling, ItemLeader
from chuangcheng.standards.models.frameworks import Content, Framework, Item, NegativeEntry, Part, Standard
from chuangcheng.standards.models.site_types import SiteType, SiteTypeAlias

__all__ = [
    "Arrangement",
    "ArrangementChange",
    "Content",
    "Duty",
    "DutyRuling",
    "Framework",
    "Item",
    "ItemLeader",
    "NegativeEntry",
    "Part",
    "RefusedPair",
    "SiteType",
    "SiteTypeAlias",
    "Standard",
    "StandardLink",
]
