"""Score sheets and recorded facts over the API."""

from ninja import Router

from chuangcheng.scoring.api.facts import router as facts
from chuangcheng.scoring.api.sheets import router as sheets

router = Router()
router.add_router("", sheets)
router.add_router("", facts)

__all__ = ["router"]
