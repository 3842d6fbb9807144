from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import access
from chuangcheng.core.access import Actor
from chuangcheng.core.audit import record
from chuangcheng.core.errors import Refusal
from chuangcheng.core.imports.archives import Photos
from chuangcheng.core.imports.guess import guess_plans
from chuangcheng.core.imports.kinds import ImportKind
from chuangcheng.core.imports.plans import SheetPlan, check_fits
from chuangcheng.core.imports.reading import read_rows
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.sheets import Book, Unreadable


def run_import(
    kind: ImportKind,
    book: Book,
    *,
    actor: Actor,
    mapping: Sequence[SheetPlan] | None = None,
    dry_run: bool = False,
    strict: bool = False,
    watch: Callable[[int, int], None] | None = None,
    photos: Sequence[Photos] = (),
    target: str = "",
    file_name: str = "",
) -> Report:
    """What became of the book: sound rows go in by one transaction, all others are listed.

    `photos`: those that come with the ledger, for kinds that take them. `target`: what the rows go into, in the words
    of the person, for kinds that have such. `mapping`: None guesses the columns.
    `dry_run` tells what would be, and keeps nothing. `strict` keeps nothing when a row is bad; `report.rejections`
    then says why. `watch` hears of progress (done, total).
    Raises NotPermitted, Unreadable when the columns do not fit, and what the context refuses as a whole.
    """
    access.require(actor, kind.permission)
    if photos and not kind.takes_photos:
        raise Unreadable(_("“%(kind)s”不带照片，请不要附照片压缩包。") % {"kind": kind.label})
    plans = guess_plans(kind, book) if mapping is None else list(mapping)
    check_fits(plans, kind=kind, book=book)
    report = Report(watch=watch, archives=photos, is_dry=dry_run, file_name=file_name)
    for each in photos:
        if each.left_out:
            report.note_file(each.name, each.left_out)
    rows = read_rows(kind=kind, book=book, plans=plans, report=report)
    with transaction.atomic():
        report.target = kind.target_for(actor, target)
        kind.apply(rows, actor=actor, report=report)
        is_refused = strict and bool(report.rejections)
        if dry_run or is_refused:
            transaction.set_rollback(True)
        else:
            _record(kind, actor=actor, report=report)
    if is_refused:
        report.withdraw()
    report.sort([sheet.name for sheet in book.sheets])
    return report


@contextmanager
def row_kept_apart(row: Row, report: Report) -> Iterator[None]:
    """Around the writing of one row: what the rules refuse undoes that row only, and becomes its problem.

    A savepoint costs two statements; contexts check before they write, and use this only where they cannot.
    """
    try:
        with transaction.atomic():
            yield
    except Refusal as refusal:
        report.reject(row, "", str(refusal))


def _record(kind: ImportKind, *, actor: Actor, report: Report) -> None:
    counts = {name: getattr(report, name) for name in ("read", "created", "updated", "unchanged")}
    record(actor=actor, action="core.import", detail={"kind": kind.code, **counts, "problems": len(report.problems)})
