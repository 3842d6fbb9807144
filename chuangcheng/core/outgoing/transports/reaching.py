"""Asking another system over HTTP: to a public address only, unless the operator allows private ones.

The address is looked up once, judged, and the connection made to what was judged: a name that answers differently the
second time leads nowhere else. No redirect is followed, no answer is read beyond a bound.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.inbox_text import InboxText, inbox_text
from chuangcheng.core.outgoing.transports.letters import Ending, Outcome

TIMEOUT = 10  # seconds to connect, and for each read; our choice
MOST_ANSWER = 64 * 1024  # bytes
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said."""

    status: int
    body: bytes


class Untold(Exception):
    """A try came to no end that the other side told; `sentence` says how far it came."""

    def __init__(self, sentence: InboxText) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotReached(Untold):
    """Nothing was handed over."""


class NoAnswer(Untold):
    """It was handed over, but no whole answer came."""


def checked_address(url: str) -> SplitResult:
    """The parts of an http(s) address; raises InvalidInput with a sentence for anything else."""
    try:
        parts = urlsplit(url.strip())
        is_usable = parts.scheme in PORTS and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable or any(sign <= " " or sign in "{}\\" for sign in url.strip()):
        raise InvalidInput(_("地址无法使用，请填写以http://或https://开头的完整地址。"))
    return parts


def reachable(host: str, port: int) -> str:
    """The IP address to connect to; raises NotReached with a sentence when there is none that is allowed."""
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotReached(inbox_text("找不到%(host)s这台主机，请检查地址和网络。", {"host": host})) from error
    refused = [address for address in found if not _is_allowed(address)]
    if refused or not found:
        raise NotReached(inbox_text("%(host)s是内部地址，运行维护人员没有允许向内部地址发送。", {"host": host}))
    return min(found)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Posts and gives the answer. Raises NotReached or NoAnswer."""
    parts = checked_address(url)
    host = parts.hostname or ""
    connection = _connected(parts, host)
    try:
        target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        connection.request("POST", target, body=body, headers={"User-Agent": "chuangcheng", **headers})
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(MOST_ANSWER))
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(inbox_text("已交给对方，但没有收到答复。")) from error
    finally:
        connection.close()


def outcome_of(status: int) -> Outcome | None:
    """What an HTTP status says; None for one that means well."""
    if 200 <= status < 300:  # noqa: PLR2004 - HTTP
        return None
    sentence = inbox_text("对方答复HTTP %(status)s，没有接受。", {"status": status})
    if 300 <= status < 400:  # noqa: PLR2004 - HTTP
        return Outcome(
            Ending.REFUSED, inbox_text("对方要求转到别的地址（HTTP %(status)s），不会跟随。", {"status": status})
        )
    if status in {408, 429, 503}:
        return Outcome(Ending.AGAIN, sentence)
    return Outcome(Ending.UNCLEAR if status >= 500 else Ending.REFUSED, sentence)  # noqa: PLR2004 - HTTP


def _connected(parts: SplitResult, host: str) -> http.client.HTTPConnection:
    port = parts.port or PORTS[parts.scheme]
    address = reachable(host, port)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)  # names the host in what it asks
    try:
        plain = socket.create_connection((address, port), timeout=TIMEOUT)
    except OSError as error:
        raise NotReached(inbox_text("连不上%(host)s，请检查地址和网络。", {"host": host})) from error
    if parts.scheme == "http":
        connection.sock = plain
        return connection
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError as error:
        plain.close()
        raise NotReached(inbox_text("%(host)s的证书不可信或加密连接没有建立。", {"host": host})) from error
    return connection


def _is_allowed(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or address
    if mapped.is_link_local or mapped.is_multicast or mapped.is_unspecified or mapped.is_reserved:
        return False
    return mapped.is_global or settings.MESSAGES_TO_PRIVATE
