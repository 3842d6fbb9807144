"""To-dos, search, settings and the leaders' screen over the API."""

from ninja import Router

from chuangcheng.workbench.api import board, home

router = Router()
router.add_router("", home.router)
router.add_router("", board.router)
