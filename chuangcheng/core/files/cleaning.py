"""Removing what nobody needs: contents that no record has referred to for a week, and leftovers on the disk.

Which records refer to a file is read from the foreign keys of all tables, so that no context can forget to say it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.files import places
from chuangcheng.core.files.storing import UNUSED_FOR
from chuangcheng.core.jobs import every
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now as present

BATCH = 200  # rows looked at in one transaction
TURNS = 20  # batches in one run, so that it stays short
HOUR = 3600  # seconds
USED_AGAIN_AFTER = timedelta(days=180)  # when a content in use is looked at next; our choice
LEFT_FOR = timedelta(days=1)  # how long an upload may take to arrive; our choice
FOLDERS = 256  # first level of the tree: one of them is swept each hour


@every(HOUR, name="core.clean_files", label=_("清理无人引用的文件"))
def clean_files() -> None:
    """Looks at the files that are due and sweeps one folder of the disk."""
    now = present()
    for _turn in range(TURNS):
        if not review_batch(now=now):
            break
    sweep_incoming(now=now)
    sweep_folder(int(now.timestamp()) // HOUR % FOLDERS, now=now)


def review_batch(*, now: datetime) -> int:
    """Asks of the next files that are due whether a record refers to them; removes the others. Gives their number."""
    with transaction.atomic():
        # Locked: `store` of the same content waits for the end of this transaction and then begins anew.
        due = StoredFile.objects.select_for_update(skip_locked=True).filter(review_at__lte=now).order_by("review_at")
        rows = {row.pk: row for row in due[:BATCH]}
        used = used_among(rows)
        StoredFile.objects.filter(pk__in=used).update(review_at=now + USED_AGAIN_AFTER)
        unused = [row for pk, row in rows.items() if pk not in used]
        StoredFile.objects.filter(pk__in=[row.pk for row in unused]).delete()
        for row in unused:
            _remove_content(row.sha256)
    return len(rows)


def used_among(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files to which a record refers: every foreign key in one query."""
    relations = [found for found in StoredFile._meta.get_fields(include_hidden=True) if found.auto_created]
    first, *others = [_referred(cast("Any", relation).field, ids) for relation in relations]
    return set(first.union(*others))


def _referred(field: Any, ids: Collection[UUID]) -> Any:
    rows = field.model._base_manager.filter(**{f"{field.name}__in": list(ids)})
    return rows.order_by().values_list(field.attname, flat=True)


def sweep_incoming(*, now: datetime) -> None:
    """Removes uploads that broke off."""
    for path in _files(places.root() / places.INCOMING):
        if _age(path, now) > LEFT_FOR:
            path.unlink(missing_ok=True)


def sweep_folder(number: int, *, now: datetime) -> None:
    """Removes contents of one folder that have no row: their transaction failed after the file was there."""
    old = (path for path in _files(places.root() / f"{number:02x}") if _age(path, now) > UNUSED_FOR)
    while paths := list(islice(old, BATCH)):
        hashes = [path.name for path in paths]
        known = set(StoredFile.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
        for path in paths:
            # The age once more: `store` touches a content that it finds in its place.
            if path.name not in known and _age(path, now) > UNUSED_FOR:
                _remove_content(path.name)


def _remove_content(sha256: str) -> None:
    for path in [places.path_of(sha256), *places.copies_of(sha256)]:
        path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _age(path: Path, now: datetime) -> timedelta:
    try:
        return timedelta(seconds=now.timestamp() - path.stat().st_mtime)
    except FileNotFoundError:
        return timedelta(0)
