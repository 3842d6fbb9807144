"""The public site: open to everybody; moderation for the creation office and the desk; signs for who looks after sites.

PUBLIC: pages that open without signing in; after the method, a query where the page needs one. What is sent to Open311
needs a key instead of a sign-in (`portal/tests/test_open311_*`).
"""

from __future__ import annotations

PUBLIC = """
portal:home        GET   -
portal:notice      GET   -
portal:report      GET   -
portal:report      POST  -
portal:effort      POST  -
portal:problems    GET   -
portal:points      GET   -  ?bbox=114,36,115,37&zoom=12
portal:outline     GET   -
portal:photo       GET   -
portal:progress    GET   -
portal:code        GET   -
portal:own_photo   GET   -
portal:rate        POST  -
portal:not_fixed   POST  -
portal:open311                 GET  -
portal:open311_openapi         GET  -
portal:open311_discovery       GET  -
portal:open311_services        GET  -
portal:open311_services_bare   GET  -
portal:open311_service         GET  -
portal:open311_requests        GET  -
portal:open311_requests_bare   GET  -
portal:open311_request         GET  -
portal:open311_request_bare    GET  -
portal:open311_token           GET  -
portal:open311_updates         GET  -
portal:open311_updates_bare    GET  -
portal:open311_elsewhere       GET  -
portal:open311_elsewhere_bare  GET  -
portal:correct     POST  -
portal:erase       POST  -
portal:withdraw_report  POST  -
"""

PAGES = """
portal:moderation   GET   OK
portal:submission   GET   OK
portal:decide       POST  OK
portal:hide_faces   GET   OK
portal:hide_faces   POST  OK
portal:withdraw     POST  OK
portal:signs        GET   OHLN
portal:signs        POST  OHLN
portal:keys             GET   O
portal:issue_key        GET   O
portal:issue_key        POST  O
portal:revoke_key       POST  O
portal:questions        GET   O
portal:add_question     GET   O
portal:add_question     POST  O
portal:change_question  GET   O
portal:change_question  POST  O
portal:remove_question  POST  O
portal:unit_signs   GET   OHLN
"""

API = """
/moderation                                          GET    OK
/moderation/{submission_id}                          GET    OK
/moderation/{submission_id}/decisions                POST   OK  {"kind": "hide", "reason": "有门牌"}
/moderation/{submission_id}/photos/{original_id}     PUT    OK  {"boxes": []}
/moderation/{submission_id}/photos/{original_id}     DELETE OK
/app-keys                                            GET    O
/app-keys                                            POST   O  {"name": "应用", "organisation": "单位"}
/app-keys/{key_id}/revoke                            POST   O  {"reason": "合作结束"}
/app-questions                                       GET    O
/app-questions/{question_id}  PUT    O  {"problem_class_id": 1, "code": "A", "words": "问", "datatype": "text"}
/app-questions/{question_id}                         DELETE O
/signs                                               GET    OHLN
/signs/sheet                                         GET    OHLN
"""
