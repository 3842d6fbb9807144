"""Keeping sheets: daily for the whole place and every unit, and one on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.scoring.access import KEEP, subject_for
from chuangcheng.scoring.engine import half_up
from chuangcheng.scoring.models import SheetBody, StoredSheet
from chuangcheng.scoring.packing import digest_of, packed
from chuangcheng.scoring.queries.choice import SheetChoice
from chuangcheng.scoring.queries.everyone import SubjectBook, books_of_everyone
from chuangcheng.scoring.queries.framework import EngineFramework, engine_framework_of
from chuangcheng.scoring.queries.scored import (
    Scored,
    digest_of_choice,
    facts_version,
    scored,
    scored_with,
    sheet_digest,
)
from chuangcheng.standards.access import framework_for

if TYPE_CHECKING:
    from fractions import Fraction

    from chuangcheng.standards.models import Framework

BATCH = 200  # sheets in one transaction
Progress = Callable[[int], None]  # sheets kept so far


def keep_sheet(*, actor: Actor, framework_id: int, choice: SheetChoice) -> StoredSheet:
    """Keeps one sheet as it is now, for a permanent link; the same facts kept twice are one sheet."""
    require(actor, KEEP)
    return keep_now(actor=actor, row=framework_for(actor, framework_id), choice=choice)


def keep_now(*, actor: Actor, row: Framework, choice: SheetChoice) -> StoredSheet:
    """The same, as a part of another act that the actor was allowed."""
    subject_for(actor, choice.subject)
    _refuse_draft(row)
    if choice.round_id or choice.without_round_id or choice.known_at:
        raise InvalidInput(_("只能留存现在的、按轮次种类计的得分表。"))
    digest = digest_of_choice(row, choice)
    known = StoredSheet.objects.filter(version=digest).first()
    if known is not None:
        return known
    found = scored(row, choice)
    with transaction.atomic():
        made = _made(row, choice, found, digest, StoredSheet.Origin.ASKED, actor)
        _write([(made, found)])
        kept = StoredSheet.objects.get(version=digest)
        if kept.pk == made.pk:
            audit.record(actor=actor, action="scoring.keep_sheet", subject=kept, detail={"day": str(choice.day)})
    return kept


def keep_all_sheets(*, framework: Framework, choice: SheetChoice, progress: Progress = lambda _count: None) -> int:
    """Keeps the sheet of the whole place and of each unit with facts; how many there are now.

    choice: without subject. The checks are counted once. Sheets that were kept from the same facts are kept no second
    time, so a job that was killed goes on where it was.
    """
    _refuse_draft(framework)
    started = monotonic()
    version = facts_version(framework)
    read = engine_framework_of(framework)
    kept = 0
    for batch in _batches(books_of_everyone(framework, choice, read.keys)):
        made = list(_scored_batch(framework, read, batch, version=version, started=started))
        with transaction.atomic():
            _write(made)
        kept += len(made)
        progress(kept)
    return kept


def _scored_batch(
    row: Framework, read: EngineFramework, batch: Iterable[SubjectBook], *, version: tuple[Any, ...], started: float
) -> Iterator[tuple[StoredSheet, Scored]]:
    for each in batch:
        found = scored_with(read, each.book, started=started)
        digest = sheet_digest(row, each.choice, version=version, unit_ids=each.unit_ids)
        yield _made(row, each.choice, found, digest, StoredSheet.Origin.DAILY, SYSTEM), found


def _made(row: Framework, choice: SheetChoice, found: Scored, digest: str, origin: str, actor: Actor) -> StoredSheet:
    score, whole = found.sheet.outcome.score, found.sheet.whole
    return StoredSheet(
        framework=row,
        subject=choice.subject,
        day=choice.day,
        kinds=",".join(sorted(choice.kinds)),
        version=digest,
        origin=origin,
        total=_points(score.total),
        low=_points(score.low),
        high=_points(score.high),
        is_void=found.sheet.outcome.is_void,
        known_share=half_up(whole.known_full / whole.full, 4) if whole.full else 0,
        seconds=found.seconds,
        made_by_id=actor.person_id,
    )


def _write(sheets: list[tuple[StoredSheet, Scored]]) -> None:
    """Bodies first, each once; then the sheets, those that are kept already left out."""
    bodies: dict[str, bytes] = {}
    framework = packed(sheets[0][1].framework) if sheets else b""  # one edition, the same for all of them
    for sheet, found in sheets:
        sheet.framework_body_id = _add(bodies, framework)
        sheet.marks_body_id = _add(bodies, packed(found.marks))
    rows = [SheetBody(digest=digest, content=content) for digest, content in bodies.items()]
    SheetBody.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    StoredSheet.objects.bulk_create([sheet for sheet, _found in sheets], ignore_conflicts=True, batch_size=BATCH)


def _add(bodies: dict[str, bytes], content: bytes) -> str:
    digest = digest_of(content)
    bodies[digest] = content
    return digest


def _batches(books: Iterator[SubjectBook]) -> Iterator[list[SubjectBook]]:
    while batch := list(islice(books, BATCH)):
        yield batch


def _points(number: Fraction | None) -> Any:
    return None if number is None else half_up(number)


def _refuse_draft(row: Framework) -> None:
    if row.state == row.State.DRAFT:
        raise InvalidInput(_("该体系还是草稿，执行后才能留存得分表。"))
