from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.core.imports import views

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("", views.overview, name="list"),
    path("template/<slug:kind_code>.xlsx", views.template, name="template"),
    path("start/<slug:kind_code>/", views.start, name="start"),
    path("<uuid:import_id>/mapping/", views.mapping, name="mapping"),
    path("<uuid:import_id>/photos/", views.photos, name="photos"),
    path("<uuid:import_id>/preview/", views.preview, name="preview"),
    path("<uuid:import_id>/", views.done, name="done"),
    path("<uuid:import_id>/problems.xlsx", views.problems, name="problems"),
]
