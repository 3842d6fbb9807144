from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from chuangcheng.core.access import require
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.intake import schemas, services, shapes
from chuangcheng.intake.access import VIEW
from chuangcheng.intake.queries import source_lines

router = Router()


@router.get("/report-sources", response=list[schemas.SourceOut])
def list_sources(request: HttpRequest) -> list[dict[str, Any]]:
    """The sources, each with the rule of today."""
    require(actor_of(request), VIEW)
    return [shapes.source(line) for line in source_lines(today=today())]


@router.post("/report-sources", response={201: schemas.SourceOut})
def add_source(request: HttpRequest, given: schemas.SourceIn) -> Status[dict[str, Any]]:
    """A source of the office's own."""
    made = services.save_source(actor=actor_of(request), source_id=None, name=given.name, is_active=given.is_active)
    return Status(201, _source(made.pk))


@router.put("/report-sources/{int:source_id}", response=schemas.SourceOut)
def change_source(request: HttpRequest, source_id: int, given: schemas.SourceIn) -> dict[str, Any]:
    """Another name, or out of use."""
    actor = actor_of(request)
    services.save_source(actor=actor, source_id=source_id, name=given.name, is_active=given.is_active)
    return _source(source_id)


@router.post("/report-sources/{int:source_id}/rules", response=schemas.SourceOut)
def set_source_rule(request: HttpRequest, source_id: int, given: schemas.RuleIn) -> dict[str, Any]:
    """How its reports are treated from a day on."""
    services.set_rule(
        actor=actor_of(request),
        source_id=source_id,
        valid_from=given.valid_from,
        facts=given.dict(exclude={"valid_from", "reason"}),
        reason=given.reason,
    )
    return _source(source_id)


def _source(source_id: int) -> dict[str, Any]:
    return next(shapes.source(line) for line in source_lines(today=today()) if line.source.pk == source_id)
