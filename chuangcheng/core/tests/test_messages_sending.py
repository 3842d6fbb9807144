"""Messages leave by every kind of channel, once, and say what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import translation

from chuangcheng.core.models import OutgoingMessage
from chuangcheng.core.notices import notify
from chuangcheng.core.outgoing import sending
from chuangcheng.core.outgoing.records import send_again
from chuangcheng.core.outgoing.transports import Letter
from chuangcheng.core.outgoing.transports.sms import MOST_SIGNS, short_text
from chuangcheng.core.tests.messages_kit import (
    SMS,
    WORKDAY_NOON,
    Kind,
    State,
    change,
    channel,
    reachable,
    work_off,
)
from chuangcheng.core.tests.stub_servers import Gateway, PostOffice, gateway, post_office
from chuangcheng.core.times import replayed_at
from chuangcheng.orgs.testing import Cast, actor_of, signed_in


@pytest.fixture
def stub(settings: Any) -> Iterator[Gateway]:
    settings.MESSAGES_TO_PRIVATE = True
    with gateway() as found:
        yield found


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    settings.MESSAGES_TO_PRIVATE = True
    with post_office() as found:
        yield found


def tell(cast: Cast, key: str = "supervision:a", *, title: str = "请整改", is_urgent: bool = True) -> None:
    with replayed_at(WORKDAY_NOON):
        notify(person_ids=[cast.liaison.pk], key=key, title=title, link="/cases/", is_urgent=is_urgent)


def only() -> OutgoingMessage:
    return OutgoingMessage.objects.get()


def test_nothing_is_written_while_no_channel_is_open(cast: Cast, django_assert_num_queries: Any) -> None:
    reachable(cast.liaison)
    tell(cast)
    with django_assert_num_queries(1):
        tell(cast, "supervision:b")
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (Kind.WECOM, {"msgtype": "text", "text": {"content": "请整改"}}),
        (Kind.DINGTALK, {"msgtype": "text", "text": {"content": "请整改"}}),
        (Kind.FEISHU, {"msg_type": "text", "content": {"text": "请整改"}}),
    ],
)
def test_robot_says_it_in_its_own_way(cast: Cast, stub: Gateway, kind: str, wanted: dict[str, Any]) -> None:
    channel(cast, kind, url=stub.url)
    tell(cast)
    assert work_off(WORKDAY_NOON) == 1
    assert stub.arrived[0].body == wanted
    assert only().state == State.SENT
    assert only().ended_at is not None


def test_robot_with_a_secret_signs(cast: Cast, stub: Gateway) -> None:
    channel(cast, Kind.DINGTALK, url=f"{stub.url}?access_token=x", secret="SEC1")
    channel(cast, Kind.FEISHU, url=stub.url, secret="SEC2")
    tell(cast)
    work_off(WORKDAY_NOON)
    assert "&timestamp=" in stub.arrived[0].path
    assert "&sign=" in stub.arrived[0].path
    assert set(stub.arrived[1].body) == {"msg_type", "content", "timestamp", "sign"}


def test_refusal_that_comes_with_http_200_is_no_success(cast: Cast, stub: Gateway) -> None:
    stub.answer = {"errcode": 310000, "errmsg": "keywords not in content"}
    channel(cast, Kind.DINGTALK, url=stub.url)
    tell(cast)
    work_off(WORKDAY_NOON)
    assert only().state == State.GIVEN_UP
    assert only().error == "对方没有接受：keywords not in content（代码310000）。"


def test_why_it_did_not_go_is_said_in_the_language_of_the_reader(cast: Cast, stub: Gateway) -> None:
    stub.answer = {"errcode": 310000, "errmsg": "keywords not in content"}
    channel(cast, Kind.DINGTALK, url=stub.url)
    tell(cast)
    with translation.override("en"):  # of the process that sends
        work_off(WORKDAY_NOON)
    assert only().error == "对方没有接受：keywords not in content（代码310000）。"
    assert only().error in signed_in(cast.chief).get("/messages/").content.decode()
    reader = signed_in(cast.chief)
    reader.cookies["django_language"] = "en"
    english = reader.get("/messages/").content.decode()
    assert "The other side refused it: keywords not in content (code 310000)." in english


def test_sms_goes_to_the_mobile_number_by_the_template(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    change(cast, "core.public_address", "https://cc.example.gov.cn")
    channel(cast, Kind.SMS, url=stub.url, headers="Authorization: Bearer k", **SMS)
    tell(cast, title="东街口“占道经营”请整改")
    work_off(WORKDAY_NOON)
    body = stub.arrived[0].body
    assert body["to"] == "13800005678"
    assert body["msg"]["text"].startswith("东街口“占道经营”请整改 https://cc.example.gov.cn/n/")
    assert body["id"] == only().pk.hex
    assert stub.arrived[0].headers["Authorization"] == "Bearer k"
    assert only().state == State.SENT


def test_sms_fits_into_seventy_signs_with_its_whole_link() -> None:
    text = short_text(Letter(id="x", to="", title="长" * 120, link="https://cc.example.gov.cn/n/1a2b"))
    assert len(text) == MOST_SIGNS
    assert text.endswith("… https://cc.example.gov.cn/n/1a2b")


def test_mail_goes_to_the_mail_address(cast: Cast, office: PostOffice) -> None:
    reachable(cast.liaison)
    channel(cast, Kind.MAIL, host="127.0.0.1", port=str(office.port), security="plain", sender="cc@example.com")
    tell(cast)
    work_off(WORKDAY_NOON)
    to, _mail = office.arrived[0]
    assert to == "a@example.com"
    assert only().state == State.SENT


def test_mailbox_that_is_not_there_is_given_up_and_a_busy_one_asked_again(cast: Cast, office: PostOffice) -> None:
    reachable(cast.liaison)
    channel(cast, Kind.MAIL, host="127.0.0.1", port=str(office.port), security="plain", sender="cc@example.com")
    office.refuses = b"450 later\r\n"
    tell(cast)
    work_off(WORKDAY_NOON)
    assert only().state == State.WAITING
    office.refuses = b"550 no such box\r\n"
    work_off(WORKDAY_NOON + timedelta(days=1))
    assert only().state == State.GIVEN_UP
    assert only().error == "邮件服务器没有接受（SMTP 550）。"


def test_failure_is_tried_later_and_given_up_in_the_end(cast: Cast, stub: Gateway) -> None:
    stub.status = 503
    channel(cast, Kind.WECOM, url=stub.url)
    tell(cast)
    moment = WORKDAY_NOON
    for tries in range(1, 6):
        assert work_off(moment) == 1
        assert only().tries == tries
        assert work_off(moment) == 0, "not at once"
        moment += timedelta(days=1)
    assert only().state == State.GIVEN_UP
    assert len(stub.arrived) == 5
    assert only().error == "对方答复HTTP 503，没有接受。"


def test_answer_that_breaks_off_is_unclear_and_not_sent_again(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    stub.status = 502
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    tell(cast)
    work_off(WORKDAY_NOON)
    work_off(WORKDAY_NOON + timedelta(days=1))
    assert only().state == State.UNCLEAR
    assert len(stub.arrived) == 1


def test_office_sends_again_with_a_reason(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    stub.status = 502
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    tell(cast)
    work_off(WORKDAY_NOON)
    stub.status = 200
    with replayed_at(WORKDAY_NOON):
        send_again(actor=actor_of(cast.chief), message_id=only().pk, reason="网关说没收到")
        send_again(actor=actor_of(cast.chief), message_id=only().pk, reason="再点一次")
    work_off(WORKDAY_NOON + timedelta(days=1))
    assert only().state == State.SENT
    assert len(stub.arrived) == 2


def test_redirect_is_not_followed(cast: Cast, stub: Gateway) -> None:
    stub.status, stub.location = 302, stub.url
    channel(cast, Kind.WECOM, url=stub.url)
    tell(cast)
    work_off(WORKDAY_NOON)
    assert len(stub.arrived) == 1
    assert only().state == State.GIVEN_UP


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://[::1]/x", "http://10.0.0.1/", "http://169.254.169.254/", "http://0.0.0.0/"]
)
def test_inside_addresses_are_not_asked_unless_the_operator_says_so(cast: Cast, settings: Any, url: str) -> None:
    settings.MESSAGES_TO_PRIVATE = False
    channel(cast, Kind.WECOM, url=url)
    tell(cast)
    work_off(WORKDAY_NOON)
    assert only().state == State.WAITING
    assert "内部地址" in only().error


def test_address_of_machines_of_the_cloud_is_refused_even_then(cast: Cast, settings: Any) -> None:
    settings.MESSAGES_TO_PRIVATE = True
    channel(cast, Kind.WECOM, url="http://169.254.169.254/latest/")
    tell(cast)
    work_off(WORKDAY_NOON)
    assert "内部地址" in only().error


def test_claim_whose_worker_is_gone_is_unclear_and_stays(cast: Cast, stub: Gateway) -> None:
    channel(cast, Kind.WECOM, url=stub.url)
    tell(cast)
    OutgoingMessage.objects.update(state=State.CLAIMED, claimed_at=WORKDAY_NOON, tries=1)
    work_off(WORKDAY_NOON + timedelta(minutes=4))
    assert only().state == State.CLAIMED
    work_off(WORKDAY_NOON + timedelta(minutes=6))
    assert only().state == State.UNCLEAR
    assert stub.arrived == []


def test_message_is_written_with_the_line_or_not_at_all(cast: Cast, stub: Gateway) -> None:
    from django.db import transaction

    channel(cast, Kind.WECOM, url=stub.url)
    with transaction.atomic():
        tell(cast)
        transaction.set_rollback(True)
    assert not OutgoingMessage.objects.exists()
    tell(cast)
    tell(cast)
    assert OutgoingMessage.objects.count() == 1


def test_database_that_is_away_for_a_moment_loses_no_outcome(
    cast: Cast, stub: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel(cast, Kind.WECOM, url=stub.url)
    tell(cast)
    kept, faults = sending._keep, [OperationalError("locked"), OperationalError("locked")]

    def keep(*given: Any) -> None:
        if faults:
            raise faults.pop()
        kept(*given)

    monkeypatch.setattr(sending, "_keep", keep)
    monkeypatch.setattr(sending, "KEEP_WAITS", (0, 0, 0))
    monkeypatch.setattr("chuangcheng.core.outgoing.sending.connection.close", lambda: None)
    work_off(WORKDAY_NOON)
    assert only().state == State.SENT
    assert len(stub.arrived) == 1
