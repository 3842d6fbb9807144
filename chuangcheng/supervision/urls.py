from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.supervision.views import steadiness
from chuangcheng.supervision.views.accountability import acting as matter_acting
from chuangcheng.supervision.views.accountability import honours
from chuangcheng.supervision.views.accountability import lists as matter_lists
from chuangcheng.supervision.views.appraisals import boards, editing, objections, settings
from chuangcheng.supervision.views.escalations import acting, cards, lists, streak_steps
from chuangcheng.supervision.views.orders import acting as order_acting
from chuangcheng.supervision.views.orders import lists as order_lists
from chuangcheng.supervision.views.orders import together as orders_together

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("supervision/boards/", boards.boards, name="boards"),
    path("supervision/boards/compute/", boards.compute, name="compute"),
    path("supervision/boards/settings/", settings.board_settings, name="board_settings"),
    path("supervision/boards/settings/new/", settings.new_board, name="new_board"),
    path("supervision/boards/settings/<uuid:board_id>/", settings.edit_board, name="edit_board"),
    path("supervision/boards/<uuid:run_id>/", boards.board, name="board"),
    path("supervision/boards/<uuid:run_id>/board.xlsx", boards.workbook, name="board_workbook"),
    path("supervision/boards/<uuid:run_id>/open/", boards.open_run, name="open_run"),
    path("supervision/boards/<uuid:run_id>/publish/", boards.publish, name="publish_run"),
    path("supervision/sheets/<uuid:result_id>/", boards.sheet, name="sheet"),
    path("supervision/sheets/<uuid:result_id>/object/", objections.raise_one, name="raise_objection"),
    path("supervision/objections/", objections.objections, name="objections"),
    path("supervision/objections/<uuid:objection_id>/", objections.objection, name="objection"),
    path("supervision/merits/", objections.merits, name="merits"),
    path("supervision/merits/new/", objections.new_merit, name="new_merit"),
    path("supervision/merits/<uuid:merit_id>/withdraw/", objections.withdraw, name="withdraw_merit"),
    path("supervision/formulas/", settings.formulas, name="formulas"),
    path("supervision/formulas/take/<slug:code>/", settings.take, name="take_formula"),
    path("supervision/formulas/new/", editing.new_formula, name="new_formula"),
    path("supervision/formulas/<uuid:formula_id>/", settings.formula, name="formula"),
    path("supervision/formulas/<uuid:formula_id>/rules.docx", settings.rules, name="formula_rules"),
    path("supervision/formulas/<uuid:formula_id>/edit/", editing.edit_formula, name="edit_formula"),
    path("supervision/steadiness/", steadiness.overview, name="steadiness"),
    path("supervision/steadiness/steadiness.xlsx", steadiness.workbook, name="steadiness_workbook"),
    path("escalations/coming/", lists.coming, name="coming"),
    path("escalations/", lists.escalations, name="escalations"),
    path("escalations/cards/", cards.cards, name="cards"),
    path("escalations/<uuid:step_id>/", lists.escalation, name="escalation"),
    path("escalations/<uuid:step_id>/deeds/", acting.deed, name="deed"),
    path("escalations/<uuid:step_id>/undo/", acting.undo, name="undo"),
    path("escalations/<uuid:step_id>/deeds/<uuid:deed_id>/undo/", acting.undo_deed, name="undo_deed"),
    path("escalations/cards/steps/<uuid:streak_step_id>/", streak_steps.streak_step, name="streak_step"),
    path("escalations/cards/steps/<uuid:streak_step_id>/deeds/", streak_steps.deed, name="streak_deed"),
    path(
        "escalations/cards/steps/<uuid:streak_step_id>/deeds/<uuid:deed_id>/undo/",
        streak_steps.undo_deed,
        name="undo_streak_deed",
    ),
    path("escalations/cards/steps/<uuid:streak_step_id>/undo", streak_steps.undo, name="undo_streak"),
    path("settings/ladder/", acting.ladder, name="ladder"),
    path("settings/streaks/", cards.streaks, name="streaks"),
    path("orders/", order_lists.orders, name="orders"),
    path("orders/new/", order_acting.new_order, name="new_order"),
    path("orders/for-cases/", orders_together.orders_for_cases, name="orders_for_cases"),
    path("orders/workbook/", order_lists.orders_excel, name="orders_workbook"),
    path("orders/<uuid:order_id>/", order_lists.order, name="order"),
    path("orders/<uuid:order_id>/files/<slug:kind>/", order_lists.order_file, name="order_file"),
    path("orders/<uuid:order_id>/<slug:move>/", order_acting.move, name="move_order"),
    path("accountability/", matter_lists.matters, name="matters"),
    path("accountability/matters.xlsx", matter_lists.workbook, name="matters_workbook"),
    path("accountability/new/", matter_acting.new_matter, name="new_matter"),
    path("accountability/reckon/", matter_acting.reckon, name="reckon"),
    path("accountability/appeals/<uuid:appeal_id>/<slug:verdict>/", matter_acting.settle, name="settle_appeal"),
    path("accountability/<uuid:matter_id>/", matter_lists.matter, name="matter"),
    path("accountability/<uuid:matter_id>/decide/", matter_acting.decide, name="decide_matter"),
    path("accountability/<uuid:matter_id>/appeal/", matter_acting.appeal, name="appeal"),
    path("accountability/<uuid:matter_id>/files/<slug:kind>/", matter_lists.paper, name="matter_paper"),
    path("accountability/<uuid:matter_id>/<slug:move>/", matter_acting.move, name="move_matter"),
    path("settings/grounds/", matter_acting.grounds, name="grounds"),
    path("honour-lists/", honours.honour_lists, name="honour_lists"),
    path("honour-lists/new/", honours.new_list, name="new_honour_list"),
    path("honour-lists/<uuid:list_id>/", honours.honour_list, name="honour_list"),
    path("honour-lists/<uuid:list_id>/files/<slug:kind>/", honours.paper, name="honour_list_paper"),
    path("honour-lists/<uuid:list_id>/check/", honours.check, name="check_honour_list"),
    path("honour-lists/<uuid:list_id>/<slug:move>/", honours.move, name="move_honour_list"),
]
