"""Core: records, calendar, jobs, notices, files, imports: who passes each door."""

from __future__ import annotations

from chuangcheng.cases.testing import report, stored_photo
from chuangcheng.core import jobs
from chuangcheng.core.ids import new_id
from chuangcheng.core.imports.staging import stage_import
from chuangcheng.core.models import Notice
from chuangcheng.core.notices import notify
from chuangcheng.core.outgoing.channels import keep_channel, try_channel
from chuangcheng.core.saved_views import save_view
from chuangcheng.orgs.testing import Cast, actor_of

PAGES = """
core:audit                  GET   A
core:calendar               GET   OY
core:cancel_job             POST  Y
core:change_day             POST  OY
core:choose_columns         POST  OSGIHLMNDTK
core:close_year             POST  OY
core:export_audit           POST  A
core:file_copy              GET   OSGIHLMNDK
core:file_original          GET   OSGIHLMNDK
core:file_page              GET   -
core:forget_day             POST  OY
core:forget_view            POST  OS
core:job                    GET   Y
core:jobs                   GET   Y
core:notice                 POST  -
core:notices                GET   *
core:read_notices           POST  *
core:reopen_year            POST  OY
core:save_view              POST  OSGIHLMNDTK
core:verify_audit           POST  A
core:add_channel            GET   Y
core:add_channel            POST  Y
core:change_channel         GET   Y
core:change_channel         POST  Y
core:channels               GET   Y
core:message_choices        GET   *
core:message_choices        POST  *
core:messages               GET   OY
core:messages_workbook      GET   OY
core:send_again             POST  OY
core:short                  GET   *
core:switch_channel         POST  Y
core:try_channel            POST  Y
imports:done                GET   -
imports:list                GET   OY
imports:mapping             GET   -
imports:mapping             POST  -
imports:photos              POST  -
imports:preview             GET   -
imports:preview             POST  -
imports:problems            GET   -
imports:start               GET   O
imports:start               POST  O
imports:template            GET   O
"""

# The photo here has no pages; core/tests/test_files_pages.py asks for those of a PDF.
# Jobs, notices and imports are their owner's; here the owner is nobody of the fourteen, and 系统管理员 sees all jobs.
# What is sent to /imports is a form with a file: as JSON it is not understood, whoever sends it.
API = """
/audit                            GET     A
/audit/chain                      GET     A
/audit/exports                    POST    A   {}
/audit/verifications              POST    A
/calendar/{year}                  GET     *
/calendar/{year}/known            PUT     OY
/calendar/{year}/known            DELETE  OY
/calendar/days/{day}              PUT     OY  {"is_working": false}
/calendar/days/{day}              DELETE  OY
/imports                          GET     *
/imports                          POST    *   {}
/imports/kinds                    GET     *
/imports/kinds/{kind_code}/template  GET  O
/imports/{import_id}              GET     -
/imports/{import_id}/columns      PUT     -   []
/imports/{import_id}/photos       POST    *   {}
/imports/{import_id}/commit       POST    -   {}
/jobs                             GET     Y
/jobs/{job_id}                    GET     Y
/jobs/{job_id}/cancel             POST    Y
/message-channels                 GET     Y
/message-channels                 POST    Y   {"kind": "wecom", "name": "群", "carries": "all", "fields": {"url": "https://robot.example.com/"}}
/message-channels/{channel_id}    GET     Y
/message-channels/{channel_id}    PUT     Y   {"name": "群", "carries": "all"}
/message-channels/{channel_id}/state   PUT   Y  {"is_on": false, "reason": "试"}
/message-channels/{channel_id}/trials  POST  Y  {"id": "$view_id"}
/message-choices                  GET     *
/message-choices                  PUT     *   {}
/messages                         GET     OY
/messages.xlsx                    GET     OY
/messages/{message_id}/again      POST    OY  {"reason": "没收到"}
/notices                          GET     *
/notices/read                     POST    *   {}
/notices/unread                   GET     *
/views                            GET     *
/views                            POST    OSGIHLMNDTK {"id": "$view_id", "page": "cases", "name": "看", "query": "q=1"}
/views/columns                    PUT     OSGIHLMNDTK {"page": "cases", "names": ["number"]}
/views/{view_id}                  DELETE  OS
"""


def things(cast: Cast) -> dict[str, object]:
    """A photo of a case that whoever sees cases may see; a job, a notice and an import of the chief."""
    chief, photo = actor_of(cast.chief), stored_photo()
    report(cast, photo_ids=[photo])
    notify(person_ids=[cast.chief.pk], key="matrix", title="请看", link="/")
    staged = stage_import(actor=chief, kind_code="sites", content="编号,名称\nA-1,桌\n".encode(), name="点位.csv")
    view_id = new_id()
    save_view(actor=chief, view_id=view_id, page="cases", name="待派", query="state=filed", is_shared=True)
    channel = keep_channel(
        actor=actor_of(cast.admin),
        channel_id=new_id(),
        kind="wecom",
        name="群",
        carries="all",
        audience="",
        fields={"url": "https://robot.example.com/"},
    )
    message = try_channel(actor=actor_of(cast.admin), channel_id=channel.pk, trial_id=new_id())
    return {
        "channel_id": channel.pk,
        "message_id": message.pk,
        "kind": "wecom",
        "code": "0",
        "view_id": view_id,
        "name": "cases",
        "file_id": photo,
        "size": 160,
        "job_id": jobs.start("core.verify_audit", actor=chief, arguments={}).pk,
        "notice_id": Notice.objects.get(key="matrix").pk,
        "import_id": staged.pk,
        "kind_code": "sites",
        "day": "2026-10-01",
        "year": 2026,
        "number": 2026,
    }
