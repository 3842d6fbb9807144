from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.intake.models import Report
from chuangcheng.intake.testing import close_its_case, fresh
from chuangcheng.orgs.testing import Cast
from chuangcheng.portal.models import Stars
from chuangcheng.portal.testing import app_key
from chuangcheng.portal.tests.test_open311_sending import send, sentence

UPDATES = "/open311/v2/servicerequestupdates.json"


def say(key: str, request_id: object, **fields: Any) -> Any:
    usual = {"update_id": "u-1", "status": "open", "description": "还有两袋在树后面"}
    return Client().post(UPDATES, {"api_key": key, "service_request_id": request_id, **usual, **fields})


@pytest.fixture
def key(cast: Cast) -> str:
    """The key of an app whose requests are accepted at once."""
    return app_key(cast, is_trusted=True)[0]


@pytest.fixture
def request_id(key: str) -> str:
    """What the app sent."""
    return str(send(key).json()[0]["service_request_id"])


def kinds(report: Report) -> list[str]:
    return [event.kind for event in report.history.all()]


def test_a_word_while_it_goes_on_is_for_the_desk(key: str, request_id: str) -> None:
    (told,) = say(key, request_id, media=photo_upload(shade=90)).json()
    report = Report.objects.get()
    event = report.history.get(kind="noted")
    assert told["update_id"] == str(event.pk)
    assert (event.text, event.photos.count()) == ("还有两袋在树后面", 1)
    assert "您补充了情况" in Client().get(f"/public/r/{report.token}/").content.decode()


def test_the_same_word_again_is_one(key: str, request_id: str) -> None:
    told = {say(key, request_id).json()[0]["update_id"] for _time in range(3)}
    assert len(told) == 1
    assert kinds(Report.objects.get()).count("noted") == 1


def test_open_on_what_has_ended_says_that_it_is_not_fixed(key: str, request_id: str, cast: Cast) -> None:
    close_its_case(fresh(Report.objects.get()), cast)
    for _time in range(2):
        assert say(key, request_id, description="还在").status_code == 200
    report = fresh(Report.objects.get())
    assert kinds(report).count("disputed") == 1
    assert report.dispute_count == 1
    assert report.case is not None
    assert report.case.state == "filed"


def test_stars_rate_what_has_ended(key: str, request_id: str, cast: Cast) -> None:
    early = say(key, request_id, rating="5")
    assert early.status_code == 400
    assert "还没有办结" in sentence(early)
    close_its_case(fresh(Report.objects.get()), cast)
    assert say(key, request_id, rating="5", status="closed").status_code == 200
    assert Stars.objects.get().stars == 5
    assert Report.objects.get().satisfaction == "satisfied"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"api_key": "wrong"}, 403),
        ({"update_id": ""}, 400),
        ({"service_request_id": ""}, 400),
        ({"service_request_id": "17"}, 404),
        ({"service_request_id": str(new_id())}, 404),
        ({"description": " "}, 400),
        ({"description": "长" * 5000}, 400),
        ({"rating": "6"}, 400),
        ({"rating": "nan"}, 400),
    ],
)
def test_words_that_make_no_sense_are_told(fields: dict[str, str], status: int, key: str, request_id: str) -> None:
    answer = say(key, request_id, **fields)
    assert answer.status_code == status
    assert sentence(answer)
    assert kinds(Report.objects.get()) == ["received", "opened"]


def test_an_app_says_nothing_on_the_requests_of_another(key: str, request_id: str, cast: Cast) -> None:
    other, _row = app_key(cast, name="别的应用")
    assert say(other, request_id).status_code == 404


def test_an_app_without_that_right_says_nothing(cast: Cast) -> None:
    silent, _row = app_key(cast, is_trusted=True, may_update=False)
    request_id = send(silent).json()[0]["service_request_id"]
    answer = say(silent, request_id)
    assert answer.status_code == 403
    assert "没有补充情况的权限" in sentence(answer)


def test_a_request_that_ended_without_a_problem_is_told_to_its_app_alone(cast: Cast) -> None:
    from chuangcheng.orgs.testing import actor_of
    from chuangcheng.portal.models import Submission
    from chuangcheng.portal.testing import decided

    waiting, _row = app_key(cast)
    (receipt,) = send(waiting).json()
    decided(Submission.objects.get(), actor_of(cast.chief), "spam")
    (found,) = Client().get(f"/open311/v2/tokens/{receipt['token']}.json").json()
    address = f"/open311/v2/requests/{found['service_request_id']}.json"
    assert Client().get(address).status_code == 404
    (own,) = Client().get(address, {"api_key": waiting}).json()
    assert own["status"] == "closed"
