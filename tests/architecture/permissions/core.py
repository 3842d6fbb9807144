"""Core: records, calendar, jobs, notices, files, imports: who passes each door."""

from __future__ import annotations

from chuangcheng.cases.testing import report, stored_photo
from chuangcheng.core import jobs
from chuangcheng.core.ids import new_id
from chuangcheng.core.imports.staging import stage_import
from chuangcheng.core.models import Notice
from chuangcheng.core.notices import notify
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
    return {
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
