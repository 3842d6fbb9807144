"""Sites, stewards and checklists over the API. Positions are WGS-84 unless `system` says otherwise."""

from ninja import Router

from chuangcheng.sites.api.checklists import router as checklists
from chuangcheng.sites.api.sites import router as sites

router = Router()
router.add_router("", sites)
router.add_router("", checklists)

__all__ = ["router"]
