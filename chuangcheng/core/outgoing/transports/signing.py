"""How 阿里云 and 腾讯云 want a request signed. Pure: time and nonce come in.

Sources: 阿里云 V3版本请求体&签名机制 (ACS3-HMAC-SHA256, help.aliyun.com, fixed example of RunInstances);
腾讯云 签名方法 v3 (TC3-HMAC-SHA256, cloud.tencent.com, example of DescribeInstances). `test_signed_sms` signs both.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

TENCENT_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Key:
    """What an account signs with."""

    id: str
    secret: str


def aliyun_query(parameters: Mapping[str, str]) -> str:
    """The query as it is signed and sent: sorted, percent-encoded."""
    return "&".join(f"{_encoded(name)}={_encoded(parameters[name])}" for name in sorted(parameters))


def aliyun_headers(
    key: Key, *, host: str, query: str, body: bytes, action: str, version: str, at: datetime, nonce: str
) -> dict[str, str]:
    """The headers of a POST to `/`."""
    signed = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": _hash(body),
        "x-acs-date": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(sorted(signed))
    request = "\n".join(["POST", "/", query, _lines(signed), names, _hash(body)])
    signature = hmac.new(
        key.secret.encode(), f"ACS3-HMAC-SHA256\n{_hash(request.encode())}".encode(), hashlib.sha256
    ).hexdigest()
    return {
        **signed,
        "Authorization": f"ACS3-HMAC-SHA256 Credential={key.id},SignedHeaders={names},Signature={signature}",
    }


def tencent_authorization(key: Key, *, host: str, service: str, body: bytes, at: datetime) -> str:
    """The header `Authorization` of a POST to `/` of JSON."""
    moment = at.astimezone(UTC)
    scope = f"{moment:%Y-%m-%d}/{service}/tc3_request"
    signed = {"content-type": TENCENT_JSON, "host": host}
    names = ";".join(sorted(signed))
    request = "\n".join(["POST", "/", "", _lines(signed), names, _hash(body)])
    told = "\n".join(["TC3-HMAC-SHA256", str(int(moment.timestamp())), scope, _hash(request.encode())])
    secret = f"TC3{key.secret}".encode()
    for part in (f"{moment:%Y-%m-%d}", service, "tc3_request"):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(secret, told.encode(), hashlib.sha256).hexdigest()
    return f"TC3-HMAC-SHA256 Credential={key.id}/{scope}, SignedHeaders={names}, Signature={signature}"


def _lines(signed: Mapping[str, str]) -> str:
    """Each signed header on a line of its own; the last line is empty."""
    return "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")
