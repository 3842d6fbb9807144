"""What pages of sites ask for."""

from chuangcheng.sites.forms.checklists import ItemForm
from chuangcheng.sites.forms.grid import GridForm
from chuangcheng.sites.forms.lists import SiteFilterForm
from chuangcheng.sites.forms.sites import EndingForm, LeaderForm, OwnerForm, SiteForm, StewardForm

__all__ = [
    "EndingForm",
    "GridForm",
    "ItemForm",
    "LeaderForm",
    "OwnerForm",
    "SiteFilterForm",
    "SiteForm",
    "StewardForm",
]
