"""Writes on sites, their stewards, grid and checklists."""

from chuangcheng.sites.services.checked import mark_checked
from chuangcheng.sites.services.checklists import (
    ItemFacts,
    ItemRetired,
    add_item,
    change_item,
    move_item,
    retire_item,
)
from chuangcheng.sites.services.examples import add_pictures, remove_picture
from chuangcheng.sites.services.grid import GridFacts, change_grid_cell, create_grid_cell
from chuangcheng.sites.services.ledger.positions import position_in_row
from chuangcheng.sites.services.owners import set_contract_leader, set_owner, set_owner_of_many
from chuangcheng.sites.services.positions import read_position
from chuangcheng.sites.services.sample_checklists import load_sample_checklists, take_sample_checklists
from chuangcheng.sites.services.sites import (
    NumberTaken,
    SamePlace,
    SiteFacts,
    change_site,
    create_site,
    deactivate_site,
    facts_of,
    open_contact_phone,
    reactivate_site,
)
from chuangcheng.sites.services.stewards import StewardFacts, end_stewardship, name_steward

__all__ = [
    "GridFacts",
    "ItemFacts",
    "ItemRetired",
    "NumberTaken",
    "SamePlace",
    "SiteFacts",
    "StewardFacts",
    "add_item",
    "add_pictures",
    "change_grid_cell",
    "change_item",
    "change_site",
    "create_grid_cell",
    "create_site",
    "deactivate_site",
    "end_stewardship",
    "facts_of",
    "load_sample_checklists",
    "mark_checked",
    "move_item",
    "name_steward",
    "open_contact_phone",
    "position_in_row",
    "reactivate_site",
    "read_position",
    "remove_picture",
    "retire_item",
    "set_contract_leader",
    "set_owner",
    "set_owner_of_many",
    "take_sample_checklists",
]
