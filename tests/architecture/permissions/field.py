"""The phone: who passes each door.

The page itself holds nobody's data and opens for everybody who is signed in; the day and what is sent are for who has
something to do outside. Records of others are the creation office's to mind.
"""

from __future__ import annotations

PAGES = """
field:app             GET   *
field:manifest        GET   *
field:worker          GET   *
field:advice          GET   OSIHLND
field:export_advice   GET   OSIHLND
field:patrols             GET   OSHLND
field:export_patrols      GET   OSHLND
field:patrol              GET   OSHLND
field:patrol_points       GET   OSHLND
field:patrol_duty         GET   OSHLND
field:export_patrol_duty  GET   OSHLND
field:records         GET   O
field:bring           POST  O
field:settle          POST  O
"""

API = """
/field/day                           GET   OSIHLMNKT
/field/files                         POST  OSIHLMNKT  {"files": []}
/field/files/{sha256}                PUT   OSIHLMNKT
/field/records                       POST  OSIHLMNKT  {"id": "01990000-0000-7000-8000-000000000001", "kind": "advice", "made_at": "2026-09-30T10:00:00+08:00", "advice": {"behaviour": "乱扔垃圾", "count": 1, "outcome": "corrected", "place": "某处"}}
/field/records                       GET   OSIHLMNKT
/field/records/{record_id}/settle    POST  OSIHLMNKT  {"note": "x"}
/field/exports                       POST  OSIHLMNKT  {"format": "chuangcheng-outbox", "version": 1, "seal": "x", "records": [], "photos": []}
/field/advice                        GET   OSIHLND
/field/advice/workbook               GET   OSIHLND
/field/visits/{visit_id}/records     GET   OSGIHLMND
/field/cases/{case_id}/records       GET   OSGI
/patrols                             GET   OSHLND
/patrols/workbook                    GET   OSHLND
/patrols/duty                        GET   OSHLND
/patrols/duty/workbook               GET   OSHLND
/patrols/{patrol_id}                 GET   OSHLND
"""  # noqa: E501 - a body of a record is long
