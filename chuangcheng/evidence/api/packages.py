"""Submission packages: everything accepted of a framework as one zip, made by a job."""

from __future__ import annotations

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


class StartedOut(Schema):
    job_id: UUID


@router.post("/material-packages", response={202: StartedOut})
def make_package(request: HttpRequest, given: PackageIn) -> Status[dict[str, UUID]]:
    """Starts making a package; `/jobs/{job_id}` tells how far it is and where the zip lies."""
    actor = actor_of(request)
    return Status(
        202, {"job_id": start_packing(actor=actor, framework_id=given.framework_id, item_id=given.item_id).pk}
    )
