from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.supervision.views import steadiness

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("supervision/steadiness/", steadiness.overview, name="steadiness"),
    path("supervision/steadiness/steadiness.xlsx", steadiness.workbook, name="steadiness_workbook"),
]
