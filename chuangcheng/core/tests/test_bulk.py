"""Many rows at once arrive as one row would have, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from chuangcheng.core import search
from chuangcheng.core.bulk import insert_rows
from chuangcheng.core.ids import id_at, is_client_id, new_id
from chuangcheng.core.models import ImportedRow, Job, SearchEntry
from chuangcheng.core.search import Entry
from chuangcheng.core.times import now

TEXTS = ("平常", "反斜\\线", "\\N", "\\.", "制\t表", "换\n行\r\n", "引'号\"", "", "🙂")


@pytest.mark.django_db
def test_texts_arrive_letter_by_letter() -> None:
    insert_rows(ImportedRow, ("kind", "key", "fingerprint"), [("t", f"{at}", text) for at, text in enumerate(TEXTS)])

    rows = ImportedRow.objects.filter(kind="t").order_by("pk")
    assert [(row.key, row.fingerprint) for row in rows] == [(f"{at}", text) for at, text in enumerate(TEXTS)]


@pytest.mark.django_db
def test_values_of_every_sort_and_defaults_arrive_as_if_saved() -> None:
    told = {"文": ["\\", "\n"], "数": 1.5, "无": None}
    made = [Job(id=new_id(), name=f"第{n}件", arguments=told, run_after=now()) for n in range(3)]
    rows = [(job.id, job.name, job.run_after) for job in made]
    insert_rows(Job, ("id", "name", "run_after"), rows, same={"arguments": told})

    names = tuple(field.attname for field in Job._meta.concrete_fields if field.name != "created_at")  # of its own
    for job in made:
        kept = Job.objects.get(pk=job.pk)
        assert [getattr(kept, name) for name in names] == [getattr(job, name) for name in names]


@pytest.mark.django_db
def test_new_entries_are_found_by_what_stands_in_them() -> None:
    titles = [f"井盖\\缺'失{n}" for n in range(3)]
    search.index_new(
        Entry("case", f"{n}", title, number=f"2026-{n:06d}", scopes=["u1"]) for n, title in enumerate(titles)
    )

    assert SearchEntry.objects.filter(kind="case").count() == 3
    written = words()
    search.rebuild()
    assert words() == written
    assert any("井盖" in text for text in written)


def words() -> list[str]:
    sql = {"postgresql": "SELECT words::text FROM core_searchentry ORDER BY id"}
    with connection.cursor() as cursor:
        cursor.execute(sql.get(connection.vendor, "SELECT words FROM core_searchwords ORDER BY rowid"))
        return [row[0] for row in cursor.fetchall()]


def test_an_id_of_a_moment_is_one_that_a_phone_could_have_made() -> None:
    earlier, later = (id_at(datetime(2026, 3, day, tzinfo=UTC), order=order) for day, order in ((1, 5), (2, 0)))

    assert earlier < later
    assert is_client_id(earlier)
    assert earlier.variant == new_id().variant
