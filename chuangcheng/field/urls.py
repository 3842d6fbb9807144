from __future__ import annotations

from django.urls import path

from chuangcheng.field.views import advice, app, patrol_duty, patrols, records

app_name = "field"
urlpatterns = [
    path("field/", app.app, name="app"),
    path("field/app.webmanifest", app.manifest, name="manifest"),
    path("field/worker.js", app.worker, name="worker"),
    path("advice/", advice.advice, name="advice"),
    path("advice.xlsx", advice.export, name="export_advice"),
    path("patrols/", patrols.patrols, name="patrols"),
    path("patrols.xlsx", patrols.export, name="export_patrols"),
    path("patrols/duty/", patrol_duty.duty, name="patrol_duty"),
    path("patrols/duty.xlsx", patrol_duty.export, name="export_patrol_duty"),
    path("patrols/<uuid:patrol_id>/", patrols.patrol, name="patrol"),
    path("patrols/<uuid:patrol_id>/points/", patrols.points, name="patrol_points"),
    path("field-records/", records.records, name="records"),
    path("field-records/import/", records.bring, name="bring"),
    path("field-records/<uuid:record_id>/settle/", records.settle, name="settle"),
]
