"""交办回头看: given to a person or the street, given on, and done by who has it."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.cases import services
from chuangcheng.cases.models import LookBack
from chuangcheng.cases.services.look_backs import LooksAtOwnFix
from chuangcheng.cases.testing import stored_photo
from chuangcheng.cases.tests.test_look_backs import _client, _page, closed, look
from chuangcheng.core.errors import NotFound
from chuangcheng.core.models import Notice
from chuangcheng.core.times import now, today
from chuangcheng.core.todos import todos_of
from chuangcheng.orgs.testing import Cast, grant


def test_look_backs_are_given_to_a_person_and_given_on_to_the_street(cast: Cast) -> None:
    case = closed(cast)
    LookBack.objects.update(due_on=today())
    found = LookBack.objects.get(case=case, after_days=30)
    chief = _client(cast.chief)
    page = chief.get("/look-backs/").content.decode()
    assert f'value="unit:{cast.east.pk}"' in page
    assert f'value="person:{cast.inspector.pk}"' in page
    chief.post("/look-backs/assign/", {"look_back": [str(found.pk)], "to": f"person:{cast.inspector.pk}"})
    found.refresh_from_db()
    assert (found.assignee, found.unit) == (cast.inspector, None)
    assert "1项回头看" in Notice.objects.get(recipient=cast.inspector, link__contains="look-backs").title
    assert case.number in _page(cast.inspector, "/look-backs/?view=mine")
    chief.post("/look-backs/assign/", {"look_back": [str(found.pk)], "to": f"unit:{cast.east.pk}"})
    found.refresh_from_db()
    assert (found.assignee, found.unit) == (None, cast.east)
    assert case.number not in _page(cast.inspector, "/look-backs/?view=mine")
    street = grant(cast.east_liaison, cast.east)
    assert [str(todo.act) for each in todos_of(actor=street, now=now()) for todo in each] == ["去看"]
    assert case.number in _page(cast.east_liaison, "/look-backs/?view=mine")
    assert look(cast, case, 30, "still_fixed", person=cast.east_liaison).done_by_id == cast.east_liaison.pk


def test_street_sees_only_the_look_backs_that_it_was_given(cast: Cast) -> None:
    case = closed(cast)
    assert case.number not in _page(cast.east_liaison, "/look-backs/?view=coming")
    with pytest.raises(NotFound):
        look(cast, case, 30, "still_fixed", person=cast.east_liaison)


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("sanitation", "自己整改的"),
        ("west", "不在该单位的辖区内"),
        ("liaison", "不做回头看"),
        ("nobody", "请选定交给哪个人"),
    ],
)
def test_it_is_not_given_to_who_fixed_it_lies_elsewhere_or_does_not_look(cast: Cast, to: str, sentence: str) -> None:
    row = LookBack.objects.filter(case=closed(cast)).earliest("due_on")
    taker = getattr(cast, to, None)
    asked = {"ids": [str(row.pk)], "person_id" if to == "liaison" else "unit_id": taker.pk if taker else None}
    answer = _client(cast.chief).post("/api/v1/look-backs/assign", asked, content_type="application/json")
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    row.refresh_from_db()
    assert (row.assignee, row.unit) == (None, None)


def test_done_look_back_is_not_given_and_api_tells_to_whom_one_was(cast: Cast) -> None:
    case, client = closed(cast), _client(cast.chief)
    LookBack.objects.update(due_on=today())
    look(cast, case, 30, "cannot_tell", note="围挡")
    done, coming, _last = LookBack.objects.order_by("after_days")
    asked: dict[str, Any] = {"ids": [str(done.pk), str(coming.pk)], "unit_id": cast.east.pk}
    assert client.post("/api/v1/look-backs/assign", asked, content_type="application/json").status_code == 422
    asked["ids"] = [str(coming.pk)]
    given = client.post("/api/v1/look-backs/assign", asked, content_type="application/json")
    assert given.json() == {"count": 1}
    shown = {row["id"]: row for row in client.get("/api/v1/look-backs").json()}
    assert shown[str(coming.pk)]["unit_id"] == cast.east.pk


def test_who_fixed_it_does_not_say_whether_it_holds(cast: Cast) -> None:
    case = closed(cast)
    actor = grant(cast.liaison, cast.place, "cases.look_back", "cases.view")
    row = LookBack.objects.filter(case=case).earliest("due_on")
    with pytest.raises(LooksAtOwnFix, match="整改该问题的人"):
        services.record_look_back(actor=actor, look_back_id=row.pk, finding="still_fixed", photo_ids=[stored_photo()])
