from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.intake.views import details, lists, sources

app_name = "intake"
urlpatterns: list[URLPattern] = [
    path("intake/", lists.report_list, name="list"),
    path("intake/export.xlsx", lists.export, name="export"),
    path("intake/<uuid:report_id>/", details.report, name="report"),
    path("intake/<uuid:report_id>/contact/", details.contact, name="contact"),
    path("intake/<uuid:report_id>/<slug:act>/", details.step, name="step"),
    path("settings/sources/", sources.sources, name="sources"),
    path("settings/sources/new/", sources.add_source, name="add_source"),
    path("settings/sources/<int:source_id>/", sources.change_rule, name="change_rule"),
    path("settings/sources/<int:source_id>/name/", sources.change_source, name="change_source"),
]
