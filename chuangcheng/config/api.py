"""The JSON API `/api/v1/`: each context brings a router; signed in by the session, refusals as one sentence."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import SessionAuth

from chuangcheng.cases.api import router as cases
from chuangcheng.command.api import router as command
from chuangcheng.core.api import router as core
from chuangcheng.core.errors import Refusal
from chuangcheng.core.lines import LinesRefused
from chuangcheng.core.strict_input import known_names_only, sentence_about
from chuangcheng.evidence.api import router as evidence
from chuangcheng.field.api import router as field
from chuangcheng.inspections.api import router as inspections
from chuangcheng.intake.api import router as intake
from chuangcheng.orgs.api import router as orgs
from chuangcheng.portal.api import router as portal
from chuangcheng.reports.api import router as reports
from chuangcheng.scoring.api import router as scoring
from chuangcheng.sites.api import router as sites
from chuangcheng.standards.api import router as standards
from chuangcheng.supervision.api import router as supervision
from chuangcheng.tasks.api import router as tasks
from chuangcheng.workbench.api import router as workbench

DESCRIPTION = (
    "每个请求只接受文档列出的字段和参数，其他名称一律拒绝（422）。"
    "拒绝时 `detail` 是一句话，`code` 是固定的代码；字段不合要求的，`errors` 逐个列出；"
    "一次提交多行的，`lines` 逐行说明（行号从1起）。"
)

api = NinjaAPI(
    title="创城",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=SessionAuth(),
)
api.add_decorator(known_names_only, mode="view")
api.add_router("/", core, tags=["core"])
api.add_router("/", orgs, tags=["orgs"])
api.add_router("/", standards, tags=["standards"])
api.add_router("/", sites, tags=["sites"])
api.add_router("/", inspections, tags=["inspections"])
api.add_router("/", intake, tags=["intake"])
api.add_router("/", cases, tags=["cases"])
api.add_router("/", tasks, tags=["tasks"])
api.add_router("/", evidence, tags=["materials"])
api.add_router("/", scoring, tags=["scoring"])
api.add_router("/", supervision, tags=["supervision"])
api.add_router("/", command, tags=["command"])
api.add_router("/", field, tags=["field"])
api.add_router("/", portal, tags=["portal"])
api.add_router("/", reports, tags=["reports"])
api.add_router("/", workbench, tags=["workbench"])


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, error: Refusal) -> HttpResponse:
    """One sentence and a stable code, with the status of the refusal; `lines` tells each line that was refused."""
    told: dict[str, Any] = {"detail": str(error), "code": type(error).__name__}
    if isinstance(error, LinesRefused):
        told["lines"] = error.problems
    return api.create_response(request, told, status=error.status)


@api.exception_handler(ValidationError)
def refuse_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The same for input that does not fit the documented fields; `errors` tells each field, for programs."""
    told = {"detail": sentence_about(error.errors), "code": "InvalidInput", "errors": error.errors}
    return api.create_response(request, told, status=422)


@api.exception_handler(HttpError)
def refuse_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The same for who is not signed in and for a body that is no JSON."""
    sentences = {
        HTTPStatus.UNAUTHORIZED: _("请先登录。"),
        HTTPStatus.BAD_REQUEST: _("请求的内容不是可以读取的JSON，请改正后再提交。"),
    }
    told = {"detail": sentences.get(HTTPStatus(error.status_code), str(error)), "code": type(error).__name__}
    return api.create_response(request, told, status=error.status_code)
