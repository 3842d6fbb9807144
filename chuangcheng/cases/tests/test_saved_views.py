"""Filters kept under a name, one's own and shared ones, and the columns that a person wants on a list."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.cases.testing import case_in
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry, SavedView
from chuangcheng.core.saved_views import choose_columns, forget_view, save_view
from chuangcheng.core.saved_views.services import MOST_VIEWS
from chuangcheng.orgs.testing import Cast, actor_of, signed_in


def page_of(person: Any, address: str = "/cases/") -> str:
    return str(signed_in(person).get(address).content.decode())


def saved(person: Any, name: str = "东关待派", query: str = "state=filed", **more: Any) -> SavedView:
    return save_view(actor=actor_of(person), view_id=new_id(), page="cases", name=name, query=query, **more)


def test_filter_is_kept_as_a_tab_that_opens_it_again(cast: Cast) -> None:
    given = {"view_id": str(new_id()), "name": "东关待派", "query": "state=filed&cursor=abc&q="}
    answer = signed_in(cast.inspector).post("/views/cases/save", given)
    assert answer.headers["Location"] == "/cases/?state=filed"

    page = page_of(cast.inspector, "/cases/?state=filed")
    assert '<a href="?state=filed" aria-current="page">东关待派</a>' in page
    assert "删除此视图" in page
    assert "东关待派" not in page_of(cast.chief)


def test_shared_view_is_everybodys_tab_and_only_who_may_share_makes_one(cast: Cast) -> None:
    saved(cast.chief, "本周重点", "source=superior", is_shared=True)
    assert "本周重点" in page_of(cast.liaison)
    with pytest.raises(NotPermitted):
        saved(cast.liaison, "我的重点", is_shared=True)


def test_same_press_twice_is_one_view(cast: Cast) -> None:
    view_id, actor = new_id(), actor_of(cast.chief)
    for _press in range(2):
        save_view(actor=actor, view_id=view_id, page="cases", name="待派", query="state=filed")
    assert SavedView.objects.count() == 1
    assert AuditEntry.objects.filter(action="core.save_view").count() == 1


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        ("", "state=filed", "请填写视图名称"),
        ("长" * 31, "state=filed", "不能超过30个字"),
        ("看", "q=&page=3", "没有任何条件"),
        ("看", "q=" + "长" * 1001, "条件太多"),
        ("看", "q=%00", "条件太多"),
    ],
)
def test_what_makes_no_view_is_refused_in_a_sentence(cast: Cast, name: str, query: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        saved(cast.chief, name, query)


def test_second_view_of_a_name_and_more_than_twenty_are_refused(cast: Cast) -> None:
    for number in range(MOST_VIEWS - 1):
        saved(cast.chief, f"视图{number}")
    with pytest.raises(InvalidInput, match="已有名为"):
        saved(cast.chief, "视图0")
    saved(cast.chief, "最后一个")
    with pytest.raises(InvalidInput, match="最多保存20个"):
        saved(cast.chief, "再一个")


def test_view_is_forgotten_by_its_owner_and_a_shared_one_by_who_shares(cast: Cast) -> None:
    own, shared = saved(cast.inspector), saved(cast.chief, "共享", is_shared=True)
    with pytest.raises(NotFound):
        forget_view(actor=actor_of(cast.chief), view_id=own.pk)
    with pytest.raises(NotPermitted):
        forget_view(actor=actor_of(cast.inspector), view_id=shared.pk)
    signed_in(cast.inspector).post(f"/views/{own.pk}/forget")
    forget_view(actor=actor_of(cast.chief), view_id=shared.pk)
    assert not SavedView.objects.exists()


def test_chosen_columns_are_shown_in_the_order_of_the_table_and_can_be_taken_back(cast: Cast) -> None:
    case_in("filed", cast)
    client = signed_in(cast.chief)
    answer = client.post("/views/cases/columns", {"column": ["source", "number", "nonsense"], "query": "state=filed"})
    assert answer.headers["Location"] == "/cases/?state=filed"
    page = page_of(cast.chief)
    assert [name for name in ("col-number", "col-problem", "col-source", "col-place") if name in page] == [
        "col-number",
        "col-problem",
        "col-source",
    ]
    client.post("/views/cases/columns", {"usual": "1"})
    assert "col-place" in page_of(cast.chief)


def test_page_that_does_not_exist_or_is_closed_to_the_person_keeps_nothing(cast: Cast) -> None:
    with pytest.raises(NotFound):
        choose_columns(actor=actor_of(cast.chief), page="nothing", names=[])
    with pytest.raises(NotPermitted):
        choose_columns(actor=actor_of(cast.admin), page="cases", names=["number"])


def test_address_of_a_view_leads_nowhere_else(cast: Cast) -> None:
    given = {"view_id": str(new_id()), "name": "外", "query": "//evil.example/?state=filed"}
    answer = signed_in(cast.chief).post("/views/cases/save", given)
    assert answer.headers["Location"].startswith("/cases/?")
