"""短信: any gateway that takes JSON over HTTP: its address, its headers, a body with slots, and how it says yes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.outgoing.transports.letters import SENT, Ending, Letter, Outcome
from chuangcheng.core.outgoing.transports.reaching import NoAnswer, NotReached, outcome_of, post

MOST_SIGNS = 70  # of one message; beyond that gateways cut it into several and charge each
SLOT = re.compile(r"\{(\w+)\}")
SLOTS = {"phone", "text", "id"}
NEEDED = {"phone", "text"}
HEADER = re.compile(r"([A-Za-z0-9-]{1,60}):[ \t]*([\x20-\x7e]{0,1000})")


def send_sms(fields: Mapping[str, str], letter: Letter) -> Outcome:
    """Hands one message to the gateway."""
    facts = {"phone": letter.to, "text": short_text(letter), "id": letter.id}
    body = json.dumps(_filled(json.loads(fields["body"]), facts), ensure_ascii=False).encode()
    try:
        answer = post(
            fields["url"],
            body=body,
            headers={"Content-Type": "application/json; charset=utf-8", **checked_headers(fields.get("headers", ""))},
        )
    except NotReached as error:
        return Outcome(Ending.AGAIN, error.sentence)
    except NoAnswer as error:
        return Outcome(Ending.UNCLEAR, error.sentence)
    return outcome_of(answer.status) or _judged(answer.body, fields.get("success", ""))


def short_text(letter: Letter) -> str:
    """What fits into one message: the title cut, the link whole."""
    link = f" {letter.link}" if letter.link else ""
    room = MOST_SIGNS - len(link)
    title = letter.title if len(letter.title) <= room else f"{letter.title[: room - 1]}…"
    return f"{title}{link}"


def checked_body(text: str) -> str:
    """The template as it is kept; raises InvalidInput with a sentence when it is no JSON or lacks a slot."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InvalidInput(_("内容模板不是正确的JSON，请检查引号、逗号和括号。")) from error
    named = {name for leaf in _leaves(found) for name in SLOT.findall(leaf)}
    if unknown := sorted(named - SLOTS):
        raise InvalidInput(_("内容模板里不认识{%(name)s}，可用{phone}、{text}、{id}。") % {"name": unknown[0]})
    if missing := sorted(NEEDED - named):
        raise InvalidInput(
            _("内容模板里缺少{%(name)s}，收信人的手机号写{phone}，内容写{text}。") % {"name": missing[0]}
        )
    return text.strip()


def checked_headers(text: str) -> dict[str, str]:
    """Headers, one a line; raises InvalidInput with a sentence."""
    found = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        pair = HEADER.fullmatch(line.strip())
        if pair is None:
            raise InvalidInput(_("请求头每行写一个，如Authorization: Bearer 密钥。"))
        if pair[1].lower() in {"host", "content-length", "transfer-encoding", "connection"}:
            raise InvalidInput(_("请求头%(name)s由系统填写，请删去。") % {"name": pair[1]})
        found[pair[1]] = pair[2].strip()
    return found


def checked_rule(text: str) -> str:
    """The rule as it is kept: "code=0", "data.status=OK", or nothing; raises InvalidInput."""
    rule = text.strip()
    if rule and (rule.count("=") != 1 or not all(part.strip() for part in rule.split("="))):
        raise InvalidInput(_("成功的标志写成“字段=值”，如code=0，或留空表示HTTP 2xx就算成功。"))
    return rule


def _judged(body: bytes, rule: str) -> Outcome:
    if not rule:
        return SENT
    path, _sign, wanted = rule.partition("=")
    try:
        value: Any = json.loads(body)
        for name in path.strip().split("."):
            value = value[int(name)] if isinstance(value, list) else value[name]
    except (ValueError, KeyError, IndexError, TypeError):
        return Outcome(Ending.UNCLEAR, inbox_text("对方的答复看不懂，不能确定是否收到。"))
    said = json.dumps(value) if isinstance(value, bool) else str(value)
    if said == wanted.strip():
        return SENT
    facts = {"why": path.strip(), "code": said[:60]}
    return Outcome(Ending.REFUSED, inbox_text("对方没有接受：%(why)s（代码%(code)s）。", facts))


def _filled(template: Any, facts: Mapping[str, str]) -> Any:
    if isinstance(template, str):
        return SLOT.sub(lambda slot: facts.get(slot[1], slot[0]), template)
    if isinstance(template, list):
        return [_filled(each, facts) for each in template]
    if isinstance(template, dict):
        return {name: _filled(each, facts) for name, each in template.items()}
    return template


def _leaves(template: Any) -> list[str]:
    if isinstance(template, str):
        return [template]
    if isinstance(template, list | dict):
        inner = template.values() if isinstance(template, dict) else template
        return [leaf for each in inner for leaf in _leaves(each)]
    return []
