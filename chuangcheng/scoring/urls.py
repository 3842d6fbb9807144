from __future__ import annotations

from django.urls import path

from chuangcheng.scoring.views import facts, sheets, standards

app_name = "scoring"
urlpatterns = [
    path("scores/", sheets.current, name="current"),
    path("scores/<int:framework_id>/", sheets.sheet, name="sheet"),
    path("scores/<int:framework_id>/method/", sheets.method, name="method"),
    path("scores/<int:framework_id>/workbook/", sheets.download_sheet, name="download_sheet"),
    path("scores/<int:framework_id>/linked/", facts.record_linked, name="record_linked"),
    path("scores/standards/<int:standard_id>/", standards.standard, name="standard"),
    path("scores/standards/<int:standard_id>/facts/", facts.record_fact, name="record_fact"),
]
