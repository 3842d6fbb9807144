from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chuangcheng.core import files
from chuangcheng.core.files import cleaning, places
from chuangcheng.core.files.cleaning import clean_files, review_batch, sweep_folder, sweep_incoming, used_among
from chuangcheng.core.models import StagedImport, StoredFile
from chuangcheng.core.testing import photo
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast

WEEK = timedelta(days=7, minutes=1)


def stored(shade: int) -> StoredFile:
    return files.store(photo(shade=shade), name="a.jpg")


def refer_to(row: StoredFile, cast: Cast) -> None:
    StagedImport.objects.create(kind="sites", file_name="a.xlsx", source=row, staged_by=cast.chief)


def age(path: Path, days: float) -> None:
    then = (now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))


def test_content_without_a_record_is_removed_after_a_week_with_its_copies(db: None) -> None:
    row = stored(1)
    copy = files.public_copy(row, 160)
    assert review_batch(now=now()) == 0
    assert review_batch(now=now() + WEEK) == 1
    assert not StoredFile.objects.exists()
    assert not places.path_of(row.sha256).exists()
    assert not copy.exists()


def test_content_with_a_record_stays_and_is_asked_about_again_later(cast: Cast) -> None:
    row = stored(1)
    refer_to(row, cast)
    assert used_among([row.pk]) == {row.pk}
    assert review_batch(now=now() + WEEK) == 1
    assert review_batch(now=now() + WEEK) == 0
    row.refresh_from_db()
    assert row.review_at > now() + timedelta(days=150)
    files.open_original(row).close()


def test_content_let_go_later_is_removed_then(cast: Cast) -> None:
    row = stored(1)
    refer_to(row, cast)
    review_batch(now=now() + WEEK)
    StagedImport.objects.all().delete()
    review_batch(now=now() + timedelta(days=200))
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_looking_costs_the_same_for_many(cast: Cast, count: int, django_assert_max_num_queries: Any) -> None:
    for shade in range(count):
        refer_to(stored(shade), cast)
    with django_assert_max_num_queries(5):
        assert review_batch(now=now() + WEEK) == count


def test_broken_off_upload_is_removed_after_a_day(db: None, settings: Any) -> None:
    folder = settings.FILES_ROOT / places.INCOMING
    folder.mkdir(parents=True)
    old, young = folder / "old", folder / "young"
    for path, days in [(old, 2.0), (young, 0.1)]:
        path.write_bytes(b"half")
        age(path, days)
    sweep_incoming(now=now())
    assert not old.exists()
    assert young.exists()


def test_content_without_a_row_is_swept_and_one_with_a_row_is_not(db: None) -> None:
    lost, kept, young = stored(1), stored(2), stored(3)
    for row in (lost, kept):
        age(places.path_of(row.sha256), 8)
    StoredFile.objects.filter(pk__in=[lost.pk, young.pk]).delete()
    for number in range(256):
        sweep_folder(number, now=now())
    assert not places.path_of(lost.sha256).exists()
    assert places.path_of(kept.sha256).exists()
    assert places.path_of(young.sha256).exists()


def test_content_found_in_its_place_counts_as_young(db: None) -> None:
    row = stored(1)
    age(places.path_of(row.sha256), 30)
    stored(1)
    assert places.path_of(row.sha256).stat().st_mtime > (now() - timedelta(minutes=5)).timestamp()


def test_hourly_run_does_all_of_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    row = stored(1)

    def later() -> datetime:
        return row.review_at + timedelta(minutes=1)

    monkeypatch.setattr(cleaning, "present", later)
    clean_files()
    assert not StoredFile.objects.exists()
