"""The public site: open to everybody; moderation for the creation office and the desk; signs for who looks after sites.

PUBLIC: pages that open without signing in; after the method, a query where the page needs one.
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
portal:correct     POST  -
portal:erase       POST  -
portal:withdraw    POST  -
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
portal:unit_signs   GET   OHLN
"""

API = """
/moderation                                          GET    OK
/moderation/{submission_id}                          GET    OK
/moderation/{submission_id}/decisions                POST   OK  {"kind": "hide", "reason": "有门牌"}
/moderation/{submission_id}/photos/{original_id}     PUT    OK  {"boxes": []}
/moderation/{submission_id}/photos/{original_id}     DELETE OK
/signs                                               GET    OHLN
/signs/sheet                                         GET    OHLN
"""
