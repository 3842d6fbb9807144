"""Tables of sites and checklists."""

from chuangcheng.sites.models.checklists import ChecklistItem
from chuangcheng.sites.models.sites import GridCell, OwnerChange, Site, Stewardship

__all__ = ["ChecklistItem", "GridCell", "OwnerChange", "Site", "Stewardship"]
