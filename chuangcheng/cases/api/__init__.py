"""Cases over the API: the same queries and services as the pages."""

from __future__ import annotations

from ninja import Router

from chuangcheng.cases.api.cases import router as cases
from chuangcheng.cases.api.classes import router as classes
from chuangcheng.cases.api.moves import router as moves
from chuangcheng.cases.api.relapses import router as relapses

router = Router()
router.add_router("", cases)
router.add_router("", moves)
router.add_router("", classes)
router.add_router("", relapses)
