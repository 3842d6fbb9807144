"""Reports over the API: the same queries and services as the pages."""

from __future__ import annotations

from ninja import Router

from chuangcheng.intake.api.answers import router as answers
from chuangcheng.intake.api.batches import router as batches
from chuangcheng.intake.api.joining import router as joining
from chuangcheng.intake.api.reports import router as reports
from chuangcheng.intake.api.sources import router as sources

router = Router()
router.add_router("", reports)
router.add_router("", joining)
router.add_router("", answers)
router.add_router("", sources)
router.add_router("", batches)
