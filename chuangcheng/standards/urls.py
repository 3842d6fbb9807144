from __future__ import annotations

from django.urls import path

from chuangcheng.standards.views import duties, duty_lists, frameworks, negative, places, site_types, standards, trees

app_name = "standards"
urlpatterns = [
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/new/", frameworks.new_framework, name="new_framework"),
    path("frameworks/sample/", frameworks.take_sample, name="take_sample"),
    path("frameworks/<int:framework_id>/", trees.framework, name="framework"),
    path("frameworks/<int:framework_id>/negative/", trees.negative_list, name="negative_list"),
    path("frameworks/<int:framework_id>/negative/new/", negative.new_entry, name="new_entry"),
    path("frameworks/<int:framework_id>/gaps/", trees.framework_gaps, name="gaps"),
    path("frameworks/<int:framework_id>/changes/", trees.framework_changes, name="changes"),
    path("frameworks/<int:framework_id>/edit/", frameworks.edit_framework, name="edit_framework"),
    path("frameworks/<int:framework_id>/editions/", frameworks.start_edition, name="start_edition"),
    path("frameworks/<int:framework_id>/start/", frameworks.start_framework, name="start_framework"),
    path("frameworks/<int:framework_id>/stop/", frameworks.stop_framework, name="stop_framework"),
    path("frameworks/<int:framework_id>/discard/", frameworks.discard_framework, name="discard_framework"),
    path("frameworks/<int:framework_id>/workbook/", frameworks.download_framework, name="download_framework"),
    path("frameworks/<int:framework_id>/breakdown/", frameworks.download_breakdown, name="download_breakdown"),
    path("frameworks/<int:framework_id>/standards/new/", standards.new_standard, name="new_standard"),
    path("negative/<int:entry_id>/edit/", negative.edit_entry, name="edit_entry"),
    path("negative/<int:entry_id>/delete/", negative.delete_entry, name="delete_entry"),
    path("items/<int:item_id>/edit/", places.edit_item, name="edit_item"),
    path("contents/<int:content_id>/edit/", places.edit_content, name="edit_content"),
    path("items/<int:item_id>/leader/", duties.item_leader, name="item_leader"),
    path("items/<int:item_id>/leader/end/", duties.remove_leader, name="remove_leader"),
    path("standards/<int:standard_id>/", standards.standard, name="standard"),
    path("standards/<int:standard_id>/edit/", standards.edit_standard, name="edit_standard"),
    path("standards/<int:standard_id>/delete/", standards.delete_standard, name="delete_standard"),
    path("standards/<int:standard_id>/duties/", duties.add_duty, name="add_duty"),
    path("standards/<int:standard_id>/duties/<int:duty_id>/end/", duties.remove_duty, name="remove_duty"),
    path("standards/<int:standard_id>/arrangement/", duties.arrange, name="arrange"),
    path(
        "standards/<int:standard_id>/arrangement/<int:change_id>/undo/", duties.undo_arranging, name="undo_arrangement"
    ),
    path("standards/<int:standard_id>/disputes/", duties.dispute_duty, name="dispute_duty"),
    path("standards/<int:standard_id>/disputes/<int:ruling_id>/ruling/", duties.rule_duty, name="rule_duty"),
    path("duties/", duty_lists.duties, name="duties"),
    path("duties/workbook/", duty_lists.download_duties, name="download_duties"),
    path("duties/units/<int:unit_id>/", duty_lists.unit_duties, name="unit_duties"),
    path("duties/units/<int:unit_id>/workbook/", duty_lists.download_unit_duties, name="download_unit_duties"),
    path("duties/leaders/<int:person_id>/", duty_lists.leader_duties, name="leader_duties"),
    path("duties/leaders/<int:person_id>/workbook/", duty_lists.download_leader_duties, name="download_leader_duties"),
    path("site-types/", site_types.site_types, name="site_types"),
    path("site-types/new/", site_types.new_site_type, name="new_site_type"),
    path("site-types/<int:site_type_id>/edit/", site_types.edit_site_type, name="edit_site_type"),
    path("site-types/<int:site_type_id>/aliases/", site_types.add_alias, name="add_alias"),
    path("site-types/<int:site_type_id>/aliases/<int:alias_id>/", site_types.remove_alias, name="remove_alias"),
    path("site-types/<int:site_type_id>/retire/", site_types.retire_site_type, name="retire_site_type"),
    path("site-types/<int:site_type_id>/restore/", site_types.restore_site_type, name="restore_site_type"),
]
