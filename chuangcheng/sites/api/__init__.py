"""Sites, stewards, grid and checklists over the API. Positions are WGS-84 unless `system` says otherwise."""

from ninja import Router

from chuangcheng.sites.api.checklists import router as checklists
from chuangcheng.sites.api.coverage import router as coverage
from chuangcheng.sites.api.grid import router as grid
from chuangcheng.sites.api.maps import router as maps
from chuangcheng.sites.api.sites import router as sites

router = Router()
router.add_router("", coverage)
router.add_router("", maps)  # before the sites, whose ids would take its addresses
router.add_router("", sites)
router.add_router("", grid)
router.add_router("", checklists)

__all__ = ["router"]
