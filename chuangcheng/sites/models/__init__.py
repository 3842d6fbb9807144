"""Tables of sites and checklists."""

from chuangcheng.sites.models.checklists import ChecklistItem
from chuangcheng.sites.models.sites import GridCell, Site, Stewardship

__all__ = ["ChecklistItem", "GridCell", "Site", "Stewardship"]
