"""An uploaded workbook may hold names and phone numbers: it goes when it has done its duty. What it changed stays in
the contexts, that it was imported stays in the trail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from chuangcheng.core.models import StagedImport, StoredFile

KEPT_FOR = timedelta(days=30)  # after the upload; our choice
BATCH = 500  # rows removed in one transaction


def forget_batch(*, now: datetime) -> int:
    """Removes the next imports older than KEPT_FOR, and has their files looked at soon; gives their number."""
    with transaction.atomic():
        old = StagedImport.objects.select_for_update(skip_locked=True).filter(staged_at__lt=now - KEPT_FOR)
        rows = list(old.order_by("staged_at").values_list("pk", "source_id", "photos_id")[:BATCH])
        StagedImport.objects.filter(pk__in=[row[0] for row in rows]).delete()
        files = {file for _pk, *kept in rows for file in kept}  # a missing zip is no file, and finds none
        StoredFile.objects.filter(pk__in=files).update(review_at=now)
    return len(rows)
