"""How allauth signs people in here: no sign-up, no mail, our words, secrets encrypted."""

from __future__ import annotations

import base64
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.crypto import decrypt, encrypt
from chuangcheng.core.shell import landing_pages
from chuangcheng.core.times import today
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.session_rules import must_have_mfa

# By the templates that allauth would draw.
MESSAGES = {
    "account/messages/logged_out.txt": _("已退出登录。"),
    "account/messages/password_changed.txt": _("新密码已生效，其他设备上的登录已退出。"),
    "mfa/messages/totp_activated.txt": _("两步验证已启用。"),
    "mfa/messages/totp_deactivated.txt": _("两步验证已关闭。"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """Signing in with log-in name and password; accounts are made by those who keep the people."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("登录名或密码不对，请重新输入。"),
        "incorrect_password": _("密码不对，请重新输入。"),
        "enter_current_password": _("当前密码不对，请重新输入。"),
    }

    def add_message(self, request: HttpRequest, level: int, message_template: str = "", *_a: Any, **_d: Any) -> None:
        """Our words for what allauth has to say; about the rest it is silent. No template is drawn for a sentence."""
        if message_template in MESSAGES:
            messages.add_message(request, level, str(MESSAGES[message_template]))

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth calls it so
        """Nobody makes an account for himself."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth calls it so
        """Where one goes on after choosing a password."""
        return str(settings.LOGIN_REDIRECT_URL)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page that somebody's work begins with; the to-do page for most."""
        actor = actor_for(cast("Person", request.user), today=today())
        return next((url for make in landing_pages if (url := make(actor))), str(settings.LOGIN_REDIRECT_URL))

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:
        """The page after signing in, in the person's own language."""
        response: HttpResponse = super().post_login(request, user, **details)
        remember_language(response, user.language)
        return response


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth carries no types
    """Two-step sign-in: secrets encrypted at rest, and kept where they are required."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对或已过期，请输入手机上最新的6位数字。"),
        "cannot_delete_authenticator": _("您的角色要求两步验证，不能关闭。"),
    }

    def get_totp_label(self, user: Person) -> str:
        """What the authenticator app shows beside the code."""
        return user.username

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return base64.b64encode(encrypt(text)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as it is used."""
        return decrypt(base64.b64decode(encrypted_text))

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """False where the role asks for it."""
        return not must_have_mfa(authenticator.user)


def remember_language(response: HttpResponse, language: str) -> None:
    """Pages of this browser are in the language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def sign_in_url() -> str:
    """The address of the sign-in page."""
    return reverse("account_login")
