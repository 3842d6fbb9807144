"""Campaigns, visits, mock assessments, meetings, special campaigns circulars and regulations over the API."""

from ninja import Router

from chuangcheng.command.api.circulars import router as circulars
from chuangcheng.command.api.creations import router as creations
from chuangcheng.command.api.library import router as library
from chuangcheng.command.api.meeting_content import router as meeting_content
from chuangcheng.command.api.meetings import router as meetings
from chuangcheng.command.api.mocks import router as mocks
from chuangcheng.command.api.readiness import router as readiness
from chuangcheng.command.api.regulations import router as regulations
from chuangcheng.command.api.special_content import router as special_content
from chuangcheng.command.api.specials import router as specials
from chuangcheng.command.api.speeches import router as speeches
from chuangcheng.command.api.visits import router as visits

router = Router()
router.add_router("", creations)
router.add_router("", visits)
router.add_router("", mocks)
router.add_router("", meetings)
router.add_router("", meeting_content)
router.add_router("", readiness)
router.add_router("", circulars)
router.add_router("", regulations)
router.add_router("", library)
router.add_router("", speeches)
router.add_router("", specials)
router.add_router("", special_content)

__all__ = ["router"]
