"""Submission packages: everything accepted of a framework as one zip or PDF, made by a job."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.evidence.packing import start_packing

router = Router()


class PackageIn(Strict):
    framework_id: int
    item_id: int | None = None
    shape: Literal["zip", "pdf"] = "zip"


class StartedOut(Schema):
    job_id: UUID


@router.post("/material-packages", response={202: StartedOut})
def make_package(request: HttpRequest, given: PackageIn) -> Status[dict[str, UUID]]:
    """Starts making a package; `/jobs/{job_id}` tells how far it is and where the file lies."""
    actor = actor_of(request)
    made = start_packing(actor=actor, framework_id=given.framework_id, item_id=given.item_id, shape=given.shape)
    return Status(202, {"job_id": made.pk})
