"""Frameworks, standards, site types and responsibilities over the API."""

from ninja import Router

from chuangcheng.standards.api.crosswalk import router as crosswalk
from chuangcheng.standards.api.duties import router as duties
from chuangcheng.standards.api.frameworks import router as frameworks
from chuangcheng.standards.api.negative import router as negative
from chuangcheng.standards.api.site_types import router as site_types
from chuangcheng.standards.api.standards import router as standards

router = Router()
for part in (frameworks, standards, negative, duties, site_types, crosswalk):
    router.add_router("", part)

__all__ = ["router"]
