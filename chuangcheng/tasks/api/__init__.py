"""The JSON API of tasks."""

from ninja import Router

from chuangcheng.tasks.api.duties import router as duties
from chuangcheng.tasks.api.goals import router as goals
from chuangcheng.tasks.api.schedules import router as schedules
from chuangcheng.tasks.api.sheets import router as sheets
from chuangcheng.tasks.api.tags import router as tags
from chuangcheng.tasks.api.tasks import router as tasks

router = Router()
router.add_router("/", duties)
router.add_router("/", goals)
router.add_router("/", schedules)
router.add_router("/", sheets)
router.add_router("/", tags)
router.add_router("/", tasks)

__all__ = ["router"]
