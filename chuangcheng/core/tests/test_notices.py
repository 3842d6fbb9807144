from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from chuangcheng.core.models import Notice
from chuangcheng.core.notices import notify, shown_count, unread_count
from chuangcheng.core.tests.pages import send_json, signed_in, text_of
from chuangcheng.orgs.testing import Cast, actor_of


def tell(cast: Cast, count: int = 1, link: str = "/notices/") -> None:
    for number in range(count):
        notify(person_ids=[cast.inspector.pk], key=f"news-{number}", title=f"第{number}条", body="内容", link=link)


def test_same_news_reaches_each_inbox_once(cast: Cast) -> None:
    for _time in range(2):
        notify(person_ids=[cast.chief.pk, cast.inspector.pk, cast.chief.pk], key="case-1", title="有新问题")
    assert sorted(Notice.objects.values_list("recipient_id", flat=True)) == sorted([cast.chief.pk, cast.inspector.pk])


def test_long_texts_are_cut(cast: Cast) -> None:
    notify(person_ids=[cast.chief.pk], key="long", title="长" * 300, body="长" * 900)
    notice = Notice.objects.get()
    assert (len(notice.title), len(notice.body)) == (120, 500)
    assert notice.title.endswith("…")


def test_telling_many_costs_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    everybody = [person.pk for person in (cast.chief, cast.inspector, cast.liaison, cast.keeper, cast.leader)]
    with django_assert_num_queries(1):
        notify(person_ids=everybody, key="a", title="全体会议")


def test_unread_are_counted_to_a_hundred_in_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    tell(cast, 120)
    actor = actor_of(cast.inspector)
    with django_assert_num_queries(1):
        count = unread_count(actor)
    assert (count, shown_count(count)) == (100, "99+")
    assert shown_count(7) == "7"
    assert shown_count(0) == ""
    assert unread_count(actor_of(cast.chief)) == 0


def test_inbox_shows_own_lines_only_newest_first(cast: Cast) -> None:
    tell(cast, 3)
    notify(person_ids=[cast.chief.pk], key="other", title="别人的通知")
    page = text_of(signed_in(cast.inspector).get("/notices/"))
    assert page.index("第2条") < page.index("第1条") < page.index("第0条")
    assert "别人的通知" not in page


def test_empty_inbox_says_what_will_be_here(cast: Cast) -> None:
    assert "还没有通知" in text_of(signed_in(cast.keeper).get("/notices/"))


def test_opening_a_line_marks_it_read_and_leads_to_its_matter(cast: Cast) -> None:
    tell(cast, link="/jobs/")
    client, notice = signed_in(cast.inspector), Notice.objects.get()
    response = client.post(f"/notices/{notice.pk}/")
    assert response["Location"] == "/jobs/"
    assert unread_count(actor_of(cast.inspector)) == 0
    assert "第0条" not in text_of(client.get("/notices/?unread=1"))


@pytest.mark.parametrize("link", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", ""])
def test_line_never_leads_out_of_the_product(cast: Cast, link: str) -> None:
    tell(cast, link=link)
    response = signed_in(cast.inspector).post(f"/notices/{Notice.objects.get().pk}/")
    assert response["Location"] == "/notices/"


def test_somebody_elses_line_is_absent_and_stays_unread(cast: Cast) -> None:
    tell(cast)
    notice = Notice.objects.get()
    assert signed_in(cast.chief).post(f"/notices/{notice.pk}/").status_code == 404
    send_json(signed_in(cast.chief), "POST", "/api/v1/notices/read", {"ids": [notice.pk]})
    signed_in(cast.chief).post("/notices/read")
    assert unread_count(actor_of(cast.inspector)) == 1


def test_whole_inbox_is_marked_read_at_once(cast: Cast) -> None:
    tell(cast, 3)
    assert signed_in(cast.inspector).post("/notices/read").status_code == 302
    assert unread_count(actor_of(cast.inspector)) == 0


def test_inbox_over_the_api(cast: Cast) -> None:
    tell(cast, 3)
    client = signed_in(cast.inspector)
    rows = client.get("/api/v1/notices?limit=2").json()
    assert [row["title"] for row in rows] == ["第2条", "第1条"]
    older = client.get(f"/api/v1/notices?before={rows[-1]['id']}").json()
    assert [row["title"] for row in older] == ["第0条"]
    assert client.get("/api/v1/notices/unread").json() == {"count": 3}
    assert send_json(client, "POST", "/api/v1/notices/read", {"ids": [rows[0]["id"]]}).json() == {"count": 2}
    assert len(client.get("/api/v1/notices?unread=true").json()) == 2
    assert send_json(client, "POST", "/api/v1/notices/read").json() == {"count": 0}


def test_pages_follow_each_other_and_cost_the_same(cast: Cast, django_assert_max_num_queries: Any) -> None:
    tell(cast, 120)
    client = signed_in(cast.inspector)
    client.get("/notices/")
    with django_assert_max_num_queries(12):
        first = client.get("/notices/")
    older = first.context["page"].older
    assert "第119条" in text_of(first)
    assert first.context["page"].newer == ""
    second = client.get(f"/notices/{older}")
    assert "第69条" in text_of(second)
    third = client.get(f"/notices/{second.context['page'].older}")
    assert third.context["page"].older == ""
    back = client.get(f"/notices/{third.context['page'].newer}")
    assert [row.pk for row in back.context["page"].rows] == [row.pk for row in second.context["page"].rows]


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "1e5", "%00"])
def test_senseless_page_key_is_the_first_page(cast: Cast, key: str) -> None:
    tell(cast)
    assert "第0条" in text_of(signed_in(cast.inspector).get(f"/notices/?before={key}")) or key == "-1"


def test_signed_out_nobody_reads_an_inbox(client: Client, db: None) -> None:
    assert client.get("/notices/").status_code == 302
    assert client.get("/api/v1/notices").status_code == 401
