"""短信 by 阿里云 and 腾讯云: signed as their published examples, judged by their codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chuangcheng.core.models import OutgoingMessage
from chuangcheng.core.notices import notify
from chuangcheng.core.outgoing.transports.cloud_sms import variable_text
from chuangcheng.core.outgoing.transports.letters import Letter
from chuangcheng.core.outgoing.transports.signing import Key, aliyun_headers, aliyun_query, tencent_authorization
from chuangcheng.core.tests.messages_kit import WORKDAY_NOON, Kind, State, channel, reachable, work_off
from chuangcheng.core.tests.stub_servers import Gateway, gateway
from chuangcheng.core.times import replayed_at
from chuangcheng.orgs.testing import Cast, signed_in

ACCOUNT = {"key_id": "K1", "key_secret": "geheim", "sign_name": "云澜创城", "template": "T1", "room": "20"}
MORE: dict[str, dict[str, str]] = {
    Kind.ALIYUN: {"variable": "title"},
    Kind.TENCENT: {"app_id": "1400", "region": "ap-guangzhou"},
}
TITLE = "区城管局有3件问题超期1个工作日，升级为督办单，请尽快办理"


@pytest.fixture
def stub(settings: Any) -> Iterator[Gateway]:
    settings.MESSAGES_TO_PRIVATE = True
    with gateway() as found:
        yield found


def send(cast: Cast, stub: Gateway, kind: str) -> OutgoingMessage:
    """One line to the liaison officer, and what became of it."""
    reachable(cast.liaison)
    channel(cast, kind, url=stub.url.removesuffix("/send"), **ACCOUNT, **MORE[kind])
    with replayed_at(WORKDAY_NOON):
        notify(person_ids=[cast.liaison.pk], key="supervision:1", title=TITLE, is_urgent=True)
    work_off(WORKDAY_NOON)
    return OutgoingMessage.objects.get()


def test_aliyun_signs_as_its_published_example() -> None:
    query = aliyun_query({"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"})
    headers = aliyun_headers(
        Key("YourAccessKeyId", "YourAccessKeySecret"),
        host="ecs.cn-shanghai.aliyuncs.com",
        query=query,
        body=b"",
        action="RunInstances",
        version="2014-05-26",
        at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"].endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_tencent_signs_as_its_published_example() -> None:
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    said = tencent_authorization(
        Key("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"),
        host="cvm.tencentcloudapi.com",
        service="cvm",
        body=body,
        at=datetime.fromtimestamp(1551113065, tz=UTC),
    )
    assert said == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def test_aliyun_gets_the_title_as_the_variable_of_the_template(cast: Cast, stub: Gateway) -> None:
    stub.answer = {"Code": "OK", "Message": "OK", "BizId": "1^0"}
    row = send(cast, stub, Kind.ALIYUN)
    (arrived,) = stub.arrived
    asked = {name: values[0] for name, values in parse_qs(urlsplit(arrived.path).query).items()}
    assert (asked["PhoneNumbers"], asked["SignName"], asked["OutId"]) == ("13800005678", "云澜创城", row.pk.hex)
    assert json.loads(asked["TemplateParam"]) == {"title": f"{TITLE[:19]}…"}
    assert arrived.headers["Authorization"].startswith("ACS3-HMAC-SHA256 Credential=K1,")
    assert row.state == State.SENT


def test_tencent_gets_the_title_as_the_variable_of_the_template(cast: Cast, stub: Gateway) -> None:
    stub.answer = {"Response": {"SendStatusSet": [{"Code": "Ok", "Message": "send success"}], "RequestId": "1"}}
    row = send(cast, stub, Kind.TENCENT)
    (arrived,) = stub.arrived
    assert (arrived.body["PhoneNumberSet"], arrived.body["SmsSdkAppId"]) == (["+8613800005678"], "1400")
    assert arrived.body["TemplateParamSet"] == [f"{TITLE[:19]}…"]
    assert arrived.headers["Authorization"].startswith("TC3-HMAC-SHA256 Credential=K1/2026-10-14/sms/tc3_request,")
    assert row.state == State.SENT


@pytest.mark.parametrize(
    ("kind", "status", "answer", "state", "sentence"),
    [
        (
            Kind.ALIYUN,
            200,
            {"Code": "isv.AMOUNT_NOT_ENOUGH", "Message": "账户余额不足"},
            State.GIVEN_UP,
            "账户余额不足",
        ),
        (Kind.ALIYUN, 200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "限流"}, State.WAITING, "限流"),
        (
            Kind.ALIYUN,
            403,
            {"Code": "SignatureDoesNotMatch", "Message": "签名"},
            State.GIVEN_UP,
            "SignatureDoesNotMatch",
        ),
        (Kind.ALIYUN, 500, {"Code": "InternalError", "Message": "x"}, State.UNCLEAR, "不能确定"),
        (Kind.ALIYUN, 200, {"x": 1}, State.UNCLEAR, "看不懂"),
        (
            Kind.TENCENT,
            200,
            {"Response": {"Error": {"Code": "AuthFailure.SecretIdNotFound", "Message": "密钥"}}},
            State.GIVEN_UP,
            "AuthFailure",
        ),
        (
            Kind.TENCENT,
            200,
            {"Response": {"SendStatusSet": [{"Code": "LimitExceeded.PhoneNumberDailyLimit", "Message": "上限"}]}},
            State.WAITING,
            "上限",
        ),
        (Kind.TENCENT, 200, {"Response": {"SendStatusSet": []}}, State.UNCLEAR, "看不懂"),
    ],
)
def test_refusal_names_its_code(
    cast: Cast, stub: Gateway, kind: str, status: int, answer: Any, state: str, sentence: str
) -> None:
    stub.status, stub.answer = status, answer
    row = send(cast, stub, kind)
    assert row.state == state
    assert sentence in row.error


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"url": "https://sms.example.com/path"}, "只写到主机名"),
        ({"room": "0"}, "1到200"),
        ({"key_secret": ""}, "请补齐"),
    ],
)
def test_channel_that_cannot_work_is_refused(cast: Cast, change: dict[str, str], sentence: str) -> None:
    fields = {"url": "https://dysmsapi.aliyuncs.com", **ACCOUNT, **MORE[Kind.ALIYUN], **change}
    given = {"kind": "aliyun", "name": "短信", "carries": "urgent", "fields": fields}
    answer = signed_in(cast.admin).post("/api/v1/message-channels", given, content_type="application/json")
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]


def test_form_offers_the_usual_address_and_hides_the_secret(cast: Cast, stub: Gateway) -> None:
    page = signed_in(cast.admin).get("/settings/channels/add/aliyun/").content.decode()
    assert "https://dysmsapi.aliyuncs.com" in page
    made = channel(cast, Kind.TENCENT, url=stub.url.removesuffix("/send"), **ACCOUNT, **MORE[Kind.TENCENT])
    assert "geheim" not in signed_in(cast.admin).get(f"/settings/channels/{made.pk}/").content.decode()


def test_short_title_is_not_cut() -> None:
    assert variable_text(Letter("1", "2", "请整改", "https://x.example.com"), 20) == "请整改"
