"""Sites: who passes each door.

Everybody who works here sees the sites of their units, and so do third-party testers; the creation office keeps the
register and the checklists; heads of units and liaison officers name the stewards of theirs.
"""

from __future__ import annotations

from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.sites.models import GridCell, Stewardship
from chuangcheng.sites.testing import make_item, make_site, make_site_type

PAGES = """
sites:list                   GET   OSGIHLMNDK
sites:rows                   GET   OSGIHLMNDK
sites:map_points             GET   OSGIHLMNDK
sites:boundaries             GET   OSGIHLMNDK
sites:convert                GET   OSGIHLMNDK
sites:gaps                   GET   OSGIHLMNDK
sites:export                 GET   OSGIHLMNDK
sites:site                   GET   OSGIHLMNDK
sites:coverage                GET   OSGIHLMNDK
sites:coverage_cells          GET   OSGIHLMNDK
sites:coverage_points         GET   OSGIHLMNDK
sites:coverage_round          POST  OS
sites:set_owners             POST  O
sites:new_site               GET   O
sites:new_site               POST  O
sites:edit_site              GET   O
sites:edit_site              POST  O
sites:deactivate             POST  O
sites:reactivate             POST  O
sites:phone                  POST  O
sites:set_owner              POST  O
sites:set_leader             POST  O
sites:add_steward            POST  OHL
sites:end_steward            POST  OHL
sites:grid                   GET   OSGIHLMNDK
sites:new_cell               GET   O
sites:new_cell               POST  O
sites:edit_cell              GET   O
sites:edit_cell              POST  O
sites:checklist              GET   OSGIHLMND
sites:take_sample_checklists POST  O
sites:new_item               GET   O
sites:new_item               POST  O
sites:edit_item              GET   O
sites:edit_item              POST  O
sites:item_pictures          POST  O
sites:remove_item_picture    POST  O
sites:retire_item            POST  O
sites:move_item              POST  O
"""

API = """
/sites                                      GET   OSGIHLMNDK
/sites                                      POST  O    {"id": "01990000-0000-7000-8000-000000000001", "name": "柳巷", "site_type_id": $site_type_id, "area_id": $area_id}
/sites/points                               GET   OSGIHLMNDK
/sites/boundaries                           GET   OSGIHLMNDK
/sites/position                             GET   OSGIHLMNDK
/sites/gaps                                 GET   OSGIHLMNDK
/sites/workbook                             GET   OSGIHLMNDK
/sites/coverage                                GET   OSGIHLMNDK
/sites/coverage/cells                          GET   OSGIHLMNDK
/sites/coverage/round                          POST  OS   {"site_ids": [], "round_id": "01990000-0000-7000-8000-000000000009"}
/sites/owners                               POST  O    {"site_ids": [], "owner_id": $area_id}
/sites/{site_id}                            GET   OSGIHLMNDK
/sites/{site_id}                            PUT   O    {"name": "柳巷", "site_type_id": $site_type_id, "area_id": $area_id}
/sites/{site_id}/owner                      POST  O    {"owner_id": null}
/sites/{site_id}/leader                     POST  O    {"person_id": null}
/sites/{site_id}/deactivate                 POST  O    {"reason": "拆迁"}
/sites/{site_id}/reactivate                 POST  O    {"reason": "恢复"}
/sites/{site_id}/phone                      POST  O
/sites/{site_id}/stewards                   GET   OSGIHLMNDK
/sites/{site_id}/stewards                   POST  OHL  {"kind": "lane_chief", "starts_on": "2026-01-01", "name": "志愿者"}
/stewards/{stewardship_id}/end              POST  OHL  {"ends_on": "2026-12-31", "reason": "轮换"}
/grid-cells                                 GET   OSGIHLMNDK
/grid-cells                                 POST  O    {"code": "G-9", "name": "新格", "unit_id": $area_id}
/grid-cells/{cell_id}                       GET   OSGIHLMNDK
/grid-cells/{cell_id}                       PUT   O    {"code": "G-9", "name": "新格", "unit_id": $area_id}
/site-types/{site_type_id}/checklist        GET   OSGIHLMND
/site-types/{site_type_id}/checklist        POST  O    {"code": "9", "text": "整洁。", "kind": "yes_no"}
/site-types/checklists/sample               POST  O
/checklist-items/{item_id}                  PUT   O    {"code": "9", "text": "整洁。", "kind": "yes_no"}
/checklist-items/{item_id}/pictures         POST  O
/checklist-items/{item_id}/pictures/{picture_id} DELETE O
/checklist-items/{item_id}/retire           POST  O
/checklist-items/{item_id}/move             POST  O    {"before_id": null}
"""  # noqa: E501 - one line, one door


def things(cast: Cast) -> dict[str, object]:
    """A lane with a steward, its cell, its type and an item of the checklist."""
    site = make_site("柳巷", area=cast.lane)
    steward = Stewardship.objects.create(site=site, name="向巷长", kind="lane_chief", starts_on=today())
    cell = GridCell.objects.create(code="G-1", name="一格", unit=cast.lane)
    item = make_item(make_site_type(), "1")
    return {
        "area_id": cast.lane.pk,
        "site_id": site.pk,
        "stewardship_id": steward.pk,
        "cell_id": cell.pk,
        "site_type_id": site.site_type_id,
        "item_id": item.pk,
        "picture_id": 1,
    }
