"""Puts the actor on the request, and holds a signed-in session to its rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.times import now, today
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.session_rules import FREE, MFA, PASSWORD, look_up, rules_in

NOBODY = Actor(person_id=None, name="")
API = "/api/"
UNAUTHORIZED, FORBIDDEN = 401, 403
# Where one may go before the duty is done, by the names of the addresses.
OPEN_TO_ALL = ("account_logout", "set_language")
OPEN_FOR = {
    PASSWORD: ("account_change_password", "api:choose_password"),
    MFA: (
        "mfa_activate_totp",
        "account_reauthenticate",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    ),
}


class ActorMiddleware:
    """`request.actor`, lazily: a page for everybody costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast("Any", request).actor = SimpleLazyObject(lambda: self._actor(request))
        return self.get_response(request)

    def _actor(self, request: HttpRequest) -> Actor:
        if isinstance(request.user, Person):
            return actor_for(request.user, today=today())
        return NOBODY


class SessionRulesMiddleware:
    """Signs out whoever was idle too long; sends whoever has a duty to the page where it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person):
            return self.get_response(request)
        return self._refusal(request, person) or self.get_response(request)

    def _refusal(self, request: HttpRequest, person: Person) -> HttpResponse | None:
        rules, moment = rules_in(request.session), now().timestamp()
        if rules is not None and rules.is_idle_too_long(moment):
            return _signed_out(request, person)
        if rules is None or rules.is_due(moment):
            rules = look_up(request.session, person)
        duty = PASSWORD if person.must_change_password else rules.duty
        return None if duty == FREE or _is_open(request, duty) else _sent(request, duty)


def _signed_out(request: HttpRequest, person: Person) -> HttpResponse:
    audit.record(actor=Actor(person.pk, person.name), action="orgs.idle_sign_out", subject=person)
    logout(request)
    sentence = gettext("长时间没有操作，已自动退出，请重新登录。")
    if request.path.startswith(API):
        return JsonResponse({"detail": sentence, "code": "SignedOut"}, status=UNAUTHORIZED)
    messages.warning(request, sentence)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _sent(request: HttpRequest, duty: str) -> HttpResponse:
    sentence = {
        PASSWORD: gettext("请先修改密码，再办理其他事项。"),
        MFA: gettext("您的角色要求两步验证，请先完成设置。"),
    }[duty]
    if request.path.startswith(API):
        return JsonResponse({"detail": sentence, "code": "DutyFirst"}, status=FORBIDDEN)
    messages.warning(request, sentence)
    return redirect(OPEN_FOR[duty][0])


def _is_open(request: HttpRequest, duty: str) -> bool:
    return request.path in {reverse(name) for name in (*OPEN_TO_ALL, *OPEN_FOR[duty])}
