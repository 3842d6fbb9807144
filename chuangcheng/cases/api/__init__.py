"""Cases over the API: the same queries and services as the pages."""

from __future__ import annotations

from ninja import Router

from chuangcheng.cases.api.bulk import router as bulk
from chuangcheng.cases.api.cases import router as cases
from chuangcheng.cases.api.classes import router as classes
from chuangcheng.cases.api.courses import router as courses
from chuangcheng.cases.api.desk import router as desk
from chuangcheng.cases.api.doubts import router as doubts
from chuangcheng.cases.api.figures import router as figures
from chuangcheng.cases.api.look_backs import router as look_backs
from chuangcheng.cases.api.maps import router as maps
from chuangcheng.cases.api.meetings import router as meetings
from chuangcheng.cases.api.moves import router as moves
from chuangcheng.cases.api.notices import router as notices
from chuangcheng.cases.api.relapses import router as relapses
from chuangcheng.cases.api.rules import router as rules

router = Router()
router.add_router("", desk)  # before /cases/{id}
router.add_router("", figures)
router.add_router("", maps)  # before /cases/{id}
router.add_router("", bulk)
router.add_router("", meetings)
router.add_router("", notices)
router.add_router("", cases)
router.add_router("", doubts)
router.add_router("", moves)
router.add_router("", courses)
router.add_router("", classes)
router.add_router("", relapses)
router.add_router("", look_backs)
router.add_router("", rules)
