from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.cases.views import classes, details, lists, moves, relapses, reports

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("cases/", lists.case_list, name="list"),
    path("cases/export.xlsx", lists.export, name="export"),
    path("cases/new/", reports.report, name="new"),
    path("cases/suggest/sites/", reports.site_suggestions, name="suggest_sites"),
    path("cases/suggest/units/", moves.unit_suggestions, name="suggest_units"),
    path("cases/relapses/", relapses.analysis, name="relapses"),
    path("cases/<uuid:case_id>/relapse/ruling/", relapses.rule, name="relapse_ruling"),
    path("cases/<uuid:case_id>/relapse/cause/", relapses.cause, name="relapse_cause"),
    path("cases/<uuid:case_id>/", details.case, name="case"),
    path("cases/<uuid:case_id>/<slug:move>/", moves.move, name="move"),
    path("settings/problem-classes/", classes.class_list, name="classes"),
    path("settings/problem-classes/new/", classes.add_class, name="add_class"),
    path("settings/problem-classes/<int:class_id>/", classes.change_class, name="change_class"),
]
