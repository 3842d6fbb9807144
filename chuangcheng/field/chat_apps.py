"""Browsers inside chat programs: they keep no data and install nothing, so the page says how to leave them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ChatApp:
    """A program, how its browser names itself, and where its menu has the way out."""

    name: str | Promise
    sign: re.Pattern[str]
    act: str | Promise


APPS = (
    ChatApp(_("企业微信"), re.compile(r"wxwork", re.IGNORECASE), _("用默认浏览器打开")),
    ChatApp(_("微信"), re.compile(r"MicroMessenger"), _("在浏览器打开")),
    ChatApp(_("钉钉"), re.compile(r"DingTalk"), _("在浏览器中打开")),
    ChatApp(_("飞书"), re.compile(r"Lark|Feishu"), _("在浏览器中打开")),
    ChatApp("QQ", re.compile(r" QQ/\d"), _("用其他浏览器打开")),
    ChatApp(_("支付宝"), re.compile(r"AlipayClient"), _("在浏览器打开")),
)


def chat_app_of(user_agent: str) -> ChatApp | None:
    """The chat program whose browser asks; None for a browser of its own."""
    return next((app for app in APPS if app.sign.search(user_agent)), None)
