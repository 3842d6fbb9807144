from __future__ import annotations

from django.urls import path

from chuangcheng.field.views import advice, app, records

app_name = "field"
urlpatterns = [
    path("field/", app.app, name="app"),
    path("field/app.webmanifest", app.manifest, name="manifest"),
    path("field/worker.js", app.worker, name="worker"),
    path("advice/", advice.advice, name="advice"),
    path("advice.xlsx", advice.export, name="export_advice"),
    path("field-records/", records.records, name="records"),
    path("field-records/import/", records.bring, name="bring"),
    path("field-records/<uuid:record_id>/settle/", records.settle, name="settle"),
]
