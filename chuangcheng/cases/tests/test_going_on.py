"""One thing after another: after a step the next case is one press away, and filing goes on to dispatching."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases import services
from chuangcheng.cases.models import Case
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_in, make_site
from chuangcheng.core.ids import new_id
from chuangcheng.orgs.testing import Cast, actor_of, grant, signed_in


def pressed(client: Client, case: Case, move: str, **sent: Any) -> Any:
    address = f"/cases/{case.pk}/{move}/"
    return client.post(address, {"event_id": new_id(), "severity": "normal", **sent})


def test_filing_goes_on_to_the_form_of_dispatch(cast: Cast) -> None:
    case = case_in("reported", cast)
    client = signed_in(cast.chief)
    assert "立案并派遣" in client.get(f"/cases/{case.pk}/file/").content.decode()
    answer = pressed(client, case, "file", then="dispatch")
    assert answer.headers["location"] == f"/cases/{case.pk}/dispatch/"
    assert "立案已办理" in client.get(answer.headers["location"]).content.decode()


def test_who_may_not_dispatch_files_only(cast: Cast) -> None:
    case = case_in("reported", cast)
    grant(cast.stranger, cast.place, "cases.view", "cases.file")
    client = signed_in(cast.stranger)
    assert "立案并派遣" not in client.get(f"/cases/{case.pk}/file/").content.decode()
    assert pressed(client, case, "file", then="dispatch").headers["location"] == f"/cases/{case.pk}/"


def test_message_leads_to_the_next_case_that_waits_alike(cast: Cast) -> None:
    first, second = case_in("fed_back", cast), case_in("fed_back", cast)
    client = signed_in(cast.chief)
    page = client.get(pressed(client, first, "close", outcome="fixed").headers["location"]).content.decode()
    assert "办下一件" in page
    assert f'href="/cases/{second.pk}/close/"' in page
    page = client.get(pressed(client, second, "close", outcome="fixed").headers["location"]).content.decode()
    assert "结案已办理" in page
    assert "办下一件" not in page


def test_form_tells_what_was_written_last(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    services.fail_check(actor=actor_of(cast.chief), step=Step(case.pk), reason="墙角还有两袋。")
    assert "墙角还有两袋。" in signed_in(cast.liaison).get(f"/cases/{case.pk}/feed_back/").content.decode()


def test_step_of_the_office_is_not_told_as_one_of_the_unit(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    services.fail_check(actor=actor_of(cast.chief), step=Step(case.pk), reason="还有。")
    page = signed_in(cast.chief).get(f"/cases/{case.pk}/").content.decode()
    course = page.split('class="course"')[1].split("</ol>")[0].replace("\n", "")
    by_step = {
        event.split("<strong>")[1].split("</strong>")[0]: event for event in course.split('<li class="course-event')[1:]
    }
    unit = cast.sanitation.name
    assert unit not in by_step["返工"]
    assert unit in by_step["反馈"]
    assert f"→ {unit}" in by_step["派遣"]


def test_who_answers_for_every_unit_is_not_asked_to_come_first(cast: Cast) -> None:
    case = case_in("fixing", cast)
    services.whistle(actor=actor_of(cast.chief), step=Step(case.pk), called_unit_ids=[cast.west.pk], reason="一起来。")
    head = signed_in(cast.chief).get(f"/cases/{case.pk}/").content.decode().split("btn-primary")[1][:200]
    assert "answer_whistle" not in head
    head = signed_in(cast.west_liaison).get(f"/cases/{case.pk}/").content.decode().split("btn-primary")[1][:200]
    assert "answer_whistle" in head


@pytest.mark.parametrize(("metres_north", "is_offered"), [(100, True), (700, False)])
def test_sites_near_the_reporter_are_offered_with_their_distance(
    cast: Cast, metres_north: int, *, is_offered: bool
) -> None:
    site = make_site(cast, name="河边大街")
    type(site).objects.filter(pk=site.pk).update(lon=112.0, lat=32.0)
    client = signed_in(cast.inspector)
    position = f"112.0,{32.0 + metres_north / 111_195}"
    shown = client.get("/cases/suggest/sites/", {"position": position}).content.decode()
    assert (f"约{metres_north}米" in shown) is is_offered
    assert client.get("/cases/suggest/sites/", {"position": "哪里"}).status_code == 200


def test_who_comes_second_is_led_to_how_it_stands_now(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    seen = Case.objects.get(pk=case.pk).latest_event_id
    services.fail_check(actor=actor_of(cast.chief), step=Step(case.pk), reason="墙角还有两袋。")
    answer = pressed(signed_in(cast.inspector), case, "close", outcome="fixed", seen=seen)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "没有办成，填写的内容还在。" in page
    assert f'btn-primary" href="/cases/{case.pk}/"' in page
    assert "看最新情况" in page
