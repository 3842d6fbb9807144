from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.orgs.views import account, accounts, load, options, people, posts, roles, succession, units

app_name = "orgs"
urlpatterns: list[URLPattern] = [
    path("units/", units.units, name="units"),
    path("units/new/", units.new_unit, name="new_unit"),
    path("units/export/", units.export, name="export_units"),
    path("units/options/", options.units, name="unit_options"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/edit/", units.edit_unit, name="edit_unit"),
    path("units/<int:unit_id>/merge/", succession.merge_unit, name="merge_unit"),
    path("units/<int:unit_id>/split/", succession.split_unit, name="split_unit"),
    path("units/<int:unit_id>/close/", units.close_unit, name="close_unit"),
    path("load/", load.load, name="load"),
    path("load/export/", load.export, name="export_load"),
    path("load/units/<int:unit_id>/", load.unit_load, name="unit_load"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/export/", people.export, name="export_people"),
    path("people/options/", options.people, name="person_options"),
    path("people/first-passwords/", accounts.first_passwords, name="first_passwords"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/edit/", people.edit_person, name="edit_person"),
    path("people/<int:person_id>/phone/", people.phone, name="phone"),
    path("people/<int:person_id>/deactivate/", accounts.deactivate, name="deactivate_person"),
    path("people/<int:person_id>/reactivate/", accounts.reactivate, name="reactivate_person"),
    path("people/<int:person_id>/reset-password/", accounts.reset_password, name="reset_password"),
    path("people/<int:person_id>/unlock/", accounts.unlock, name="unlock_account"),
    path("people/<int:person_id>/remove-mfa/", accounts.remove_mfa, name="remove_mfa"),
    path("people/<int:person_id>/delegate/", posts.delegate, name="delegate"),
    path("people/<int:person_id>/second/", posts.second_person, name="second_person"),
    path("posts/new/", posts.new_post, name="new_post"),
    path("posts/<int:post_id>/end/", posts.end_post, name="end_post"),
    path("posts/<int:post_id>/hand-over/", posts.hand_over, name="hand_over"),
    path("posts/<int:post_id>/handover-read/", posts.read_handover, name="read_handover"),
    path("delegations/<int:delegation_id>/end/", posts.end_delegation, name="end_delegation"),
    path("secondments/<int:secondment_id>/end/", posts.end_secondment, name="end_secondment"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/new/", roles.new_role, name="new_role"),
    path("settings/roles/<int:role_id>/", roles.edit_role, name="edit_role"),
    path("settings/roles/<int:role_id>/delete/", roles.delete_role, name="delete_role"),
    path("account/", account.account, name="account"),
    path("account/language/", account.language, name="language"),
]
