from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import F

from chuangcheng.core.counting import counts_of, counts_since
from chuangcheng.core.models import Notice
from chuangcheng.core.notices import notify
from chuangcheng.orgs.testing import Cast

EARLY, LATE = datetime(2026, 9, 1, 1, 2, 3, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC)


def test_each_query_is_counted_to_its_limit_by_one_statement(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in range(4):
        notify(person_ids=[cast.chief.pk], key=f"news-{number}", title="消息")
    rows = Notice.objects.order_by().values("pk")
    with django_assert_num_queries(1):
        found = counts_of([rows, rows.filter(pk__in=[]), rows[:3], rows.filter(title="别的"), rows.none()])
    assert found == [4, 0, 3, 0, 0]
    assert counts_of([]) == []


def test_earliest_moment_is_told_with_its_zone(cast: Cast, django_assert_num_queries: Any) -> None:
    for number, moment in enumerate((LATE, EARLY)):
        notify(person_ids=[cast.chief.pk], key=f"news-{number}", title="消息")
        Notice.objects.filter(key=f"news-{number}").update(read_at=moment)
    rows = Notice.objects.annotate(moment=F("read_at")).order_by("read_at").values("moment")
    with django_assert_num_queries(1):
        found = counts_since([rows[:5], rows.filter(title="别的"), rows.filter(pk__in=[])])
    assert found == [(2, EARLY), (0, None), (0, None)]
