from __future__ import annotations

from typing import Any

from chuangcheng.core.models import Notice
from chuangcheng.core.notices import notify
from chuangcheng.core.together import rows_of
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast


def test_first_rows_of_several_queries_come_by_two_statements(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in range(4):
        notify(person_ids=[cast.chief.pk], key=f"news-{number}", title=f"消息{number}")
    rows = Notice.objects.order_by("title")
    shown = Notice.objects.select_related("recipient")
    with django_assert_num_queries(2):
        asked = [rows[:2], rows.filter(pk__in=[]), rows.filter(title="别的")[:2], rows.filter(title__gte="消息1")[:9]]
        first, never, none, last = rows_of(asked, shown=shown)
        assert {row.recipient for row in last} == {cast.chief}
    assert {row.title for row in first} == {"消息0", "消息1"}
    assert {row.title for row in last} == {"消息1", "消息2", "消息3"}
    assert never == none == []


def test_nothing_found_takes_one_statement_and_nothing_asked_none(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert rows_of([Person.objects.filter(username="nobody")[:1]], shown=Person.objects.all()) == [[]]
    with django_assert_num_queries(0):
        assert rows_of([], shown=Person.objects.all()) == []
        assert rows_of([Person.objects.none()], shown=Person.objects.all()) == [[]]
