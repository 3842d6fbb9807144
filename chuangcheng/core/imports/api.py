from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from chuangcheng.core.files import Upload
from chuangcheng.core.imports.access import import_for, visible_imports
from chuangcheng.core.imports.kinds import ImportKind, kinds_for
from chuangcheng.core.imports.plans import SheetPlan
from chuangcheng.core.imports.staging import add_photos, commit_import, settle_columns, stage_import
from chuangcheng.core.imports.views import template as template_page
from chuangcheng.core.models import StagedImport
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of

router = Router()
RECENT = 100


class KnownColumn(Schema):
    """A column that a kind understands."""

    key: str
    label: str = Field(alias="shown_label")
    required: bool
    help: str


class KindOut(Schema):
    """What may be brought in."""

    code: str
    label: str
    columns: list[KnownColumn]

    @staticmethod
    def resolve_label(kind: ImportKind) -> str:
        """In the language of the request."""
        return str(kind.label)


class Plan(Strict):
    """How one sheet is read: where its header stands, and position → key of its columns."""

    index: int = Field(ge=0)
    section: str = ""
    header_start: int = Field(0, ge=0)  # zero-based row
    header_rows: int = Field(1, ge=0, le=3)
    columns: dict[int, str]


class ImportOut(Schema):
    """An import: its columns, what would become of it, what became of it."""

    id: UUID
    kind: str
    file_name: str
    state: str
    mapping: list[Plan]
    preview: dict[str, Any]
    report: dict[str, Any]
    refusal: str
    job_id: UUID | None
    staged_at: datetime
    finished_at: datetime | None


class Commit(Strict):
    """Whether one bad row keeps all rows out."""

    strict: bool = False


@router.get("/imports/kinds", response=list[KindOut], summary="可以导入的内容")
def kinds(request: HttpRequest) -> list[ImportKind]:
    """The kinds that the person may bring in, with their columns."""
    return kinds_for(actor_of(request))


@router.get("/imports/kinds/{kind_code}/template", summary="导入模板（xlsx）")
def template(request: HttpRequest, kind_code: str) -> HttpResponseBase:
    """The Excel template."""
    return template_page(request, kind_code)


@router.get("/imports", response=list[ImportOut], summary="我的导入，新的在前")
def imports(request: HttpRequest) -> list[StagedImport]:
    """The person's latest imports."""
    return list(visible_imports(actor_of(request))[:RECENT])


@router.post("/imports", response=ImportOut, summary="上传表格并认列")
def stage(
    request: HttpRequest,
    file: File[UploadedFile],
    kind: Form[str],
    import_id: Form[UUID | None] = None,
    target: Form[str] = "",
    photos: File[UploadedFile | None] = None,
) -> StagedImport:
    """Stages a file, and a zip of photos named by number; the same `import_id` (UUIDv7) twice is one import.

    `target`: for a problem ledger the number of a hidden round, until whose release its problems are held.
    """
    return stage_import(
        actor=actor_of(request),
        kind_code=kind,
        content=file.read(),
        name=file.name or "",
        import_id=import_id,
        photos=Upload(photos, photos.name or "") if photos else None,
        target=target,
    )


@router.get("/imports/{import_id}", response=ImportOut, summary="一次导入")
def one(request: HttpRequest, import_id: UUID) -> StagedImport:
    """One's own import."""
    return import_for(actor_of(request), import_id)


@router.post("/imports/{import_id}/photos", response=ImportOut, summary="为已上传的表格补充照片压缩包")
def photos(request: HttpRequest, import_id: UUID, photos: File[UploadedFile]) -> StagedImport:
    """Puts a zip of photos named by number to an import that waits, in place of an earlier zip."""
    return add_photos(actor=actor_of(request), import_id=import_id, photos=Upload(photos, photos.name or ""))


@router.put("/imports/{import_id}/columns", response=ImportOut, summary="确定各列并预览")
def settle(request: HttpRequest, import_id: UUID, plans: list[Plan]) -> StagedImport:
    """Settles the columns; the preview is there at once, or for a large file when its job is done."""
    settled = [SheetPlan(p.index, p.section, p.header_start, p.header_rows, p.columns) for p in plans]
    return settle_columns(actor=actor_of(request), import_id=import_id, plans=settled)


@router.post("/imports/{import_id}/commit", response=ImportOut, summary="导入")
def commit(request: HttpRequest, import_id: UUID, asked: Commit) -> StagedImport:
    """Brings the sound rows in."""
    return commit_import(actor=actor_of(request), import_id=import_id, strict=asked.strict)
