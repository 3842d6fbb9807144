from __future__ import annotations

from django.urls import path

from chuangcheng.scoring.views import cycles, facts, negative, official, official_changes, sheets, standards

app_name = "scoring"
urlpatterns = [
    path("scores/", sheets.current, name="current"),
    path("scores/negative/", negative.current, name="negative_current"),
    path("scores/negative/new/", negative.record, name="record_hit"),
    path("scores/negative/<uuid:hit_id>/", negative.hit, name="hit"),
    path("scores/negative/<uuid:hit_id>/<slug:move>/", negative.step, name="hit_step"),
    path("scores/<int:framework_id>/negative/", negative.negative, name="negative"),
    path("scores/<int:framework_id>/negative/watch/", negative.watch, name="watch_class"),
    path("scores/<int:framework_id>/negative/watch/<int:watched_id>/remove/", negative.unwatch, name="unwatch_class"),
    path("scores/<int:framework_id>/", sheets.sheet, name="sheet"),
    path("scores/<int:framework_id>/method/", sheets.method, name="method"),
    path("scores/<int:framework_id>/workbook/", sheets.download_sheet, name="download_sheet"),
    path("scores/<int:framework_id>/linked/", facts.record_linked, name="record_linked"),
    path("scores/standards/<int:standard_id>/", standards.standard, name="standard"),
    path("scores/standards/<int:standard_id>/facts/", facts.record_fact, name="record_fact"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new/", cycles.add_cycle, name="add_cycle"),
    path("cycles/<uuid:cycle_id>/", cycles.cycle, name="cycle"),
    path("cycles/<uuid:cycle_id>/change/", cycles.edit_cycle, name="edit_cycle"),
    path("cycles/<uuid:cycle_id>/close/", cycles.end_cycle, name="end_cycle"),
    path("cycles/<uuid:cycle_id>/gate/", cycles.gate_from_sheet, name="gate_from_sheet"),
    path("cycles/<uuid:cycle_id>/paper.docx", cycles.download_cycle, name="download_cycle"),
    path("cycles/<uuid:cycle_id>/years/<int:year>/", cycles.year_result, name="year_result"),
    path("ranks/", official.ranks, name="ranks"),
    path("ranks/new/", official_changes.add_rank_round, name="add_rank_round"),
    path("ranks/<uuid:round_id>/", official.rank_round, name="rank_round"),
    path("ranks/<uuid:round_id>/change/", official_changes.change_rank_round, name="change_rank_round"),
    path("ranks/<uuid:round_id>/results/", official_changes.add_rank_result, name="add_rank_result"),
    path("ranks/<uuid:round_id>/matches/", official_changes.decide_match, name="decide_match"),
    path("ranks/<uuid:round_id>/workbook/", official.rank_workbook, name="rank_workbook"),
    path("ranks/<uuid:round_id>/bulletin/", official.rank_bulletin, name="rank_bulletin"),
    path("ranks/results/<uuid:result_id>/", official_changes.correct_rank_result, name="correct_rank_result"),
    path("ranks/results/<uuid:result_id>/faults/", official_changes.add_hard_fault, name="add_hard_fault"),
    path("ranks/faults/<uuid:fault_id>/take-back/", official_changes.take_back_fault, name="take_back_fault"),
]
