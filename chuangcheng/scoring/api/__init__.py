"""Score sheets, recorded facts, official results, cycles and the negative list over the API."""

from ninja import Router

from chuangcheng.scoring.api.cycles import router as cycles
from chuangcheng.scoring.api.facts import router as facts
from chuangcheng.scoring.api.hits import router as hits
from chuangcheng.scoring.api.kept import router as kept
from chuangcheng.scoring.api.official import router as official
from chuangcheng.scoring.api.sheets import router as sheets

router = Router()
router.add_router("", sheets)
router.add_router("", facts)
router.add_router("", official)
router.add_router("", cycles)
router.add_router("", hits)
router.add_router("", kept)

__all__ = ["router"]
