from __future__ import annotations

from django.urls import path

from chuangcheng.inspections.views import (
    amendments,
    reports,
    results,
    reviews,
    rounds,
    samples,
    sites,
    visits,
)

app_name = "inspections"
urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new_round, name="new_round"),
    path("rounds/<uuid:round_id>/", rounds.round_page, name="round"),
    path("rounds/<uuid:round_id>/edit/", rounds.edit_round, name="edit_round"),
    path("rounds/<uuid:round_id>/start/", rounds.start, name="start_round"),
    path("rounds/<uuid:round_id>/finish/", rounds.finish, name="finish_round"),
    path("rounds/<uuid:round_id>/release/", rounds.release, name="release_round"),
    path("rounds/<uuid:round_id>/discard/", rounds.discard, name="discard_round"),
    path("rounds/<uuid:round_id>/sites/", sites.add, name="add_sites"),
    path("rounds/<uuid:round_id>/sites/assign/", sites.assign, name="assign_sites"),
    path("rounds/<uuid:round_id>/sites/spread/", sites.spread, name="spread_sites"),
    path("rounds/<uuid:round_id>/sites/remove/", sites.remove, name="remove_sites"),
    path("rounds/<uuid:round_id>/sites/<uuid:site_id>/visit/", visits.visit, name="visit"),
    path("rounds/<uuid:round_id>/sample/", samples.sample, name="sample"),
    path("rounds/<uuid:round_id>/report/", reports.report, name="report"),
    path("rounds/<uuid:round_id>/report/checks/", reports.report_checks, name="report_checks"),
    path("rounds/<uuid:round_id>/report/<str:kind>/", reports.report_file, name="report_file"),
    path("draws/<uuid:draw_id>/", samples.drawn, name="draw"),
    path("visits/mine/", visits.my_visits, name="my_visits"),
    path("visits/<uuid:visit_id>/", results.visit_result, name="visit_result"),
    path("reviews/", reviews.desk, name="review_desk"),
    path("reviews/accept/", reviews.accept_many, name="accept_visits"),
    path("visits/<uuid:visit_id>/review/", reviews.review_page, name="review"),
    path("visits/<uuid:visit_id>/accept/", reviews.accept, name="accept_visit"),
    path("visits/<uuid:visit_id>/return/", reviews.send_back, name="return_visit"),
    path("visits/<uuid:visit_id>/leave-out/", reviews.leave_out, name="leave_out_visit"),
    path("visits/<uuid:visit_id>/amend/", amendments.amend, name="amend_visit"),
    path("visits/<uuid:visit_id>/cases/", results.open_cases, name="open_cases"),
    path("answers/<uuid:answer_id>/case/", results.open_case, name="open_case"),
    path("answers/<uuid:answer_id>/correction/", results.correct, name="correct_answer"),
]
