"""What whoever judges sees of a phone: both clocks, how exact the position was, and what is odd about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.cases.testing import problem_class
from chuangcheng.core.times import now
from chuangcheng.field.panels import visit_panel
from chuangcheng.field.testing import API, BACKEND, Phone, phone_of, problem, record
from chuangcheng.inspections.models import Visit
from chuangcheng.inspections.services import return_visit
from chuangcheng.inspections.testing import PASSES, Field, make_field, make_round
from chuangcheng.orgs.testing import Cast, actor_of


def seen_by(person: Any, address: str) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.get(address).content.decode()


def visited(phone: Phone, cast: Cast, *, accuracy: float, asks_review: bool = False) -> Visit:
    field: Field = make_field(cast)
    found = make_round(cast, field, asks_review=asks_review)
    answers = [{"item_id": item.pk, "value": PASSES[code]} for code, item in field.items.items()]
    began = now() - timedelta(hours=2)
    body = {"round_id": str(found.pk), "site_id": str(field.sites[0].pk), "started_at": began, "answers": answers}
    site = field.sites[0]
    position = {"lon": site.lon or 112.0, "lat": site.lat or 32.0, "accuracy": accuracy, "at": began}
    more = {"position": position, "made_at": began, "sent_at": now() + timedelta(minutes=10)}
    assert phone.records({**record("visit", body), **more}).status_code == 201
    return Visit.objects.get()


def test_reviewer_sees_both_clocks_and_that_the_position_was_poor(cast: Cast) -> None:
    visit = visited(phone_of(cast.inspector), cast, accuracy=400, asks_review=True)
    for name in ("inspections:review", "inspections:visit_result"):
        page = seen_by(cast.chief, reverse(name, args=[visit.pk]))
        assert "手机记录时间" in page
        assert "定位精度差" in page
        assert "手机时钟快10分钟" in page


def test_position_without_oddities_is_told_without_a_hint(cast: Cast) -> None:
    visit = visited(phone_of(cast.inspector), cast, accuracy=12)
    page = seen_by(cast.chief, reverse("inspections:visit_result", args=[visit.pk]))
    assert "12米" in page
    assert "定位提示" not in page


def test_who_verifies_a_case_sees_the_phone_and_others_do_not(cast: Cast) -> None:
    told = phone_of(cast.inspector).records(problem(problem_class().pk)).json()
    address = reverse("cases:case", args=[told["result_id"]])
    assert "没有定位" in seen_by(cast.chief, address)
    assert "手机记录时间" not in seen_by(cast.leader, address)


def test_panel_costs_one_statement(cast: Cast) -> None:
    visit = visited(phone_of(cast.inspector), cast, accuracy=12)
    chief = actor_of(cast.chief)
    with CaptureQueriesContext(connection) as captured:
        assert visit_panel(chief, visit) is not None
    assert len(captured) == 1


def test_visit_that_came_back_stands_in_the_day_with_the_way_to_its_page(cast: Cast) -> None:
    phone = phone_of(cast.inspector)
    visit = visited(phone, cast, accuracy=12, asks_review=True)
    return_visit(actor=actor_of(cast.chief), visit_id=visit.pk, reason="请补照片")
    (told,) = phone.client.get(f"{API}/day?brief=true").json()["to_amend"]
    assert told["site"] == visit.site.name
    assert phone.client.get(told["url"]).status_code == 200


def test_api_tells_the_same_to_the_same_people(cast: Cast) -> None:
    visit = visited(phone_of(cast.inspector), cast, accuracy=400)
    (told,) = phone_of(cast.chief).client.get(f"{API}/visits/{visit.pk}/records").json()
    assert (told["accuracy"], "poor" in told["marks"], told["person"]) == (400, True, cast.inspector.name)
    case_id = phone_of(cast.inspector).records(problem(problem_class().pk)).json()["result_id"]
    assert len(phone_of(cast.chief).client.get(f"{API}/cases/{case_id}/records").json()) == 1
    assert phone_of(cast.leader).client.get(f"{API}/cases/{case_id}/records").status_code == 403
