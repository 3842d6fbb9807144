"""The JSON API `/api/v1/`: each context brings a router; signed in by the session, refusals as one sentence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import SessionAuth

from chuangcheng.cases.api import router as cases
from chuangcheng.command.api import router as command
from chuangcheng.core.api import router as core
from chuangcheng.core.errors import Refusal
from chuangcheng.core.strict_input import known_names_only, sentence_about
from chuangcheng.inspections.api import router as inspections
from chuangcheng.orgs.api import router as orgs
from chuangcheng.scoring.api import router as scoring
from chuangcheng.sites.api import router as sites
from chuangcheng.standards.api import router as standards
from chuangcheng.workbench.api import router as workbench

api = NinjaAPI(title="创城", version="1", urls_namespace="api", auth=SessionAuth())
api.add_decorator(known_names_only, mode="view")
api.add_router("/", core, tags=["core"])
api.add_router("/", orgs, tags=["orgs"])
api.add_router("/", standards, tags=["standards"])
api.add_router("/", sites, tags=["sites"])
api.add_router("/", inspections, tags=["inspections"])
api.add_router("/", cases, tags=["cases"])
api.add_router("/", scoring, tags=["scoring"])
api.add_router("/", command, tags=["command"])
api.add_router("/", workbench, tags=["workbench"])


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, error: Refusal) -> HttpResponse:
    """One sentence and a stable code, with the status of the refusal."""
    return api.create_response(request, {"detail": str(error), "code": type(error).__name__}, status=error.status)


@api.exception_handler(ValidationError)
def refuse_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The same for input that does not fit the documented fields; `errors` tells each field, for programs."""
    told = {"detail": sentence_about(error.errors), "code": "InvalidInput", "errors": error.errors}
    return api.create_response(request, told, status=422)
