"""The JSON API of material."""

from ninja import Router

from chuangcheng.evidence.api.materials import router as materials
from chuangcheng.evidence.api.matrix import router as matrix
from chuangcheng.evidence.api.packages import router as packages
from chuangcheng.evidence.api.reuse import router as reuse

router = Router()
router.add_router("/", matrix)
router.add_router("/", packages)
router.add_router("/", reuse)
router.add_router("/", materials)

__all__ = ["router"]
