"""What phones sync with: the day, photos in pieces, records; and what the workbench shows of them."""

from __future__ import annotations

from ninja import Router

from chuangcheng.field.api.advice import router as advice
from chuangcheng.field.api.day import router as day
from chuangcheng.field.api.files import router as files
from chuangcheng.field.api.judging import router as judging
from chuangcheng.field.api.patrols import router as patrols
from chuangcheng.field.api.records import router as records

router = Router()
for part in (day, files, records, judging, advice, patrols):
    router.add_router("", part)
