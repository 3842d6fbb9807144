"""Group robots of 企业微信, 钉钉, 飞书: a webhook that takes JSON and answers in JSON, with 200 for a refusal too."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.models import MessageChannel
from chuangcheng.core.outgoing.transports.letters import SENT, Ending, Letter, Outcome
from chuangcheng.core.outgoing.transports.reaching import Answer, NoAnswer, NotReached, outcome_of, post

# What a robot says when it was asked too often: another try helps. 企业微信 45009; 钉钉 130101; 飞书 11232.
TOO_OFTEN = {"45009", "130101", "11232"}
JSON = {"Content-Type": "application/json; charset=utf-8"}


def send_to_robot(kind: str, fields: Mapping[str, str], letter: Letter) -> Outcome:
    """Posts the text into the group."""
    url, payload = _asked(kind, fields["url"], fields.get("secret", ""), letter.text, at=time.time())
    try:
        answer = post(url, body=json.dumps(payload, ensure_ascii=False).encode(), headers=JSON)
    except NotReached as error:
        return Outcome(Ending.AGAIN, error.sentence)
    except NoAnswer as error:
        return Outcome(Ending.UNCLEAR, error.sentence)
    return outcome_of(answer.status) or _said(answer)


def _asked(kind: str, url: str, secret: str, text: str, *, at: float) -> tuple[str, dict[str, Any]]:
    """Address and content, signed when the robot has a secret."""
    if kind == MessageChannel.Kind.FEISHU:
        payload: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:  # 飞书开放平台, 自定义机器人使用指南, 签名校验: the key is time and secret, the message empty
            stamp = str(int(at))
            payload |= {"timestamp": stamp, "sign": _signed(f"{stamp}\n{secret}", "")}
        return url, payload
    payload = {"msgtype": "text", "text": {"content": text}}
    if kind == MessageChannel.Kind.DINGTALK and secret:  # 钉钉开放平台, 自定义机器人安全设置, 加签
        stamp = str(round(at * 1000))
        sign = quote(_signed(secret, f"{stamp}\n{secret}"), safe="")
        url = f"{url}{'&' if '?' in url else '?'}timestamp={stamp}&sign={sign}"
    return url, payload


def _signed(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode("ascii")


def _said(answer: Answer) -> Outcome:
    try:
        said = json.loads(answer.body)
        code = said.get("errcode", said.get("code", said.get("StatusCode")))
    except (ValueError, AttributeError):
        code = None
    if code is None:
        return Outcome(Ending.UNCLEAR, inbox_text("对方的答复看不懂，不能确定是否收到。"))
    if str(code) == "0":
        return SENT
    why = str(said.get("errmsg") or said.get("msg") or "")[:120]
    sentence = inbox_text("对方没有接受：%(why)s（代码%(code)s）。", {"why": why or "—", "code": str(code)[:20]})
    return Outcome(Ending.AGAIN if str(code) in TOO_OFTEN else Ending.REFUSED, sentence)
