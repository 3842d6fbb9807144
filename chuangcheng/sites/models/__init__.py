"""Tables of sites and checklists."""

from chuangcheng.sites.models.checklists import ChecklistItem, ChecklistPicture
from chuangcheng.sites.models.sites import GridCell, OwnerChange, Site, Stewardship

__all__ = ["ChecklistItem", "ChecklistPicture", "GridCell", "OwnerChange", "Site", "Stewardship"]
