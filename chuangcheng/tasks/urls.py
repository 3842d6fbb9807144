from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.tasks.views import details, lists, making, schedules

app_name = "tasks"
urlpatterns: list[URLPattern] = [
    path("tasks/", lists.tasks, name="list"),
    path("tasks/new/", making.new_task, name="new"),
    path("tasks/by-standard/", making.by_standard, name="by_standard"),
    path("tasks/schedule/", schedules.schedule, name="schedule"),
    path("tasks/units/", details.unit_suggestions, name="suggest_units"),
    path("tasks/export.xlsx", lists.export, name="export"),
    path("tasks/<uuid:task_id>/", details.task, name="task"),
    path("tasks/<uuid:task_id>/edit/", making.edit, name="edit"),
    path("tasks/<uuid:task_id>/split/", making.split, name="split"),
    path("tasks/<uuid:task_id>/links/", details.link, name="link"),
    path("tasks/<uuid:task_id>/links/<uuid:before_id>/remove/", details.unlink, name="unlink"),
    path("tasks/<uuid:task_id>/<slug:move>/", details.step, name="step"),
]
