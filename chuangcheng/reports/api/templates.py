"""The API of the office's own templates: what is in force, uploaded, tried, put into force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile

from chuangcheng.core.files import Upload
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, download
from chuangcheng.reports.models import PaperTemplate, TemplateUse
from chuangcheng.reports.queries.template_trials import MEDIA_TYPES, file_in_force, tried
from chuangcheng.reports.queries.templates import KindStanding, kind_of, standing_of, standings, template_of
from chuangcheng.reports.services import add_template, use_default, use_template

router = Router()


class UseOut(Schema):
    id: UUID
    kind: str
    template_id: UUID | None  # None: the product's own
    from_on: date
    reason: str
    made_at: datetime


class StandingOut(Schema):
    kind: str  # bulletin_monthly
    label: str
    form: str  # docx, pptx
    current: UseOut | None  # None: the product's own since ever
    coming: UseOut | None


class TagOut(Schema):
    name: str
    meaning: str
    example: str
    is_alone: bool  # stands alone in a paragraph
    fields: dict[str, str] | None  # of a list: what each of its lines has


class StandingDetail(StandingOut):
    tags: list[TagOut]


class TemplateOut(Schema):
    id: UUID
    kind: str
    name: str
    added_at: datetime


class UseIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same
    from_on: date
    kinds: list[str] = []  # other kinds of its family


class DefaultIn(Strict):
    id: UUID | None = None
    from_on: date
    reason: str


@router.get("/paper-templates", response=list[StandingOut])
def list_standings(request: HttpRequest) -> list[dict[str, Any]]:
    """Every kind of paper with what is in force."""
    return [_standing(each) for each in standings(actor=actor_of(request), at=now())]


@router.get("/paper-templates/{kind}", response=StandingDetail)
def get_standing(request: HttpRequest, kind: str) -> dict[str, Any]:
    """One kind with its tags."""
    found = kind_of(kind)
    tags = [{name: getattr(tag, name) for name in TagOut.model_fields} for tag in found.tags()]
    return {**_standing(standing_of(actor=actor_of(request), kind=found, at=now())), "tags": tags}


@router.post("/paper-templates/{kind}", response=TemplateOut)
def post_template(
    request: HttpRequest,
    kind: str,
    file: File[UploadedFile | None] = None,
    template_id: Form[UUID | None] = None,
) -> PaperTemplate:
    """A template, checked and filled once; it is not in force yet."""
    upload = Upload(file, file.name or "") if file is not None else None
    return add_template(actor=actor_of(request), template_id=template_id or new_id(), kind=kind, upload=upload)


@router.post("/paper-templates/{kind}/default", response=UseOut)
def post_default(request: HttpRequest, kind: str, given: DefaultIn) -> TemplateUse:
    """The product's own again, from a day on."""
    actor, use_id = actor_of(request), given.id or new_id()
    return use_default(actor=actor, use_id=use_id, kind=kind, from_on=given.from_on, reason=given.reason)


@router.get("/paper-templates/{kind}/file/{which}")
def get_file(request: HttpRequest, kind: str, which: str) -> FileResponse:
    """`current` or `default`."""
    found = kind_of(kind)
    name, content = file_in_force(actor_of(request), found, default=which == "default")
    return download(content, name, MEDIA_TYPES[found.form])


@router.post("/paper-templates/trials/{template_id}/use", response=list[UseOut])
def post_use(request: HttpRequest, template_id: UUID, given: UseIn) -> list[TemplateUse]:
    """Puts a checked template into force from a day on."""
    actor, use_id = actor_of(request), given.id or new_id()
    return use_template(actor=actor, use_id=use_id, template_id=template_id, from_on=given.from_on, kinds=given.kinds)


@router.get("/paper-templates/trials/{template_id}/filled")
def get_filled(request: HttpRequest, template_id: UUID) -> FileResponse:
    """The template filled with the last paper of its kind."""
    actor = actor_of(request)
    found = template_of(actor=actor, template_id=template_id)
    form = kind_of(found.kind).form
    return download(tried(actor, found), f"{found.kind}.{form}", MEDIA_TYPES[form])


def _standing(found: KindStanding) -> dict[str, Any]:
    kind = found.kind
    return {
        "kind": kind.code,
        "label": str(kind.label),
        "form": kind.form,
        "current": found.current,
        "coming": found.coming,
    }
