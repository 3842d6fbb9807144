"""An import on screen, in steps that can be left and taken up again: stage the file, settle its columns, look at what
would become of it, commit. Nothing reaches a context before the commit, and the commit is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import access, jobs
from chuangcheng.core.access import Actor
from chuangcheng.core.audit import record
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.files import PHOTO_ARCHIVES, WORKBOOKS, Upload, open_original, path_of, store
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.imports.access import is_open, locked_import_for
from chuangcheng.core.imports.archives import PhotoArchive, Photos
from chuangcheng.core.imports.guess import guess_plans, likely_plan
from chuangcheng.core.imports.kinds import ImportKind, kind_for
from chuangcheng.core.imports.photos import photos_with
from chuangcheng.core.imports.plans import SheetPlan, check_fits, plan_from_json
from chuangcheng.core.imports.previews import preview_of, record_of
from chuangcheng.core.imports.remembering import remember, remembered_plans
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.models import StagedImport, StoredFile
from chuangcheng.core.sheets import Book, Unreadable, extension_of, read_book
from chuangcheng.core.times import now

MOST_TARGET = 60  # characters, as the column
ROWS_IN_A_REQUEST = 2_000  # a larger file is looked at and committed by a worker; our choice
PREVIEW_JOB, COMMIT_JOB = "core.preview_import", "core.commit_import"

Watch = Callable[[int, int], None]


class AlreadyCommitted(Refusal):
    """The import has gone in, or is on its way."""


class NotLookedAt(Refusal):
    """The columns are not settled, or what would become of the file is not known yet."""


def stage_import(
    *,
    actor: Actor,
    kind_code: str,
    content: bytes,
    name: str,
    import_id: UUID | None = None,
    photos: Upload | None = None,
    target: str = "",
) -> StagedImport:
    """The file, kept, with its columns guessed or remembered. The same id twice is one import.

    `target`: what the rows go into, in the words of the person. Raises NotPermitted, Unreadable or FileRefused when the
    file cannot be taken, and what the kind says of the target.
    """
    kind = kind_for(kind_code)
    access.require(actor, kind.permission)
    if actor.person_id is None:
        raise LookupError("an import is staged by a person; the command line runs it at once")
    known = _known_import(actor, import_id)
    if known:
        return known
    kind.target_for(actor, target)
    book = read_book(content, name=name)
    archive = _stored_photos(kind, photos) if photos is not None else None
    plans = _first_plans(kind, book)
    # Named by what it is: offices rename xlsx to xls and back, and the content decides.
    source = store(content, name=f"{PurePath(name).stem or 'file'}.{extension_of(content)}", limits=WORKBOOKS)
    with transaction.atomic():
        staged, is_new = StagedImport.objects.get_or_create(
            id=import_id or new_id(),
            staged_by_id=actor.person_id,
            defaults={
                "kind": kind.code,
                "file_name": name[-200:],
                "source": source,
                "photos": archive,
                "target": target.strip()[:MOST_TARGET],
                "mapping": [plan.to_json() for plan in plans],
            },
        )
        if is_new:
            record(actor=actor, action="core.stage_import", subject=staged, detail={"kind": kind.code})
    return staged


def book_of(staged: StagedImport) -> Book:
    """The staged file, read again."""
    with open_original(staged.source) as file:
        return read_book(file.read(), name=staged.file_name)


def plans_of(staged: StagedImport) -> list[SheetPlan]:
    """How the sheets are to be read."""
    return [plan_from_json(raw) for raw in staged.mapping]


def settle_columns(*, actor: Actor, import_id: UUID, plans: Sequence[SheetPlan]) -> StagedImport:
    """Keeps the columns as the person set them and finds out, now or by a worker, what would become of the file.

    Raises NotFound, AlreadyCommitted, and Unreadable when the columns cannot do.
    """
    with transaction.atomic():
        staged = _open_import(actor, import_id)
        kind, book = kind_for(staged.kind), book_of(staged)
        check_fits(plans, kind=kind, book=book)
        staged.mapping, staged.preview = [plan.to_json() for plan in plans], {}
        staged.state, staged.job = StagedImport.State.STAGED, None
        remember(kind=kind, book=book, plans=plans, person_id=staged.staged_by_id)
        if _is_large(staged, book):
            staged.job = jobs.start(PREVIEW_JOB, actor=actor, arguments={"import_id": str(import_id)})
        else:
            staged.preview = preview_of(kind=kind, book=book, plans=plans, actor=actor, target=staged.target)
        staged.save(update_fields=["mapping", "preview", "state", "job"])
        record(actor=actor, action="core.settle_import", subject=staged, detail={"sheets": len(plans)})
    return staged


def add_photos(*, actor: Actor, import_id: UUID, photos: Upload) -> StagedImport:
    """Puts a zip of photos to an import that waits, in place of an earlier one; what was looked at is looked at again.

    Raises NotFound, AlreadyCommitted, and Unreadable or FileRefused when the zip cannot be taken.
    """
    with transaction.atomic():
        staged = _open_import(actor, import_id)
        if staged.photos_id is not None:
            StoredFile.objects.filter(pk=staged.photos_id).update(review_at=now())
        staged.photos = _stored_photos(kind_for(staged.kind), photos)
        if staged.preview or staged.job_id is not None:
            staged.state, staged.preview = StagedImport.State.STAGED, {}
            staged.job = jobs.start(PREVIEW_JOB, actor=actor, arguments={"import_id": str(import_id)})
        staged.save(update_fields=["photos", "state", "preview", "job"])
        record(actor=actor, action="core.add_import_photos", subject=staged, detail={"file": photos.name[-200:]})
    return staged


def commit_import(*, actor: Actor, import_id: UUID, strict: bool) -> StagedImport:
    """Brings the sound rows in, or with `strict` none when one is bad; a large file is left to a worker.

    Raises NotFound, AlreadyCommitted, NotLookedAt, and what the context refuses; then nothing has gone in.
    """
    with transaction.atomic():
        staged = _open_import(actor, import_id)
        if not staged.preview:
            raise NotLookedAt(_("请先核对各列的含义，看过预览后再导入。"))
        book = book_of(staged)
        if _is_large(staged, book):
            arguments = {"import_id": str(import_id), "strict": strict}
            staged.state = StagedImport.State.RUNNING
            staged.job = jobs.start(COMMIT_JOB, actor=actor, arguments=arguments)
            staged.save(update_fields=["state", "job"])
        else:
            _bring_in(staged, book, actor=actor, strict=strict)
    return staged


def preview_staged(*, actor: Actor, import_id: UUID, job_id: UUID, watch: Watch) -> None:
    """What the worker does for `settle_columns`; does nothing when the columns were settled anew meanwhile."""
    staged = StagedImport.objects.select_related("source", "photos").filter(pk=import_id, job_id=job_id).first()
    if staged is None:
        return
    kind, book, plans = kind_for(staged.kind), book_of(staged), plans_of(staged)
    with _photos_of(kind, staged) as photos:
        preview = preview_of(
            kind=kind, book=book, plans=plans, actor=actor, watch=watch, photos=photos, target=staged.target
        )
    StagedImport.objects.filter(pk=import_id, job_id=job_id).update(preview=preview)


def commit_staged(*, actor: Actor, import_id: UUID, job_id: UUID, strict: bool, watch: Watch) -> StagedImport:
    """What the worker does for `commit_import`: rows and report in one transaction, so that a second attempt after a
    kill finds nothing or everything done."""
    with transaction.atomic():
        staged = locked_import_for(actor, import_id)
        if staged.state == StagedImport.State.RUNNING and staged.job_id == job_id:
            _bring_in(staged, book_of(staged), actor=actor, strict=strict, watch=watch)
    return staged


def _known_import(actor: Actor, import_id: UUID | None) -> StagedImport | None:
    """The import that came with this id before. Raises InvalidInput for an id that is not one's own to give."""
    if import_id is None:
        return None
    known = StagedImport.objects.filter(pk=import_id).first()
    if not is_client_id(import_id) or (known and known.staged_by_id != actor.person_id):
        raise InvalidInput(_("这次上传的标识不对，请回到导入页面重新上传。"))
    return known


def _first_plans(kind: ImportKind, book: Book) -> list[SheetPlan]:
    """Remembered before guessed; for a file in which nothing is known, a place to start from."""
    found = {plan.index: plan for plan in guess_plans(kind, book)} | remembered_plans(kind=kind, book=book)
    first = next(index for index, sheet in enumerate(book.sheets) if sheet.rows)
    return [found[index] for index in sorted(found)] or [likely_plan(kind=kind, book=book, index=first)]


def _open_import(actor: Actor, import_id: UUID) -> StagedImport:
    staged = locked_import_for(actor, import_id)
    if not is_open(staged):
        raise AlreadyCommitted(_("这次导入已经提交，请查看结果；要再导入请重新上传。"))
    return staged


def _is_large(staged: StagedImport, book: Book) -> bool:
    """Whether a worker looks at it: many rows, or photos."""
    if sum(len(sheet.rows) for sheet in book) > ROWS_IN_A_REQUEST or staged.photos_id is not None:
        return True
    with _photos_of(kind_for(staged.kind), staged) as photos:
        return bool(photos)


def _photos_of(kind: ImportKind, staged: StagedImport) -> AbstractContextManager[Sequence[Photos]]:
    archive = path_of(staged.photos.sha256) if staged.photos is not None else None
    return photos_with(
        kind, path_of(staged.source.sha256), archive, workbook_name=staged.file_name, archive_name=_("照片压缩包")
    )


def _stored_photos(kind: ImportKind, photos: Upload) -> StoredFile:
    """The zip, kept, when the kind takes photos and it may be unpacked. Raises Unreadable or FileRefused."""
    if not kind.takes_photos:
        raise Unreadable(_("“%(kind)s”不带照片，请不要附照片压缩包。") % {"kind": kind.label})
    archive = store(photos.content, name=photos.name, limits=PHOTO_ARCHIVES)
    with PhotoArchive(path_of(archive.sha256), name=photos.name):
        return archive


def _bring_in(staged: StagedImport, book: Book, *, actor: Actor, strict: bool, watch: Watch | None = None) -> None:
    kind = kind_for(staged.kind)
    with _photos_of(kind, staged) as photos:
        report = run_import(
            kind,
            book,
            actor=actor,
            mapping=plans_of(staged),
            strict=strict,
            watch=watch,
            photos=photos,
            target=staged.target,
            file_name=staged.file_name,
        )
    is_refused = strict and bool(report.rejections)
    staged.state = StagedImport.State.REFUSED if is_refused else StagedImport.State.DONE
    staged.refusal = _("有不合格的行，按“全部合格才导入”的要求没有导入任何一行。") if is_refused else ""
    staged.report, staged.finished_at = record_of(report), now()
    staged.save(update_fields=["state", "refusal", "report", "finished_at"])
