"""Reports: who passes each door.

Creation office and desk receive, answer and open contacts; the office approves and sets the sources; supervision, the
government's supervisors and leaders read.
"""

from __future__ import annotations

import json

from chuangcheng.cases.testing import report
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.intake.services import BatchGiven, save_batch
from chuangcheng.intake.testing import make_report
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of

PAGES = """
intake:list                 GET   OSGDK
intake:export               GET   OGK
intake:report               GET   OSGDK
intake:step                 POST  OK
intake:contact              POST  OK
intake:correct              GET   OK
intake:correct              POST  OK
intake:bulk                 POST  OK
intake:find_caller          POST  OSGDK
intake:new                  GET   OK
intake:new                  POST  OK
intake:caller               POST  OK
intake:doubles              POST  OK
intake:doubles_of           GET   O
intake:join                 POST  O
intake:suggest_classes      GET   OK
intake:suggest_sites        GET   OK
intake:batches              GET   OSGDK
intake:batch                GET   OSGDK
intake:new_batch            GET   O
intake:new_batch            POST  O
intake:read_batch           POST  D
intake:follow_batch         POST  D
intake:sources              GET   O
intake:add_source           GET   O
intake:add_source           POST  O
intake:change_rule          GET   O
intake:change_rule          POST  O
intake:change_source        GET   O
intake:change_source        POST  O
"""

API = """
/reports                                          GET   OSGDK
/reports                                          POST  OK    {"id": "$report_id", "source": "hotline", "text": "垃圾"}
/reports/workbook                                 GET   OGK
/reports/earlier                                  POST  OK    {"phone": "19900000001"}
/reports/photos                                   POST  OK
/reports/{report_id}                              GET   OSGDK
/reports/{report_id}/contact                      POST  OK    {}
/reports/{report_id}/open-case                    POST  OK    {}
/reports/{report_id}/link                         POST  OK    {"case_id": "$case_id"}
/reports/{report_id}/unlink                       POST  OK    {"reason": "并错了"}
/reports/{report_id}/correct                      POST  OK    {"reason": "听错了", "text": "路灯不亮"}
/reports/{report_id}/doubles                      GET   OK
/reports/press                                    POST  OK    {"act": "open", "report_ids": ["$report_id"]}
/cases/{case_id}/doubles                          GET   O
/cases/{case_id}/join-double                      POST  O     {"other_id": "$case_id"}
/reports/{report_id}/end                          POST  OK    {"ending": "direct", "reason": "已告知"}
/reports/{report_id}/answers                      POST  OK    {"text": "已处理", "is_final": false}
/reports/{report_id}/answers/{answer_id}/approve  POST  O     {}
/reports/{report_id}/answers/{answer_id}/return   POST  O     {"reason": "改"}
/reports/{report_id}/answers/{answer_id}/send     POST  OK    {"way": "phone"}
/superior-batches                                 GET   OSGDK
/superior-batches                                 POST  O     $batch
/superior-batches/{batch_id}                      GET   OSGDK
/superior-batches/{batch_id}/read                 POST  D     {}
/superior-batches/{batch_id}/follow               POST  D     {"text": "看了"}
/report-sources                                   GET   OSGDK
/report-sources                                   POST  O     {"name": "来信"}
/report-sources/{source_id}                       PUT   O     {"name": "来信"}
/report-sources/{source_id}/rules                 POST  O     $rule
"""

RULE = {
    "valid_from": "2026-10-01",
    "accept_amount": 1,
    "accept_unit": "working_days",
    "answer_amount": 5,
    "answer_unit": "working_days",
    "answering": "always",
    "needs_approval": True,
    "is_in_writing": False,
    "severity": "normal",
    "reason": "规定",
}
BATCH = {"id": str(new_id()), "name": "市级反馈", "giver": "市创建办", "received_on": "2026-10-01"}


def things(cast: Cast) -> dict[str, object]:
    """A report of the hotline, in a case."""
    found = make_report(actor_of(cast.chief), opens_case=False)
    given = BatchGiven("省级暗访", "省文明办", today())
    batch = save_batch(actor=actor_of(cast.chief), batch_id=new_id(), given=given)
    for person in Person.objects.filter(posts__role__code="leader"):
        batch.leaders.add(person)
    ids = {"batch_id": batch.pk, "report_id": found.pk, "source_id": found.source_id, "case_id": report(cast).pk}
    return {**ids, "act": "open", "rule": json.dumps(RULE), "batch": json.dumps(BATCH)}
