from __future__ import annotations

from django.urls import path

from chuangcheng.sites.views import checklists, coverage, editing, grid, lists, maps, people, sites

app_name = "sites"
urlpatterns = [
    path("sites/", lists.site_list, name="list"),
    path("sites/rows/", lists.rows, name="rows"),
    path("sites/points/", maps.points, name="map_points"),
    path("sites/boundaries/", maps.boundaries, name="boundaries"),
    path("sites/position/", maps.convert, name="convert"),
    path("sites/gaps/", lists.gaps, name="gaps"),
    path("sites/export/", lists.export, name="export"),
    path("sites/owner/", lists.set_owners, name="set_owners"),
    path("sites/coverage/", coverage.coverage, name="coverage"),
    path("sites/coverage/cells/", coverage.cells, name="coverage_cells"),
    path("sites/coverage/cells.json", coverage.cell_points, name="coverage_points"),
    path("sites/coverage/round/", coverage.make_round, name="coverage_round"),
    path("sites/new/", editing.new_site, name="new_site"),
    path("sites/<uuid:site_id>/", sites.site, name="site"),
    path("sites/<uuid:site_id>/edit/", editing.edit_site, name="edit_site"),
    path("sites/<uuid:site_id>/deactivate/", editing.deactivate, name="deactivate"),
    path("sites/<uuid:site_id>/reactivate/", editing.reactivate, name="reactivate"),
    path("sites/<uuid:site_id>/phone/", people.phone, name="phone"),
    path("sites/<uuid:site_id>/owner/", people.change_owner, name="set_owner"),
    path("sites/<uuid:site_id>/leader/", people.change_leader, name="set_leader"),
    path("sites/<uuid:site_id>/stewards/", people.add_steward, name="add_steward"),
    path("sites/<uuid:site_id>/stewards/<int:stewardship_id>/end/", people.end_steward, name="end_steward"),
    path("grid/", grid.cells, name="grid"),
    path("grid/new/", grid.new_cell, name="new_cell"),
    path("grid/<int:cell_id>/", grid.edit_cell, name="edit_cell"),
    path("site-types/checklists/sample/", checklists.take_sample, name="take_sample_checklists"),
    path("site-types/<int:site_type_id>/checklist/", checklists.checklist, name="checklist"),
    path("site-types/<int:site_type_id>/checklist/new/", checklists.new_item, name="new_item"),
    path("checklist-items/<int:item_id>/", checklists.edit_item, name="edit_item"),
    path("checklist-items/<int:item_id>/pictures/", checklists.add_picture, name="item_pictures"),
    path(
        "checklist-items/<int:item_id>/pictures/<int:picture_id>/remove/",
        checklists.drop_picture,
        name="remove_item_picture",
    ),
    path("checklist-items/<int:item_id>/retire/", checklists.retire, name="retire_item"),
    path("checklist-items/<int:item_id>/move/", checklists.move, name="move_item"),
]
