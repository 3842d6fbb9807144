"""The JSON API of supervision."""

from ninja import Router

from chuangcheng.supervision.api.appraisals import router as appraisals
from chuangcheng.supervision.api.formulas import router as formulas

router = Router()
router.add_router("", appraisals)
router.add_router("", formulas)

__all__ = ["router"]
