"""Campaigns, visits, mock assessments, meetings, special campaigns and circulars: who passes each door.

Everybody who works for the title sees when they come; the creation office keeps the calendar. The visit is one whose
sampling is known, so that a rehearsal can be drawn. The office holds meetings and special campaigns; units that were
called or take part answer.
"""

from __future__ import annotations

from chuangcheng.cases.testing import case_in
from chuangcheng.command.models import CircularQuestion, CircularUnit, Meeting
from chuangcheng.command.services import rehearse_visit
from chuangcheng.command.services.circulars import PassGiven, add_circular_files, issue_circular
from chuangcheng.command.services.library import dismiss_sentence
from chuangcheng.command.services.library_files import LIBRARY_FILES
from chuangcheng.command.services.meetings import ItemGiven, add_item, issue_minutes
from chuangcheng.command.testing import (
    make_assessor_visit,
    make_circular,
    make_collection,
    make_creation,
    make_regulation,
    make_special,
    make_speech,
    written_meeting,
)
from chuangcheng.core.files import store
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.inspections.sample_terms import Terms
from chuangcheng.inspections.sampling import Design
from chuangcheng.inspections.testing import bring_to, make_field
from chuangcheng.orgs.testing import Cast, actor_of

PAGES = """
command:visits              GET   OSGIHLMND
command:calendar            GET   OSGIHLMND
command:year                GET   OSGIHLMND
command:month               GET   OSGIHLMND
command:visit               GET   OSGIHLMND
command:new_visit           GET   O
command:new_visit           POST  O
command:edit_visit          GET   O
command:edit_visit          POST  O
command:cancel_visit        POST  O
command:rehearse            POST  O
command:creations           GET   OSGIHLMND
command:creation            GET   OSGIHLMND
command:new_creation        GET   O
command:new_creation        POST  O
command:edit_creation       GET   O
command:edit_creation       POST  O
command:record_step         POST  O
command:close_creation      POST  O
command:reopen_creation     POST  O
command:mock                GET   OSGIHLMND
command:mock_paper          GET   OSGIHLMND
command:mock_workbook       GET   OSGIHLMND
command:readiness           GET   OSGIHLMND
command:readiness_workbook  GET   OSGIHLMND
command:ready_site          GET   OSGIHLMND
command:ready_site          POST  OHL
command:day_plan            GET   OSGIHLMND
command:day_plan            POST  O
command:remove_day_entry    POST  O
command:phone_list          GET   OSGIHLMND
command:open_phone_list     POST  O
command:meetings            GET   OSGIHLMND
command:meetings_calendar   GET   OSGIHLMND
command:meeting             GET   OSGIHLMND
command:meeting_calendar    GET   OSGIHLMND
command:agenda_document     GET   OSGIHLMND
command:minutes_document    GET   OSGIHLMND
command:new_meeting         GET   O
command:new_meeting         POST  O
command:suggest_units       GET   O
command:edit_meeting        GET   O
command:edit_meeting        POST  O
command:call_meeting        POST  O
command:cancel_meeting      POST  O
command:meeting_agenda      GET   O
command:meeting_agenda      POST  O
command:take_suggested      POST  O
command:change_item         POST  O
command:attach_papers       POST  O
command:detach_paper        POST  O
command:choose_speakers     POST  O
command:meeting_pack        GET   OSGIHLMND
command:meeting_minutes     GET   O
command:meeting_minutes     POST  O
command:new_resolution      POST  O
command:drop_resolution     POST  O
command:issue_minutes       POST  O
command:reply_to_meeting    POST  HL
command:report_unit_meeting GET   HL
command:report_unit_meeting POST  HL
command:circulars           GET   OSGIHLMND
command:circulars_workbook  GET   OSGIHLMND
command:new_circular        GET   O
command:new_circular        POST  O
command:circular_units      GET   O
command:addressed           GET   OSGIHLMND
command:library_file        GET   OSGIHLMND
command:circular            GET   OSGIHLMND
command:edit_circular       GET   O
command:edit_circular       POST  O
command:issue_circular      GET   O
command:issue_circular      POST  O
command:withdraw_circular   POST  O
command:receipts_workbook   GET   OSGIHLMND
command:circular_tasks      GET   O
command:circular_tasks      POST  O
command:read_circular       POST  OSGIHLMND
command:sign_circular       POST  HL
command:ask_about_circular  POST  HL
command:remind_circular     POST  OHL
command:pass_on_circular    GET   HL
command:pass_on_circular    POST  HL
command:answer_question     POST  O
command:regulations         GET   OSGIHLMND
command:regulations_workbook GET  OSGIHLMND
command:regulation          GET   OSGIHLMND
command:new_regulation      GET   O
command:new_regulation      POST  O
command:edit_regulation     GET   O
command:edit_regulation     POST  O
command:replace_regulation  GET   O
command:replace_regulation  POST  O
command:repeal_regulation   POST  O
command:library             GET   OSGD
command:library_document    GET   OSGD
command:edit_document       GET   O
command:edit_document       POST  O
command:restore_marks       POST  O
command:library_work        GET   O
command:library_work        POST  O
command:dismiss_sentence    POST  O
command:propose_again       POST  O
command:speeches            GET   OD
command:new_speech          GET   O
command:new_speech          POST  O
command:speech              GET   O
command:edit_speech         GET   O
command:edit_speech         POST  O
command:refresh_speech      POST  O
command:withdraw_speech     POST  O
command:speech_paper        GET   O
command:speech_sources      GET   O
command:new_collection      GET   O
command:new_collection      POST  O
command:collection          GET   OSGD
command:collection_workbook GET   OSGD
command:keep_collection     POST  O
command:discard_collection  POST  O
command:split_part          POST  O
command:library_part        GET   O
command:library_part        POST  O
command:merge_part          POST  O
command:specials            GET   OSGIHLMND
command:special             GET   OSGIHLMND
command:new_special         GET   O
command:new_special         POST  O
command:edit_special        GET   O
command:edit_special        POST  O
command:start_special       POST  O
command:extend_special      POST  O
command:wind_up_special     POST  O
command:resume_special      POST  O
command:end_special         POST  O
command:cancel_special      POST  O
command:special_summary     GET   O
command:special_summary     POST  O
command:suggest_standards   GET   O
command:suggest_classes     GET   O
command:suggest_leaders     GET   O
command:suggest_special_units GET O
command:specials_workbook   GET   OSGIHLMND
command:special_paper       GET   OSGIHLMND
command:special_brief       GET   OSGIHLMND
command:special_days        GET   OSGIHLMND
command:make_special_round  POST  O
command:attach_round        POST  O
command:detach_round        POST  O
command:take_case_in        POST  O
command:take_case_out       POST  O
command:pick_photos         POST  O
command:report_special      GET   HL
command:report_special      POST  HL
"""

API = """
/creations                               GET   OSGIHLMND
/creations                               POST  O  {"name":"卫生","programme":"hygiene","title_sought":"国家卫生城市"}
/creations/{creation_id}                 GET   OSGIHLMND
/creations/{creation_id}                 PUT   O  {"name":"卫生","programme":"hygiene","title_sought":"国家卫生城市"}
/creations/{creation_id}/steps           POST  O  {"stage":"申报","happened_on":"2026-01-05"}
/creations/{creation_id}/close POST O {"outcome":"named","happened_on":"2026-01-05","reason":"R"}
/creations/{creation_id}/reopen          POST  O  {"happened_on":"2026-01-05","reason":"R"}
/assessor-visits                         GET   OSGIHLMND
/assessor-visits POST O {"creation_id":"$creation_id","name":"V","level":"city","first_on":"$day","last_on":"$day"}
/assessor-visits/calendar                GET   OSGIHLMND
/assessor-visits/{visit_id}              GET   OSGIHLMND
/assessor-visits/{visit_id} PUT O {"name":"V","level":"city","first_on":"$day","last_on":"$day","reason":"R"}
/assessor-visits/{visit_id}/cancel       POST  O  {"reason":"不来了"}
/assessor-visits/{visit_id}/mocks        POST  O  {"starts_on":"$day","ends_on":"$day"}
/mocks                                   GET   OSGIHLMND
/mocks/{mock_id}                         GET   OSGIHLMND
/mocks/{mock_id}/paper                   GET   OSGIHLMND
/mocks/{mock_id}/workbook                GET   OSGIHLMND
/assessor-visits/{visit_id}/readiness    GET   OSGIHLMND
/assessor-visits/{visit_id}/readiness/{site_id} GET OSGIHLMND
/assessor-visits/{visit_id}/readiness/{site_id} POST OHL {}
/assessor-visits/{visit_id}/readiness.xlsx GET OSGIHLMND
/assessor-visits/{visit_id}/day-plan     GET   OSGIHLMND
/assessor-visits/{visit_id}/day-plan     POST  O  {"day":"2027-01-04","starts":"09:00","text":"T"}
/assessor-visits/{visit_id}/day-plan/{entry_id} DELETE O
/assessor-visits/{visit_id}/phone-list   GET   OSGIHLMND
/meetings                                GET   OSGIHLMND
/meetings POST O {"kind":"joint","title":"M","starts_at":"2027-01-04T09:00:00+08:00","place":"P"}
/meetings/calendar                       GET   OSGIHLMND
/meetings/{meeting_id}                   GET   OSGIHLMND
/meetings/{meeting_id} PUT O {"kind":"joint","title":"M","starts_at":"2027-01-04T09:00:00+08:00","place":"P"}
/meetings/{meeting_id}/call              POST  O
/meetings/{meeting_id}/cancel            POST  O  {"reason":"R"}
/meetings/{meeting_id}/suggestions       GET   O
/meetings/{meeting_id}/agenda            POST  O  {"title":"T"}
/meetings/{meeting_id}/agenda/suggested  POST  O  {"keys":[]}
/meetings/{meeting_id}/agenda/{item_id}/move POST O {"up":true}
/meetings/{meeting_id}/agenda/{item_id}  DELETE  O
/meetings/{meeting_id}/agenda/{item_id}/papers POST O
/meetings/{meeting_id}/agenda/{item_id}/papers/{paper_id} DELETE O
/meetings/{meeting_id}/pack.zip          GET   OSGIHLMND
/meetings/{meeting_id}/figures           GET   OSGIHLMND
/meetings/{meeting_id}/speakers          PUT   O  {"speeches":[]}
/meetings/{meeting_id}/unit-meetings/{report_id}/photos POST HL
/meetings/{meeting_id}/minutes           PUT   O  {"text":"T"}
/meetings/{meeting_id}/resolutions       POST  O  {"text":"T","unit_id":$unit_id,"due_on":"$day"}
/meetings/{meeting_id}/resolutions/{resolution_id} DELETE O
/meetings/{meeting_id}/issue             POST  O
/meetings/{meeting_id}/replies           POST  HL  {"unit_id":$unit_id,"comes":true,"words":"W"}
/meetings/{meeting_id}/unit-meetings POST HL {"unit_id":$unit_id,"held_on":"$day","people":5,"text":"T"}
/meetings/{meeting_id}/calendar          GET   OSGIHLMND
/meetings/{meeting_id}/agenda.docx       GET   OSGIHLMND
/meetings/{meeting_id}/minutes.docx      GET   OSGIHLMND
/circulars                               GET   OSGIHLMND
/circulars.xlsx                          GET   OSGIHLMND
/circulars POST O {"direction":"issued","title":"C","sender":"S","dated_on":"2026-01-05"}
/circulars/{circular_id}                 GET   OSGIHLMND
/circulars/{circular_id} PUT O {"direction":"issued","title":"C","sender":"S","dated_on":"2026-01-05"}
/circulars/{circular_id}/files           POST  O
/circulars/{circular_id}/issue           POST  O  {"unit_ids":[$unit_id]}
/circulars/{circular_id}/pass-on         POST  HL {"unit_id":$unit_id,"unit_ids":[]}
/circulars/{circular_id}/read            POST  OSGIHLMND
/circulars/{circular_id}/sign            POST  HL {"unit_id":$unit_id}
/circulars/{circular_id}/remind          POST  OHL
/circulars/{circular_id}/withdraw        POST  O  {"reason":"R"}
/circulars/{circular_id}/questions       POST  HL {"unit_id":$unit_id,"text":"Q"}
/circulars/{circular_id}/questions/{question_id}/answer POST O {"text":"A"}
/circulars/{circular_id}/proposals       GET   O
/circulars/{circular_id}/tasks           POST  O  {"lines":[]}
/circulars/{circular_id}/receipts.xlsx   GET   OSGIHLMND
/regulations                             GET   OSGIHLMND
/regulations.xlsx                        GET   OSGIHLMND
/regulations POST O {"title":"R","kind":"plan","in_force_from":"2027-01-05","text":"T"}
/regulations/{regulation_id}             GET   OSGIHLMND
/regulations/{regulation_id} PUT O {"title":"R","kind":"plan","in_force_from":"2027-01-05","text":"T"}
/regulations/{regulation_id}/files       POST  O
/regulations/{regulation_id}/repeal      POST  O  {"first_day":"2027-01-05","reason":"R"}
/library                                 GET   OSGD
/library/documents/{document_id}         GET   OSGD
/library/documents/{document_id}         PUT   O  {"title":"T","kind":"speech"}
/library/documents/{document_id}/marks   PUT   O  {"places":[]}
/library/documents/{document_id}/work    GET   OSGD
/library/documents/{document_id}/tasks   POST  O  {"lines":[]}
/library/documents/{document_id}/dismissals POST O {"quotation":"Q","reason":"R"}
/speeches                                GET   OD
/speeches POST O {"kind":"review","leader_id":1,"speaks_on":"$day"}
/speeches/{speech_id}                    GET   O
/speeches/{speech_id}                    PUT   O  {"title":"T","texts":{}}
/speeches/{speech_id}/refresh            POST  O
/speeches/{speech_id}/withdraw           POST  O  {"reason":"x"}
/speeches/{speech_id}/speech.docx        GET   O
/speeches/{speech_id}/sources.docx       GET   O
/collections                             GET   OSGD
/collections                             POST  O
/collections/{collection_id}             GET   OSGD
/collections/{collection_id}/parts.xlsx  GET   OSGD
/collections/{collection_id}/split       POST  O  {"at":0}
/collections/{collection_id}/parts/{document_id} PUT O {"title":"T","kind":"speech"}
/collections/{collection_id}/parts/{document_id}/merge POST O
/collections/{collection_id}/keep        POST  O
/collections/{collection_id}/discard     POST  O  {"reason":"R"}
/specials                                GET   OSGIHLMND
/specials/templates                      GET   OSGIHLMND
/specials POST O {"name":"N","leader_id":1,"lead_unit_id":$unit_id,"starts_on":"$day","ends_on":"$day"}
/specials/{special_id}                   GET   OSGIHLMND
/specials/{special_id} PUT O {"name":"N","leader_id":1,"lead_unit_id":$unit_id,"starts_on":"$day","ends_on":"$day"}
/specials/{special_id}/start             POST  O  {}
/specials/{special_id}/extend            POST  O  {"reason":"R","ends_on":"$day"}
/specials/{special_id}/wind-up           POST  O
/specials/{special_id}/resume            POST  O  {"reason":"R"}
/specials/{special_id}/summary           PUT   O  {"remains":"R","lessons":"L"}
/specials/{special_id}/end               POST  O
/specials/{special_id}/cancel            POST  O  {"reason":"R"}
/specials/{special_id}/reports          GET   OSGIHLMND
/specials/{special_id}/report.docx       GET   OSGIHLMND
/specials/{special_id}/brief.docx        GET   OSGIHLMND
/specials/{special_id}/days.xlsx         GET   OSGIHLMND
/specials/{special_id}/figures           GET   OSGIHLMND
/specials/{special_id}/cases             GET   OSGIHLMND
/specials/{special_id}/cases             POST  O  {"case_id":"$case_id","is_in":true,"reason":"R"}
/specials/{special_id}/rounds            GET   OSGIHLMND
/specials/{special_id}/rounds POST O {"name":"N","kind":"weekly","starts_on":"$day","ends_on":"$day"}
/specials/{special_id}/rounds/{round_id} PUT   O
/specials/{special_id}/rounds/{round_id} DELETE O
/specials/{special_id}/gallery           GET   OSGIHLMND
/specials/{special_id}/gallery/{case_id} PUT   O
/specials/{special_id}/gallery/{case_id} DELETE O
/specials/{special_id}/reports POST HL {"unit_id":$unit_id,"day":"$day","people":3,"text":"T"}
"""


def things(cast: Cast) -> dict[str, object]:
    """A campaign with a visit whose sampling is known, years and months."""
    field = make_field(cast)
    creation = make_creation(cast, framework_code=field.framework.code)
    visit = make_assessor_visit(cast, creation, sample=Terms(Design(size=1), not_in_open_rounds=False))
    mock = rehearse_visit(
        actor=actor_of(cast.chief), visit_id=visit.pk, mock_id=new_id(), starts_on=today(), ends_on=today()
    )
    bring_to(cast, mock.round, "released")
    meeting, office = _meeting(cast), actor_of(cast.chief)
    item = add_item(actor=office, meeting_id=meeting.pk, item_id=new_id(), given=ItemGiven("迎检分工"))
    issue_minutes(actor=office, meeting_id=meeting.pk)
    more = {"mock_id": mock.pk, "number": 2026, "month_number": 10, "day": "2027-01-04"}
    special = make_special(cast, unit_ids=[cast.place.pk])
    more |= {"special_id": special.pk, "case_id": case_in("fixing", cast).pk, "round_id": mock.round.pk}
    held = {"meeting_id": meeting.pk, "item_id": item.pk, "unit_id": cast.place.pk, "site_id": field.sites[0].pk}
    return {"creation_id": creation.pk, "visit_id": visit.pk, **more, **held, **_circulars(cast)}


def _meeting(cast: Cast) -> Meeting:
    """A meeting to which the unit was called where everybody of the matrix works."""
    return written_meeting(cast, reports_by=today(), unit_ids=(cast.place.pk, cast.sanitation.pk))


def _circulars(cast: Cast) -> dict[str, object]:
    """A circular that everybody of the cast has, with a file and a question."""
    circular = make_circular(cast, is_issued=False)
    sent = [(store(b"text", name="a.txt", limits=LIBRARY_FILES), "a.txt")]
    add_circular_files(actor=actor_of(cast.chief), circular_id=circular.pk, files=sent)
    given = PassGiven(branch_ids=(cast.place.pk,))
    issue_circular(actor=actor_of(cast.chief), circular_id=circular.pk, given=given)
    row = CircularUnit.objects.get(circular=circular, unit=cast.sanitation)
    question = CircularQuestion.objects.create(addressed=row, text="?", asked_by=cast.liaison)
    file_id = circular.files.get().pk
    found = {"circular_id": circular.pk, "addressed_id": row.pk, "file_id": file_id, "question_id": question.pk}
    library = make_collection(cast, "在动员会上的讲话\n各单位要抓好落实。", name="b.txt")
    found_in = library.documents.get()
    dismissed = dismiss_sentence(
        actor=actor_of(cast.chief), document_id=found_in.pk, quotation="各单位要抓好落实。", reason="R"
    )
    kept = {
        "collection_id": library.pk,
        "document_id": library.documents.get().pk,
        "answer_id": dismissed.pk,
        "speech_id": make_speech(cast).pk,
    }
    return {**found, **kept, "regulation_id": make_regulation(cast).pk}
