"""The JSON API of supervision."""

from ninja import Router

from chuangcheng.supervision.api.steadiness import router as steadiness

router = Router()
router.add_router("/", steadiness)

__all__ = ["router"]
