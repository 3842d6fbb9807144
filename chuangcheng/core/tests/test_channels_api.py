"""Channels by the API: made, changed, tried, switched; what is secret is never answered."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import MessageChannel, OutgoingMessage
from chuangcheng.core.outgoing.channels import fields_of
from chuangcheng.orgs.testing import Cast, signed_in

DOOR = "/api/v1/message-channels"
MAIL = {
    "host": "mail.example.com",
    "port": "465",
    "security": "tls",
    "sender": "cc@example.com",
    "user": "cc",
    "password": "geheim",
}


def send(cast: Cast, method: str, address: str, body: dict[str, Any]) -> Any:
    return getattr(signed_in(cast.admin), method)(address, body, content_type="application/json")


def mail(cast: Cast, **more: Any) -> Any:
    return send(cast, "post", DOOR, {"kind": "mail", "name": "邮件", "carries": "digest", "fields": MAIL, **more})


def test_channel_is_made_off_and_its_secret_not_told(cast: Cast) -> None:
    answer = mail(cast)
    made = answer.json()
    assert (answer.status_code, made["is_on"], made["secrets_kept"]) == (201, False, ["password"])
    assert made["fields"]["host"] == "mail.example.com"
    one = f"{DOOR}/{made['id']}"
    told = [answer.content, *(signed_in(cast.admin).get(door).content for door in (DOOR, one))]
    assert not any(b"geheim" in each for each in told)
    assert fields_of(MessageChannel.objects.get())["password"] == "geheim"  # noqa: S105 - of a test


def test_the_same_id_twice_is_one_channel(cast: Cast) -> None:
    given = str(new_id())
    assert [mail(cast, id=given).status_code for _time in range(2)] == [201, 201]
    assert MessageChannel.objects.count() == 1


def test_what_a_change_does_not_name_stays(cast: Cast) -> None:
    one = f"{DOOR}/{mail(cast).json()['id']}"
    given = {"name": "区邮箱", "carries": "all", "fields": {"host": "smtp.example.com", "password": ""}}
    told = send(cast, "put", one, given).json()
    assert (told["name"], told["carries"], told["fields"]["host"]) == ("区邮箱", "all", "smtp.example.com")
    kept = fields_of(MessageChannel.objects.get())
    assert (kept["password"], kept["port"]) == ("geheim", "465")


def test_channel_is_tried_and_switched(cast: Cast) -> None:
    given = {
        "kind": "wecom",
        "name": "群",
        "carries": "all",
        "fields": {"url": "https://robot.example.com/?key=geheim"},
    }
    made = send(cast, "post", DOOR, given).json()
    one = f"{DOOR}/{made['id']}"
    assert send(cast, "post", f"{one}/trials", {"id": str(new_id())}).json()["state"] == "waiting"
    assert OutgoingMessage.objects.count() == 1
    assert send(cast, "put", f"{one}/state", {"is_on": True}).json()["is_on"] is True
    assert send(cast, "put", f"{one}/state", {"is_on": False}).status_code == 422
    off = send(cast, "put", f"{one}/state", {"is_on": False, "reason": "群解散了"})
    assert (off.json()["is_on"], off.json()["off_reason"]) == (False, "群解散了")
    assert b"geheim" not in off.content


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"fields": {**MAIL, "token": "x"}}, "没有“token”这一项"),
        ({"fields": {**MAIL, "port": "0"}}, "端口应为"),
        ({"fields": {}}, "请补齐"),
        ({"name": " "}, "请填写名称"),
        ({"audience": "x"}, "请从列表里选择"),
    ],
)
def test_channel_that_cannot_work_is_refused_with_a_sentence(cast: Cast, change: dict[str, Any], sentence: str) -> None:
    answer = mail(cast, **change)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    assert not MessageChannel.objects.exists()


def test_only_the_system_administrator_makes_channels(cast: Cast) -> None:
    one = f"{DOOR}/{mail(cast).json()['id']}"
    office = signed_in(cast.chief)
    given = {"kind": "mail", "name": "邮件", "carries": "all", "fields": MAIL}
    assert office.post(DOOR, given, content_type="application/json").status_code == 403
    assert office.get(one).status_code == 403
    assert office.put(one, {"name": "x", "carries": "all"}, content_type="application/json").status_code == 403
