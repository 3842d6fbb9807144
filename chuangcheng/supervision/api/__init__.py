"""The JSON API of supervision."""

from ninja import Router

from chuangcheng.supervision.api.accountability import router as accountability
from chuangcheng.supervision.api.appraisals import router as appraisals
from chuangcheng.supervision.api.escalations import router as escalations
from chuangcheng.supervision.api.formulas import router as formulas
from chuangcheng.supervision.api.honours import router as honours
from chuangcheng.supervision.api.objections import router as objections
from chuangcheng.supervision.api.orders import router as orders
from chuangcheng.supervision.api.steadiness import router as steadiness
from chuangcheng.supervision.api.streaks import router as streaks

router = Router()
router.add_router("", appraisals)
router.add_router("", formulas)
router.add_router("", objections)
router.add_router("", steadiness)
router.add_router("", escalations)
router.add_router("", orders)
router.add_router("", streaks)
router.add_router("", accountability)
router.add_router("", honours)

__all__ = ["router"]
