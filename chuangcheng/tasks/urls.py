from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.tasks.views import details, duties, lists, making, schedules, sheets

app_name = "tasks"
urlpatterns: list[URLPattern] = [
    path("tasks/", lists.tasks, name="list"),
    path("tasks/sheet/", sheets.sheet, name="sheet"),
    path("tasks/duties/", duties.duties, name="duties"),
    path("tasks/duties/units/<int:unit_id>/", duties.unit_duties, name="unit_duties"),
    path("tasks/duties/units/<int:unit_id>/list.xlsx", duties.unit_duty_workbook, name="unit_duty_workbook"),
    path("tasks/duties/units/<int:unit_id>/list.pdf", duties.unit_duty_paper, name="unit_duty_paper"),
    path("tasks/duties/units/<int:unit_id>/contract.docx", duties.unit_contract, name="unit_duty_contract"),
    path("tasks/duties/leaders/<int:person_id>/", duties.leader_duties, name="leader_duties"),
    path("tasks/duties/leaders/<int:person_id>/list.xlsx", duties.leader_duty_workbook, name="leader_duty_workbook"),
    path("tasks/duties/leaders/<int:person_id>/list.pdf", duties.leader_duty_paper, name="leader_duty_paper"),
    path("tasks/standing/", duties.standing, name="standing"),
    path("tasks/standing/report.xlsx", duties.standing_export, name="standing_workbook"),
    path("tasks/new/", making.new_task, name="new"),
    path("tasks/by-standard/", making.by_standard, name="by_standard"),
    path("tasks/schedule/", schedules.schedule, name="schedule"),
    path("tasks/units/", details.unit_suggestions, name="suggest_units"),
    path("tasks/people/", details.people_suggestions, name="suggest_people"),
    path("tasks/tags/", lists.tag, name="tag"),
    path("tasks/visits/", lists.serve, name="serve"),
    path("tasks/export.xlsx", lists.export, name="export"),
    path("tasks/<uuid:task_id>/", details.task, name="task"),
    path("tasks/<uuid:task_id>/edit/", making.edit, name="edit"),
    path("tasks/<uuid:task_id>/split/", making.split, name="split"),
    path("tasks/<uuid:task_id>/days/", schedules.reschedule, name="reschedule"),
    path("tasks/<uuid:task_id>/days/<uuid:event_id>/undo/", schedules.undo, name="undo_days"),
    path("tasks/<uuid:task_id>/links/", details.link, name="link"),
    path("tasks/<uuid:task_id>/links/<uuid:before_id>/remove/", details.unlink, name="unlink"),
    path("tasks/<uuid:task_id>/<slug:move>/", details.step, name="step"),
]
