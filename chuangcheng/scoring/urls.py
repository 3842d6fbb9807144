from __future__ import annotations

from django.urls import path

from chuangcheng.scoring.views import facts, negative, sheets, standards

app_name = "scoring"
urlpatterns = [
    path("scores/", sheets.current, name="current"),
    path("scores/negative/", negative.current, name="negative_current"),
    path("scores/negative/new/", negative.record, name="record_hit"),
    path("scores/negative/<uuid:hit_id>/", negative.hit, name="hit"),
    path("scores/negative/<uuid:hit_id>/<slug:move>/", negative.step, name="hit_step"),
    path("scores/<int:framework_id>/negative/", negative.negative, name="negative"),
    path("scores/<int:framework_id>/negative/watch/", negative.watch, name="watch_class"),
    path("scores/<int:framework_id>/negative/watch/<int:watched_id>/remove/", negative.unwatch, name="unwatch_class"),
    path("scores/<int:framework_id>/", sheets.sheet, name="sheet"),
    path("scores/<int:framework_id>/method/", sheets.method, name="method"),
    path("scores/<int:framework_id>/workbook/", sheets.download_sheet, name="download_sheet"),
    path("scores/<int:framework_id>/linked/", facts.record_linked, name="record_linked"),
    path("scores/standards/<int:standard_id>/", standards.standard, name="standard"),
    path("scores/standards/<int:standard_id>/facts/", facts.record_fact, name="record_fact"),
]
