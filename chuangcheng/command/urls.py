from __future__ import annotations

from django.urls import path

from chuangcheng.command.views import creations, mocks, readiness, visits
from chuangcheng.command.views.meetings import answering, holding, lists

app_name = "command"
urlpatterns = [
    path("command/visits/", visits.visits, name="visits"),
    path("command/visits/new/", visits.new_visit, name="new_visit"),
    path("command/visits.ics", visits.calendar, name="calendar"),
    path("command/visits/<uuid:visit_id>/", visits.visit, name="visit"),
    path("command/visits/<uuid:visit_id>/edit/", visits.edit_visit, name="edit_visit"),
    path("command/visits/<uuid:visit_id>/cancel/", visits.cancel, name="cancel_visit"),
    path("command/visits/<uuid:visit_id>/rehearse/", mocks.rehearse, name="rehearse"),
    path("command/visits/<uuid:visit_id>/readiness/", readiness.readiness, name="readiness"),
    path("command/visits/<uuid:visit_id>/readiness.xlsx", readiness.workbook, name="readiness_workbook"),
    path("command/visits/<uuid:visit_id>/readiness/<uuid:site_id>/", readiness.prepare, name="prepare_site"),
    path("command/visits/<uuid:visit_id>/day-plan/", readiness.day_plan, name="day_plan"),
    path(
        "command/visits/<uuid:visit_id>/day-plan/<uuid:entry_id>/remove/",
        readiness.remove_entry,
        name="remove_day_entry",
    ),
    path("command/visits/<uuid:visit_id>/phones/", readiness.phone_list, name="phone_list"),
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
    path("command/meetings/", lists.meetings, name="meetings"),
    path("command/meetings.ics", lists.meetings_calendar, name="meetings_calendar"),
    path("command/meetings/new/", holding.new_meeting, name="new_meeting"),
    path("command/meetings/units/", lists.unit_suggestions, name="suggest_units"),
    path("command/meetings/<uuid:meeting_id>/", lists.meeting, name="meeting"),
    path("command/meetings/<uuid:meeting_id>/edit/", holding.edit_meeting, name="edit_meeting"),
    path("command/meetings/<uuid:meeting_id>/call/", holding.call, name="call_meeting"),
    path("command/meetings/<uuid:meeting_id>/cancel/", holding.cancel, name="cancel_meeting"),
    path("command/meetings/<uuid:meeting_id>/agenda/", holding.agenda, name="meeting_agenda"),
    path("command/meetings/<uuid:meeting_id>/agenda/suggested/", holding.take_suggested, name="take_suggested"),
    path("command/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/", holding.change_item, name="change_item"),
    path("command/meetings/<uuid:meeting_id>/agenda.docx", lists.agenda_document, name="agenda_document"),
    path("command/meetings/<uuid:meeting_id>/minutes/", holding.minutes, name="meeting_minutes"),
    path("command/meetings/<uuid:meeting_id>/minutes.docx", lists.minutes_document, name="minutes_document"),
    path("command/meetings/<uuid:meeting_id>/issue/", holding.issue, name="issue_minutes"),
    path("command/meetings/<uuid:meeting_id>/resolutions/", holding.new_resolution, name="new_resolution"),
    path(
        "command/meetings/<uuid:meeting_id>/resolutions/<uuid:resolution_id>/remove/",
        holding.drop_resolution,
        name="drop_resolution",
    ),
    path("command/meetings/<uuid:meeting_id>/reply/", answering.reply, name="reply_to_meeting"),
    path("command/meetings/<uuid:meeting_id>/report/", answering.report, name="report_unit_meeting"),
    path("command/meetings/<uuid:meeting_id>/meeting.ics", lists.meeting_calendar, name="meeting_calendar"),
]
