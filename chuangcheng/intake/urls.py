from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.intake.views import batches, bulk, correcting, desk, details, joining, lists, sources

app_name = "intake"
urlpatterns: list[URLPattern] = [
    path("intake/", lists.report_list, name="list"),
    path("intake/new/", desk.new_report, name="new"),
    path("intake/caller/", desk.caller, name="caller"),
    path("intake/doubles/", desk.doubles, name="doubles"),
    path("intake/doubles/<uuid:case_id>/", joining.doubles_of, name="doubles_of"),
    path("intake/join/<uuid:case_id>/", joining.join, name="join"),
    path("intake/classes/", desk.suggest_classes, name="suggest_classes"),
    path("intake/sites/", desk.suggest_sites, name="suggest_sites"),
    path("intake/bulk/", bulk.bulk, name="bulk"),
    path("intake/find-caller/", lists.find_caller, name="find_caller"),
    path("intake/export.xlsx", lists.export, name="export"),
    path("intake/<uuid:report_id>/", details.report, name="report"),
    path("intake/<uuid:report_id>/contact/", details.contact, name="contact"),
    path("intake/<uuid:report_id>/correct/", correcting.correct, name="correct"),
    path("intake/<uuid:report_id>/<slug:act>/", details.step, name="step"),
    path("superior/", batches.batches, name="batches"),
    path("superior/new/", batches.new_batch, name="new_batch"),
    path("superior/<uuid:batch_id>/", batches.batch, name="batch"),
    path("superior/<uuid:batch_id>/read/", batches.read_batch, name="read_batch"),
    path("superior/<uuid:batch_id>/follow/", batches.follow, name="follow_batch"),
    path("settings/sources/", sources.sources, name="sources"),
    path("settings/sources/new/", sources.add_source, name="add_source"),
    path("settings/sources/<int:source_id>/", sources.change_rule, name="change_rule"),
    path("settings/sources/<int:source_id>/name/", sources.change_source, name="change_source"),
]
