"""Rounds, visits, photos and corrections over the API."""

from __future__ import annotations

from ninja import Router

from chuangcheng.inspections.api.composites import router as composites
from chuangcheng.inspections.api.controls import router as controls
from chuangcheng.inspections.api.liaisons import router as liaisons
from chuangcheng.inspections.api.plans import router as plans
from chuangcheng.inspections.api.reports import router as reports
from chuangcheng.inspections.api.reviews import router as reviews
from chuangcheng.inspections.api.rounds import router as rounds
from chuangcheng.inspections.api.samples import router as samples
from chuangcheng.inspections.api.tours import router as tours
from chuangcheng.inspections.api.visits import router as visits

router = Router()
router.add_router("", composites)
router.add_router("", controls)
router.add_router("", reviews)
router.add_router("", rounds)
router.add_router("", reports)
router.add_router("", samples)
router.add_router("", plans)
router.add_router("", visits)
router.add_router("", tours)
router.add_router("", liaisons)
