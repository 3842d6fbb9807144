from __future__ import annotations

from ninja import Router

from chuangcheng.core.audit.api import router as audit
from chuangcheng.core.calendar.api import router as calendar
from chuangcheng.core.imports.api import router as imports
from chuangcheng.core.jobs.api import router as jobs
from chuangcheng.core.notices.api import router as notices
from chuangcheng.core.outgoing.api import router as outgoing
from chuangcheng.core.saved_views.api import router as saved_views

router = Router()
for part in (jobs, notices, calendar, audit, imports, saved_views, outgoing):
    router.add_router("", part)
