from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.cases.views import (
    boards,
    classes,
    deadlines,
    desk,
    details,
    figures,
    lists,
    maps,
    moves,
    problem_lists,
    reports,
)

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("cases/", lists.case_list, name="list"),
    path("cases/export.xlsx", lists.export, name="export"),
    path("cases/deadlines/", deadlines.deadlines, name="deadlines"),
    path("cases/figures/", figures.figures, name="figures"),
    path("cases/figures/workbook.xlsx", figures.workbook, name="figures_workbook"),
    path("cases/figures/bulletin.docx", figures.bulletin, name="figures_bulletin"),
    path("cases/desk/", desk.desk, name="desk"),
    path("cases/desk/remind/", desk.remind, name="remind"),
    path("cases/board/", boards.case_board, name="board"),
    path("cases/map/", maps.case_map, name="map"),
    path("cases/map/points/", maps.points, name="map_points"),
    path("cases/map/rows/", maps.rows, name="map_rows"),
    path("cases/new/", reports.report, name="new"),
    path("cases/suggest/sites/", reports.site_suggestions, name="suggest_sites"),
    path("cases/suggest/units/", moves.unit_suggestions, name="suggest_units"),
    path("cases/<uuid:case_id>/", details.case, name="case"),
    path("cases/<uuid:case_id>/<slug:move>/", moves.move, name="move"),
    path("settings/problem-classes/", classes.class_list, name="classes"),
    path("settings/problem-classes/new/", classes.add_class, name="add_class"),
    path("settings/problem-classes/export.xlsx", classes.export_classes, name="export_classes"),
    path("settings/problem-classes/order/", classes.put_in_order, name="order_classes"),
    path("settings/problem-classes/units/", classes.find_units, name="find_class_units"),
    path("settings/problem-lists/", problem_lists.problem_lists, name="problem_lists"),
    path("settings/problem-lists/new/", problem_lists.add_problem_list, name="add_problem_list"),
    path("settings/problem-lists/<int:list_id>/", problem_lists.change_problem_list, name="change_problem_list"),
    path("settings/problem-classes/<int:class_id>/", classes.change_class, name="change_class"),
]
