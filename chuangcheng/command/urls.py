from __future__ import annotations

from django.urls import path

from chuangcheng.command.views import creations, mocks, visits

app_name = "command"
urlpatterns = [
    path("command/visits/", visits.visits, name="visits"),
    path("command/visits/new/", visits.new_visit, name="new_visit"),
    path("command/visits.ics", visits.calendar, name="calendar"),
    path("command/visits/<uuid:visit_id>/", visits.visit, name="visit"),
    path("command/visits/<uuid:visit_id>/edit/", visits.edit_visit, name="edit_visit"),
    path("command/visits/<uuid:visit_id>/cancel/", visits.cancel, name="cancel_visit"),
    path("command/visits/<uuid:visit_id>/rehearse/", mocks.rehearse, name="rehearse"),
    path("command/visits/years/<int:number>/", visits.year, name="year"),
    path("command/visits/years/<int:number>/<int:month_number>/", visits.month, name="month"),
    path("command/creations/", creations.creations, name="creations"),
    path("command/creations/new/", creations.new_creation, name="new_creation"),
    path("command/creations/<uuid:creation_id>/", creations.creation, name="creation"),
    path("command/creations/<uuid:creation_id>/steps/", creations.step, name="record_step"),
    path("command/creations/<uuid:creation_id>/close/", creations.close, name="close_creation"),
    path("command/creations/<uuid:creation_id>/reopen/", creations.reopen, name="reopen_creation"),
    path("command/creations/<uuid:creation_id>/edit/", creations.edit_creation, name="edit_creation"),
    path("command/mocks/<uuid:mock_id>/", mocks.mock, name="mock"),
    path("command/mocks/<uuid:mock_id>/report.docx", mocks.paper, name="mock_paper"),
    path("command/mocks/<uuid:mock_id>/report.xlsx", mocks.workbook, name="mock_workbook"),
]
