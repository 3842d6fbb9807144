"""The JSON API of supervision."""

from ninja import Router

from chuangcheng.supervision.api.appraisals import router as appraisals
from chuangcheng.supervision.api.formulas import router as formulas
from chuangcheng.supervision.api.objections import router as objections

router = Router()
router.add_router("", appraisals)
router.add_router("", formulas)
router.add_router("", objections)

__all__ = ["router"]
