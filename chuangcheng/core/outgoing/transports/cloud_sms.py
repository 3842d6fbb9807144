"""短信 by 阿里云 and 腾讯云: an approved template with one variable, each request signed.

Sources of parameters and answers: 阿里云 SendSms (dysmsapi 2017-05-25), 腾讯云 SendSms (sms 2021-01-11).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.models import MessageChannel
from chuangcheng.core.outgoing.transports.letters import SENT, Ending, Letter, Outcome
from chuangcheng.core.outgoing.transports.reaching import (
    Answer,
    NoAnswer,
    NotReached,
    checked_address,
    outcome_of,
    post,
)
from chuangcheng.core.outgoing.transports.signing import (
    TENCENT_JSON,
    Key,
    aliyun_headers,
    aliyun_query,
    tencent_authorization,
)
from chuangcheng.core.times import now

MOST_ROOM = 200  # letters of the variable that can be asked for; our choice
# What says that another try helps; both refuse before anything is sent.
BUSY = ("isv.BUSINESS_LIMIT_CONTROL", "Throttling", "LimitExceeded", "RequestLimitExceeded")
MAINLAND = 11  # digits of a mobile number without the code of the country


def send_cloud_sms(kind: str, fields: Mapping[str, str], letter: Letter) -> Outcome:
    """Hands one message to the cloud."""
    try:
        answer = _aliyun(fields, letter) if kind == MessageChannel.Kind.ALIYUN else _tencent(fields, letter)
    except NotReached as error:
        return Outcome(Ending.AGAIN, error.sentence)
    except NoAnswer as error:
        return Outcome(Ending.UNCLEAR, error.sentence)
    return _judged(kind, answer)


def checked_cloud(fields: Mapping[str, str]) -> None:
    """Raises InvalidInput with a sentence when the channel cannot work."""
    parts = checked_address(fields["url"])
    if parts.path not in {"", "/"} or parts.query:
        raise InvalidInput(_("服务地址只写到主机名，如https://dysmsapi.aliyuncs.com，后面不带路径和参数。"))
    if not fields["room"].isdecimal() or not 1 <= int(fields["room"]) <= MOST_ROOM:
        raise InvalidInput(_("变量最多几个字应为1到%(most)s的数字。") % {"most": MOST_ROOM})


def variable_text(letter: Letter, room: int) -> str:
    """The title, cut to what the variable holds; an address may stand in no variable."""
    return letter.title if len(letter.title) <= room else f"{letter.title[: room - 1]}…"


def _aliyun(fields: Mapping[str, str], letter: Letter) -> Answer:
    said = {fields["variable"]: variable_text(letter, int(fields["room"]))}
    query = aliyun_query(
        {
            "OutId": letter.id,
            "PhoneNumbers": letter.to,
            "SignName": fields["sign_name"],
            "TemplateCode": fields["template"],
            "TemplateParam": json.dumps(said, ensure_ascii=False),
        }
    )
    base, host = _base(fields["url"])
    headers = aliyun_headers(
        Key(fields["key_id"], fields["key_secret"]),
        host=host,
        query=query,
        body=b"",
        action="SendSms",
        version="2017-05-25",
        at=now(),
        nonce=uuid4().hex,
    )
    return post(f"{base}/?{query}", body=b"", headers={"Accept": "application/json", **_without_host(headers)})


def _tencent(fields: Mapping[str, str], letter: Letter) -> Answer:
    phone = f"+86{letter.to}" if len(letter.to) == MAINLAND else letter.to
    asked = {
        "PhoneNumberSet": [phone],
        "SmsSdkAppId": fields["app_id"],
        "SignName": fields["sign_name"],
        "TemplateId": fields["template"],
        "TemplateParamSet": [variable_text(letter, int(fields["room"]))],
        "SessionContext": letter.id,
    }
    body, at = json.dumps(asked, ensure_ascii=False).encode(), now()
    base, host = _base(fields["url"])
    key = Key(fields["key_id"], fields["key_secret"])
    headers = {
        "Authorization": tencent_authorization(key, host=host, service="sms", body=body, at=at),
        "Content-Type": TENCENT_JSON,
        "X-TC-Action": "SendSms",
        "X-TC-Timestamp": str(int(at.timestamp())),
        "X-TC-Version": "2021-01-11",
        "X-TC-Region": fields["region"],
    }
    return post(f"{base}/", body=body, headers=headers)


def _judged(kind: str, answer: Answer) -> Outcome:
    """What the answer says; a refusal names its code, whatever its HTTP status."""
    try:
        code, why = _code(kind, json.loads(answer.body))
    except (ValueError, KeyError, IndexError, TypeError):
        unclear = Outcome(Ending.UNCLEAR, inbox_text("对方的答复看不懂，不能确定是否收到。"))
        return outcome_of(answer.status) or unclear
    if code.upper() == "OK":
        return outcome_of(answer.status) or SENT
    if code.startswith("InternalError") or answer.status >= 500:  # noqa: PLR2004 - HTTP
        return Outcome(Ending.UNCLEAR, inbox_text("对方内部出错（代码%(code)s），不能确定是否收到。", {"code": code}))
    sentence = inbox_text("对方没有接受：%(why)s（代码%(code)s）。", {"why": why or "—", "code": code})
    return Outcome(Ending.AGAIN if code.startswith(BUSY) else Ending.REFUSED, sentence)


def _code(kind: str, said: Any) -> tuple[str, str]:
    """The code and the reason; KeyError or the like when there is none."""
    if kind == MessageChannel.Kind.TENCENT:
        response = said["Response"]
        said = response["Error"] if "Error" in response else response["SendStatusSet"][0]
    return str(said["Code"])[:60], str(said.get("Message") or "")[:120]


def _base(url: str) -> tuple[str, str]:
    """The address without a path, and the host as the request names it."""
    parts = urlsplit(url.strip())
    return f"{parts.scheme}://{parts.netloc}", parts.netloc


def _without_host(headers: Mapping[str, str]) -> dict[str, str]:
    """The request names its host itself."""
    return {name: value for name, value in headers.items() if name != "host"}
